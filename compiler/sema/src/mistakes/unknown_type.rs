use cloudc_base::{Finding, Span, nearest};

super::code!("E0216" "unknown-type" "unknown_type.md");

const TYPES: &[&str] = &[
    "Any", "Asset", "Bool", "Cidr", "Duration", "Float", "Image", "Int", "Ip", "Metric", "Number", "Percent", "Port", "Range",
    "Secret", "Size", "String", "handle",
];

/// What types are called elsewhere.
const ELSEWHERE: &[(&str, &str)] = &[
    ("any", "Any"),
    ("bool", "Bool"),
    ("boolean", "Bool"),
    ("double", "Float"),
    ("integer", "Int"),
    ("list", "[Any]"),
    ("array", "[Any]"),
    ("map", "{Any}"),
    ("object", "{Any}"),
    ("str", "String"),
    ("text", "String"),
];

/// Nothing of this name is a type.
pub(crate) fn finding(span: Span, name: &str) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no type `{name}`"));
    let lower = name.to_ascii_lowercase();
    let known = ELSEWHERE.iter().find(|(other, _)| *other == lower).map(|(_, ours)| *ours);
    if name == "Secret" {
        return finding.fix("write `Secret<String>`", span, "Secret<String>");
    }
    match known.or_else(|| nearest(name, TYPES.iter().copied())) {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("a type is one of the language's, a noun, or declared with `type`"),
    }
}

/// A type that contains itself, or stands for itself.
pub(crate) fn endless(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the type `{name}` contains itself")).help("write out as many levels as there are")
}

/// Bounds of a type that are of another one.
pub(crate) fn bounds(span: Span, name: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("the bounds of `{name}` are values of it, and this is {found}"))
}
