use std::fmt::Write;

use cloudc_compiler::{Checked, Severity};

/// Workflow commands, one line each.
///
/// Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
pub(super) fn write(checked: &Checked) -> String {
    checked.findings.iter().fold(String::new(), |mut out, finding| {
        let Some(source) = checked.sources.get(finding.primary.span.file) else { return out };
        let level = match finding.code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "notice",
        };
        let (start, end) = (source.position(finding.primary.span.start), source.position(finding.primary.span.end));
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        let _infallible = writeln!(
            out,
            "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(source.name()),
            start.line,
            end.line,
            start.column,
            end.column,
            property(&finding.code.to_string()),
            data(&message),
        );
        out
    })
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
