//! Texts: escapes read, the indentation of `"""` taken off.

use std::sync::Arc;

use cloudc_syntax::{Kind, Node};

use super::{Lower, parts};
use crate::hir::{Expr, ExprKind, TextPart};

impl Lower<'_> {
    /// A text: a literal if nothing in it is to be computed.
    pub(super) fn text(self, node: Node<'_>) -> ExprKind {
        let long = node.text().starts_with("\"\"\"");
        let mut pieces: Vec<TextPart> = Vec::new();
        let mut plain = String::new();
        let indent = if long { indentation(node) } else { None };
        let mut first = true;
        for part in parts(node) {
            if part.kind() == Kind::Hook {
                flush(&mut plain, &mut pieces);
                let value = parts(part).next().map(|value| self.expr(value));
                pieces.extend(value.map(TextPart::Value));
            } else if part.kind() == Kind::Escape {
                plain.push_str(&unescaped(part.text()));
            } else {
                let text = if first && long { after_opening_line(part.text()) } else { part.text() };
                let at_line_start = first && long && text.len() != part.text().len();
                plain.push_str(&outdented(text, indent, at_line_start));
            }
            first = false;
        }
        flush(&mut plain, &mut pieces);
        match pieces.as_slice() {
            [] => ExprKind::Literal(cloudc_base::value::Value::text("")),
            [TextPart::Plain(text)] => ExprKind::Literal(cloudc_base::value::Value::Text(Arc::clone(text))),
            _ => ExprKind::Text(pieces),
        }
    }

    /// A text as an expression.
    pub(super) fn text_expr(self, node: Node<'_>) -> Expr {
        Expr { kind: self.text(node), span: self.span(node) }
    }
}

/// A text without values in it.
pub(super) fn plain(node: Node<'_>) -> Option<String> {
    let mut text = String::new();
    for part in parts(node) {
        match part.kind() {
            Kind::Hook => return None,
            Kind::Escape => text.push_str(&unescaped(part.text())),
            _ => text.push_str(part.text()),
        }
    }
    Some(text)
}

fn flush(plain: &mut String, pieces: &mut Vec<TextPart>) {
    if !plain.is_empty() {
        pieces.push(TextPart::Plain(Arc::from(std::mem::take(plain))));
    }
}

/// What an escape stands for; itself if it is none (that is reported elsewhere).
fn unescaped(escape: &str) -> String {
    let code = escape.strip_prefix("\\u{").and_then(|rest| rest.strip_suffix('}'));
    if let Some(c) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
        return c.to_string();
    }
    match escape {
        "\\n" => "\n".to_owned(),
        "\\t" => "\t".to_owned(),
        "\\\"" => "\"".to_owned(),
        "\\\\" => "\\".to_owned(),
        "\\$" => "$".to_owned(),
        other => other.to_owned(),
    }
}

/// The blanks before a closing `"""` on a line of its own.
fn indentation(node: Node<'_>) -> Option<&str> {
    let inner = node.text().strip_suffix("\"\"\"")?;
    inner.rsplit_once('\n').map(|(_, last)| last).filter(|last| last.trim().is_empty())
}

/// The line end behind an opening `"""` is not part of the text.
fn after_opening_line(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(text)
}

/// The text with the indentation taken off each of its lines, the first only if the line begins here.
fn outdented(text: &str, indent: Option<&str>, at_line_start: bool) -> String {
    let Some(indent) = indent else { return text.to_owned() };
    let lines = text.split_inclusive('\n').enumerate();
    lines
        .map(|(index, line)| {
            let begins = index > 0 || at_line_start;
            let blank = line.trim().is_empty() && line.ends_with('\n');
            match line.strip_prefix(indent) {
                Some(rest) if begins => rest,
                None if begins && blank => line.trim_start_matches([' ', '\t']),
                _ => line,
            }
        })
        .collect()
}
