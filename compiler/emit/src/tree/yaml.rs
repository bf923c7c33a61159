//! YAML that readers of 1.1 and 1.2 understand alike: what could be taken for something else stands in quotes.

use super::json;
use super::writer::Writer;
use super::{Map, Tree};

/// Writes a tree as a document.
pub(super) fn document<'t>(out: &mut Writer<'t>, tree: &'t Tree) {
    value(out, tree, 0, true);
}

/// Writes a value whose lines are indented so far. `begun`: its first line has been begun, as behind a `-`.
fn value<'t>(out: &mut Writer<'t>, tree: &'t Tree, indent: usize, begun: bool) {
    match tree {
        Tree::Bool(value) => out.push(if *value { "true" } else { "false" }),
        Tree::Int(number) => out.push(&number.to_string()),
        Tree::Float(number) => out.push(&float(*number)),
        Tree::Text(text) => self::text(out, text, indent),
        Tree::List(values) if values.is_empty() => out.push("[]"),
        Tree::Map(map) if map.is_empty() => out.push("{}"),
        Tree::List(values) => list(out, values, indent, begun),
        Tree::Map(map) => self::map(out, map, indent, begun),
    }
}

fn list<'t>(out: &mut Writer<'t>, values: &'t [Tree], indent: usize, begun: bool) {
    for (index, inner) in values.iter().enumerate() {
        if index > 0 || !begun {
            out.line(indent);
        }
        out.push("- ");
        value(out, inner, indent + 2, true);
    }
}

fn map<'t>(out: &mut Writer<'t>, map: &'t Map, indent: usize, begun: bool) {
    for (index, entry) in map.entries().iter().enumerate() {
        if index > 0 || !begun {
            out.line(indent);
        }
        out.enter(entry);
        scalar(&mut out.text, &entry.name);
        out.push(if has_lines(&entry.value) { ":" } else { ": " });
        value(out, &entry.value, indent + 2, false);
        out.leave();
    }
}

/// Whether it is written on lines of its own.
fn has_lines(tree: &Tree) -> bool {
    match tree {
        Tree::List(values) => !values.is_empty(),
        Tree::Map(map) => !map.is_empty(),
        _ => false,
    }
}

fn text(out: &mut Writer<'_>, text: &str, indent: usize) {
    match block(text) {
        Some(sign) => {
            out.push(sign);
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                out.line(if line.is_empty() { 0 } else { indent.max(2) });
                out.push(line);
            }
        }
        None => scalar(&mut out.text, text),
    }
}

/// The sign of a block of lines, for texts that every reader gives back from one: those of several printable lines that
/// neither begin nor end with something that a reader takes for layout.
fn block(text: &str) -> Option<&'static str> {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let printable = |c: char| matches!(c, '\n' | '\t' | ' '..='~') || (c >= '\u{a1}' && c.is_alphanumeric());
    let layout = |line: &str| line.starts_with('\t') || line.ends_with([' ', '\t']);
    let fits = lines.contains('\n')
        && !lines.starts_with([' ', '\n'])
        && !lines.ends_with('\n')
        && text.chars().all(printable)
        && !lines.split('\n').any(layout);
    let sign = if text.len() > lines.len() { "|" } else { "|-" };
    fits.then_some(sign)
}

fn scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    let mut json = String::new();
    json::quoted(&mut json, text);
    for c in json.chars() {
        match c {
            // What YAML does not print, or takes for the end of a line.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
}

/// Whether every reader takes it for a text, without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let mut before = ' ';
    let mut marks = text.chars().all(|c| {
        // A colon is a key's end only before a blank or at the end of the text.
        let fits = c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | ':' | '$');
        let ends = before == ':' && c == ' ';
        before = c;
        fits && !ends
    });
    marks &= !text.ends_with([' ', ':']);
    begins && marks && !WORDS.contains(&&*text.to_ascii_lowercase())
}

/// A number with a dot; YAML 1.1 reads an exponent only behind a dot, and only with its sign: `1.0e+300`.
fn float(number: f64) -> String {
    let text = json::float(number);
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let dot = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{digits}{dot}e{sign}{exponent}")
}
