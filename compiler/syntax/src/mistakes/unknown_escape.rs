use cloudc_base::{Finding, Span};

super::code!(Error "E0157" "unknown-escape" "unknown_escape.md");

/// The finding for an escape that the language does not have.
pub(crate) fn check(span: Span, text: &str) -> Option<Finding> {
    if matches!(text, "\\n" | "\\t" | "\\\"" | "\\\\" | "\\$") {
        return None;
    }
    if let Some(digits) = text.strip_prefix("\\u{").and_then(|rest| rest.strip_suffix('}')) {
        let known = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).is_some();
        return (!known).then(|| Finding::new(&CODE, span, format!("`{text}` is no character")));
    }
    let finding = Finding::new(&CODE, span, format!("`{text}` stands for nothing"));
    let help = "the escapes are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\${` and `\\u{..}`";
    Some(finding.help(help).fix("write `\\\\` for the character itself", Span::new(span.file, span.start, span.start + 1), "\\\\"))
}
