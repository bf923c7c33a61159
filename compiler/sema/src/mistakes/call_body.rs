use cloudc_base::{Finding, Span};

use crate::elsewhere::{self, Meant};

super::code!("E0214" "call-body" "call_body.md");

/// How many params are told one by one.
const TOLD: usize = 12;

/// A field that the noun has no param for; `near` is what was probably mistyped, `params` are what it has.
pub(crate) fn unknown(span: Span, name: &str, noun: &str, near: Option<&str>, params: &[&str]) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{noun}` has no param `{name}`"));
    let meant = elsewhere::param(name, params);
    match (near, meant) {
        (_, Some(Meant::Way(way))) => finding.help(way),
        (Some(near), None) => finding.fix(format!("write `{near}`"), span, near),
        (_, Some(Meant::Param(param))) => finding.help(format!("did you mean `{param}`?")),
        (None, None) if params.is_empty() => finding.help("it takes nothing"),
        (None, None) if params.len() <= TOLD => finding.help(format!("it takes {}", quoted(params))),
        (None, None) => finding.help(format!("`cloudc doc {noun}` tells what it takes")),
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<String>>().join(", ")
}

/// A param without a default that the call does not set; `param` is where it is declared.
pub(crate) fn missing(body: Span, name: &str, param: Span) -> Finding {
    let open = Span::new(body.file, body.start, (body.start + 1).min(body.end));
    Finding::new(&CODE, open, format!("`{name}` is not set")).label(param, "it has no default")
}
