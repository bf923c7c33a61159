use cloudc_base::{Finding, Span};

super::code!(Error "E0102" "block-comment" "block_comment.md");

pub(crate) fn finding(span: Span, text: &str) -> Finding {
    let inner = text.trim_start_matches("/*").trim_end_matches("*/");
    let lines: Vec<&str> = inner.lines().map(|line| line.trim().trim_start_matches('*').trim()).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty()).map(|line| format!("// {line}"));
    let fixed = lines.collect::<Vec<String>>().join("\n");
    let finding = Finding::new(&CODE, span, "`/* .. */` is not a comment").help("write `//` before each line");
    if text.contains('\n') { finding.fix("write `//`", span, fixed) } else { finding }
}
