use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::eval::misfit::Misfit;

super::code!("E0215" "wrong-type" "wrong_type.md");

/// A param is given what is not of its type; `ty` is where the type is written.
pub(crate) fn finding(span: Span, param: &str, ty: Span, misfit: &Misfit) -> Finding {
    if let Some((message, instead)) = misfit.no_field(param) {
        return Finding::new(&CODE, span, message).label(ty, "its type").help(instead);
    }
    let place = format!("`{param}{}`", misfit.path());
    let message = match &misfit.found {
        Some(Value::Null) => format!("{place} is not set: it takes {}", misfit.wanted),
        Some(value) => {
            let found = misfit.found_as.clone().unwrap_or_else(|| shown(value));
            format!("{place} takes {}, and this is {found}", misfit.wanted)
        }
        None => format!("{place} takes {}", misfit.wanted),
    };
    let finding = Finding::new(&CODE, span, message).label(ty, "its type");
    let entries = misfit.wanted == "a map" && misfit.found.is_some();
    match misfit.found.as_ref().and_then(|value| way(&misfit.wanted, value)) {
        Some(way) if !misfit.beside.is_empty() => {
            let others = misfit.beside.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            finding.help(format!("{way}; of the fields beside it {others} {} such a value", if misfit.beside.len() == 1 { "takes" } else { "take" }))
        }
        Some(way) => finding.help(way),
        None if entries => finding.help(format!("each entry has a name: `{param} NAME {{ .. }}`, or `{param} = {{ NAME = .. }}`")),
        None if misfit.wanted == "a record" && !misfit.path().is_empty() => {
            finding.help(format!("is the name of an entry missing? `{param} NAME {{ .. }}`"))
        }
        None => finding,
    }
}

/// How a value of the wanted type is written, where what is there shows what is meant.
fn way(wanted: &str, value: &Value) -> Option<String> {
    let wants = |ty: &str| wanted.split([' ', ',']).any(|word| word == ty);
    let text = value.to_string();
    let bare = text.trim_matches('"');
    Some(match value {
        Value::Int(_) if wants("Size") => format!("a Size has a unit: `{text}MiB`, `{text}GiB`"),
        Value::Int(_) if wants("Duration") => format!("a Duration has a unit: `{text}s`, `{text}min`"),
        Value::Int(_) if wants("Percent") => format!("write `{text}%`"),
        Value::Int(_) if wants("Port") => format!("write `tcp({text})`"),
        Value::Int(_) if wants("Range") => format!("write `{text}..{text}`"),
        Value::Text(_) if wants("Asset") => format!("write `dir({text})` for a folder"),
        Value::Text(_) if wants("Image") => format!("write `image({text})`"),
        Value::Text(_) if wants("Cidr") && bare.contains(':') => format!("write `cidr({text})`"),
        Value::Text(_) if wants("Cidr") && bare.parse::<ipnet::IpNet>().is_ok() => format!("write `{bare}`, without quotes"),
        Value::Text(_) if wants("Ip") && bare.parse::<std::net::IpAddr>().is_ok() => format!("write `ip({text})`"),
        Value::Text(_) if !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) && (wants("Duration") || wants("Size")) => {
            let (unit, other) = if wants("Size") { ("MiB", "GiB") } else { ("s", "min") };
            format!("write `{bare}{unit}` or `{bare}{other}`, with a unit and without quotes")
        }
        Value::Text(_) if UNITS.iter().any(|unit| wants(unit)) && starts_with_digit(bare) => {
            format!("write `{bare}`, without quotes")
        }
        Value::Text(_) if wants("Bool") && matches!(bare, "true" | "false") => format!("write `{bare}`, without quotes"),
        Value::Duration(_) if wants("String") || wants("Int") || wants("number") => format!("divide it by its unit: `{text} / 1s`"),
        Value::Size(_) if wants("String") || wants("Int") || wants("number") => format!("divide it by its unit: `{text} / 1GiB`"),
        Value::Percent(_) if wants("Int") || wants("number") => format!("divide it by its unit: `{text} / 1%`"),
        Value::List(_) | Value::Record(_) | Value::Null | Value::Later(_) => return None,
        _ if wanted == "a list" => "one alone stands in brackets too: `[..]`".to_owned(),
        _ => return None,
    })
}

/// Types whose values begin with a digit.
const UNITS: &[&str] = &["Size", "Duration", "Percent", "Int", "number", "Float"];

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

/// A short value as it is, a long one by its kind.
pub(crate) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 || value.is_secret() { value.kind().to_owned() } else { format!("`{text}`") }
}
