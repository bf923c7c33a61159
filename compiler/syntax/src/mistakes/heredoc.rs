use cloudc_base::{Finding, Span};

super::code!(Error "E0111" "heredoc" "heredoc.md");

/// The finding for `<<EOF .. EOF`, and the text between `"""`.
pub(crate) fn finding(span: Span, text: &str) -> (Finding, String) {
    let mut lines: Vec<&str> = text.lines().collect();
    let (first, last) = (lines.first().copied().unwrap_or(""), lines.pop().unwrap_or(""));
    let indent = last.get(..last.len() - last.trim_start().len()).unwrap_or("");
    let strips = first.starts_with("<<-") || first.starts_with("<<~");
    let body = lines.get(1..).unwrap_or(&[]);
    let body: String = body.iter().map(|line| format!("{}\n", escaped(line))).collect();
    let right = format!("\"\"\"\n{body}{}\"\"\"", if strips { indent } else { "" });
    let mark = Span::new(span.file, span.start, span.start + first.len() as u32);
    let finding = Finding::new(&CODE, mark, "there is no heredoc").help("text over several lines stands between `\"\"\"` and `\"\"\"`");
    (finding.fix("write `\"\"\"`", span, right.clone()), right)
}

fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}
