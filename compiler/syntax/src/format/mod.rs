//! The formatter: one way to lay out a program, and nothing but layout.
//!
//! It works on the tokens of a sound file, with the tree beside it where a mark has two meanings. The author's lines
//! stay lines, because how a list is broken says something; blanks, indentation, columns, blank lines and the commas
//! that lines make superfluous are the formatter's. Formatting what is formatted changes nothing.
//!
//! ```text
//! tokens --breaks--> where lines end, which commas stay --lines--> indentation and spacing --align--> columns
//! ```

mod align;
mod breaks;
mod lines;
mod spaces;
mod tokens;

use cloudc_base::{FileId, Finding, Severity};

use crate::File;

/// Lays a program out.
///
/// # Errors
/// The findings of a text with mistakes in it: layout means nothing before the text does.
pub fn format(text: &str) -> Result<String, Vec<Finding>> {
    let file = File::parse(text);
    let findings = file.findings(FileId::ROOT);
    if findings.iter().any(|finding| finding.code.severity == Severity::Error) {
        return Err(findings);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = if findings.is_empty() && file.len() == text.len() { file } else { File::parse(text) };
    let mut tokens = tokens::collect(text, &file);
    breaks::settle(&mut tokens);
    let mut lines = lines::lay_out(&tokens);
    align::columns(&mut lines);
    Ok(lines::print(&lines))
}
