use cloudc_base::{Finding, Span};

super::code!("I0413" "left-out" Information "left_out.md");

/// Things of the program that the target does not make.
pub(crate) fn finding(span: Span, names: &[String], engine: &str) -> Finding {
    let count = names.len();
    let shown = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = if count > 3 { format!(" and {} more", count - 3) } else { String::new() };
    let verb = if count == 1 { "is" } else { "are" };
    Finding::new(&CODE, span, format!("{shown}{more} {verb} left out: {engine} does not make them"))
}

/// An output that has no text.
pub(crate) fn output(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the output `{name}` is left out: it is a thing of the program, and outputs of a template are texts"))
        .help("name the attribute that is meant: its id or ARN")
}

/// An output that only a cluster knows.
pub(crate) fn output_of_cluster(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the output `{name}` is left out: a cluster decides it, and CloudFormation asks none"))
}
