use std::fmt::Write;

use cloudc_compiler::Checked;

/// `file:line:column: severity[code name]: message`, one line each; editors and grep read it.
pub(super) fn write(checked: &Checked) -> String {
    checked.findings.iter().fold(String::new(), |mut out, finding| {
        let place = checked.sources.get(finding.primary.span.file).map(|source| {
            let position = source.position(finding.primary.span.start);
            format!("{}:{}:{}", source.name(), position.line, position.column)
        });
        let place = place.unwrap_or_default();
        let _infallible = writeln!(out, "{place}: {}[{}]: {}", finding.code.severity, finding.code, finding.message);
        out
    })
}
