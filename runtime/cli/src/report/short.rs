use std::fmt::Write;

use cloudc_compiler::{Checked, Finding};

/// `file:line:column: severity[code name]: message`, one line each; editors and grep read it.
pub(super) fn write(checked: &Checked) -> String {
    checked.findings.iter().fold(String::new(), |mut out, finding| {
        let _infallible = writeln!(out, "{}", line(checked, finding));
        out
    })
}

/// The line of one finding.
pub(super) fn line(checked: &Checked, finding: &Finding) -> String {
    let place = checked.sources.get(finding.primary.span.file).map(|source| {
        let position = source.position(finding.primary.span.start);
        format!("{}:{}:{}", source.name(), position.line, position.column)
    });
    format!("{}: {}[{}]: {}", place.unwrap_or_default(), finding.code.severity, finding.code, finding.message)
}
