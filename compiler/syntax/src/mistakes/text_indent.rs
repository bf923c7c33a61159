use cloudc_base::{Finding, Span};

super::code!(Error "E0158" "text-indent" "text_indent.md");

/// The finding for a text between `\"\"\"` whose lines stand further out than its end.
pub(crate) fn check(span: Span, text: &str) -> Option<Finding> {
    let inner = text.strip_prefix("\"\"\"")?.strip_suffix("\"\"\"")?;
    let indent = inner.rsplit_once('\n').map(|(_, last)| last).filter(|last| last.trim().is_empty())?;
    let mut at = span.start + 3;
    for (index, line) in inner.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        let short = index > 0 && !content.trim().is_empty() && !content.starts_with(indent);
        if short {
            let wrong = Span::new(span.file, at, at + content.len() as u32);
            let end = Span::new(span.file, span.end - 3 - indent.len() as u32, span.end);
            let finding = Finding::new(&CODE, wrong, "this line begins left of the closing `\"\"\"`");
            return Some(finding.label(end, "the indentation of this line is taken off every line"));
        }
        at += line.len() as u32;
    }
    None
}
