use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::HOLE;
use crate::shadow::Repair;

super::code!(Error "E0111" "heredoc" "heredoc.md");

const SHAPE: &str = "text over several lines stands between `\"\"\"` and `\"\"\"`";

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
    let finding = Finding::new(&CODE, mark, "there is no heredoc").help(SHAPE);
    (finding.fix("write `\"\"\"`", span, right.clone()), right)
}

/// `x = <<EOF` without a line `EOF`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let twice = f.word(f.at) == "<" && f.word(f.at + 1) == "<" && f.touches(f.at + 1);
    let word = if matches!(f.word(f.at + 2), "-" | "~") { f.at + 3 } else { f.at + 2 };
    let named = f.is_name(word) && f.touches(word) && f.word(word).starts_with(|c: char| c.is_ascii_uppercase());
    let value = f.at > 0 && !f.ends_value(f.at - 1) && (word + 1 == f.tokens.len() || f.starts_line(word + 1));
    let span = f.between(f.at, word);
    let finding = Finding::new(&CODE, span, "there is no heredoc, and this one never ends").help(SHAPE);
    (twice && named && value).then(|| Found { finding, repairs: vec![Repair::new(span.range(), HOLE)] })
}

fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}
