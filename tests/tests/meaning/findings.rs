//! Findings and what is expected of them, a line each.
//!
//! `FILE:LINE:COLUMN CODE name: message` is the finding itself. `FILE:LINE: gist` was written before the compiler could
//! find it, in other words, and is compared by its place alone. One mistake is one finding, so both sides have the same
//! number of lines.

use std::fmt;

use cloudc_compiler::{Finding, Sources};

/// A finding at its place. The order is that of files, lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    file: String,
    line: u32,
    column: u32,
    text: String,
}

impl Found {
    pub(crate) fn new(sources: &Sources, finding: &Finding) -> Found {
        let source = sources.get(finding.primary.span.file);
        let position = source.map(|source| source.position(finding.primary.span.start));
        Found {
            file: source.map_or_else(|| "?".to_owned(), |source| source.name().to_owned()),
            line: position.map_or(0, |position| position.line),
            column: position.map_or(0, |position| position.column),
            text: format!("{}: {}", finding.code, finding.message),
        }
    }

    fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{} {}", self.file, self.line, self.column, self.text)
    }
}

/// Whether these were expected and no others.
pub(crate) fn compare(expected: &str, found: &[Found]) -> Result<(), String> {
    let mut left: Vec<&Found> = found.iter().collect();
    let mut missing = Vec::new();
    for line in expected.lines() {
        let meant = |found: &&Found| if is_exact(line) { found.to_string() == line } else { is_at(line, found) };
        match left.iter().position(meant) {
            Some(index) => drop(left.remove(index)),
            None => missing.push(format!("- {line}\n")),
        }
    }
    if missing.is_empty() && left.is_empty() {
        return Ok(());
    }
    let extra = left.iter().map(|found| format!("+ {found}\n"));
    Err(format!("findings:\n{}", missing.into_iter().chain(extra).collect::<String>()))
}

/// Whether a line names a column, and so is the finding itself.
fn is_exact(line: &str) -> bool {
    line.splitn(3, ':').nth(2).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_at(line: &str, found: &Found) -> bool {
    line.strip_prefix(&found.place()).is_some_and(|rest| rest.starts_with(':'))
}
