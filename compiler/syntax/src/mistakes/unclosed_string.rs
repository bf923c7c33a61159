use cloudc_base::{Finding, Span};

super::code!(Error "E0104" "unclosed-string" "unclosed_string.md");

pub(crate) fn finding(opener: Span, end: Span, long: bool) -> Finding {
    let (message, quote) = match long {
        true => ("this `\"\"\"` is never closed", "\"\"\""),
        false => ("this text is never closed", "\""),
    };
    let finding = Finding::new(&CODE, opener, message).fix(format!("write `{quote}`"), end, quote);
    if long { finding } else { finding.help("text over several lines stands between `\"\"\"` and `\"\"\"`") }
}

/// The finding for a text that is closed and was never opened.
pub(crate) fn unopened(start: Span) -> Finding {
    Finding::new(&CODE, start, "the `\"` that opens this text is missing").fix("write `\"`", start, "\"")
}
