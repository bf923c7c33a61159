//! Findings for people and machines: one format, one file. `docs/findings.md` documents each.

mod github;
mod human;
mod json;
mod sarif;
mod short;

use clap::ValueEnum;
use cloudc_compiler::{Checked, Severity};

use crate::colour::Colour;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the source and the way out
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
}

/// Writes findings in a format.
pub(crate) fn write(checked: &Checked, format: Format, colour: Colour) -> String {
    match format {
        Format::Human => human::write(checked, colour),
        Format::Short => short::write(checked),
        Format::Json => json::write(checked),
        Format::Sarif => sarif::write(checked),
        Format::Github => github::write(checked),
    }
}

/// "2 errors and 1 warning in 3 files", or that nothing was found.
fn summary(checked: &Checked) -> String {
    let own = |name: &str| !cloudc_compiler::is_library(name) && !name.starts_with("<--");
    let files = checked.sources.iter().filter(|(_, source)| own(source.name())).count();
    let count =
        |severity: Severity| checked.findings.iter().filter(|finding| finding.code.severity == severity).count();
    let some = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let parts = [
        some(count(Severity::Error), "error", "errors"),
        some(count(Severity::Warning), "warning", "warnings"),
        some(count(Severity::Information), "note", "notes"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let found = if parts.is_empty() { "nothing wrong".to_owned() } else { parts.join(", ") };
    format!("{found} in {files} {}", if files == 1 { "file" } else { "files" })
}
