//! Comparing with a file, or rewriting it.

use std::path::Path;

/// Whether expectations are rewritten instead of checked.
pub fn blessing() -> bool {
    std::env::var_os("CLOUDC_BLESS").is_some_and(|value| value == "1")
}

/// Checks that a file holds this text, or makes it so.
///
/// # Errors
/// What differs, as lines with `-` (expected) and `+` (found).
pub fn file(path: &Path, found: &str) -> Result<(), String> {
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return Ok(());
    }
    if blessing() {
        return std::fs::write(path, found).map_err(|error| format!("{}: {error}", path.display()));
    }
    Err(format!("{} differs; CLOUDC_BLESS=1 rewrites it\n{}", path.display(), diff(&expected, found)))
}

/// The lines that two texts do not share, around their common head and tail.
pub fn diff(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(old.len().min(new.len()) - head);
    let mark = |sign: char, lines: &[&str]| -> String { lines.iter().map(|line| format!("{sign} {line}\n")).collect() };
    let middle = |lines: &[&str], sign: char| mark(sign, lines.get(head..lines.len() - tail).unwrap_or(&[]));
    format!("from line {}:\n{}{}", head + 1, middle(&old, '-'), middle(&new, '+'))
}
