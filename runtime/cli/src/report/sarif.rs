use cloudc_compiler::{Checked, Code, Finding, Fix, Severity, Sources, Span, codes};
use serde_json::{Value, json};

/// SARIF 2.1.0, columns in Unicode code points.
///
/// Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
pub(super) fn write(checked: &Checked) -> String {
    let rules: Vec<Value> = codes().into_iter().map(rule).collect();
    let results: Vec<Value> = checked.findings.iter().map(|finding| result(finding, &checked.sources)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "cloudc", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(finding: &Finding, sources: &Sources) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text = format!("{text} ({help})");
    }
    let related = finding.secondary.iter().map(|label| {
        let mut place = location(label.span, sources);
        if let Some(object) = place.as_object_mut() {
            object.insert("message".to_owned(), json!({ "text": label.text }));
        }
        place
    });
    let related: Vec<Value> = related.collect();
    let fixes: Vec<Value> = finding.fix.iter().map(|fix| change(fix, sources)).collect();
    json!({
        "ruleId": finding.code.id,
        "level": level(finding.code.severity),
        "message": { "text": text },
        "locations": [location(finding.primary.span, sources)],
        "relatedLocations": related,
        "fixes": fixes,
    })
}

fn location(span: Span, sources: &Sources) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(span, sources), "region": region(span, sources) } })
}

fn artifact(span: Span, sources: &Sources) -> Value {
    json!({ "uri": sources.get(span.file).map_or("", |source| source.name()).replace(' ', "%20") })
}

fn region(span: Span, sources: &Sources) -> Value {
    let Some(source) = sources.get(span.file) else { return json!({}) };
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn change(fix: &Fix, sources: &Sources) -> Value {
    let changes = fix.edits.iter().map(|edit| {
        let replacement =
            json!({ "deletedRegion": region(edit.span, sources), "insertedContent": { "text": edit.text } });
        json!({ "artifactLocation": artifact(edit.span, sources), "replacements": [replacement] })
    });
    let changes: Vec<Value> = changes.collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}
