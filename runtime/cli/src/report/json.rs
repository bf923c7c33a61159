use cloudc_compiler::{Checked, Edit, Finding, Label, Position, Sources, Span};
use serde::Serialize;

/// The version of the format: it changes when a field is renamed, removed or means something else.
const VERSION: u32 = 1;

/// One object a line, one line a finding; nothing if nothing was found.
pub(super) fn write(checked: &Checked) -> String {
    let lines =
        checked.findings.iter().filter_map(|finding| serde_json::to_string(&object(finding, &checked.sources)).ok());
    lines.map(|line| line + "\n").collect()
}

#[derive(Serialize)]
struct Object<'f> {
    version: u32,
    code: &'f str,
    name: &'f str,
    severity: &'f str,
    message: &'f str,
    primary: Place<'f>,
    secondary: Vec<Place<'f>>,
    help: Option<&'f str>,
    fix: Option<Change<'f>>,
}

/// Text in a file: byte offsets for programs, lines and columns (both from 1) for people.
#[derive(Serialize)]
struct Place<'f> {
    file: &'f str,
    start: Point,
    end: Point,
    text: &'f str,
}

#[derive(Serialize)]
struct Point {
    byte: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Change<'f> {
    title: &'f str,
    edits: Vec<Place<'f>>,
}

fn object<'f>(finding: &'f Finding, sources: &'f Sources) -> Object<'f> {
    let label = |label: &'f Label| place(label.span, &label.text, sources);
    let edit = |edit: &'f Edit| place(edit.span, &edit.text, sources);
    let change = finding.fix.as_ref();
    Object {
        version: VERSION,
        code: finding.code.id,
        name: finding.code.name,
        severity: finding.code.severity.word(),
        message: &finding.message,
        primary: label(&finding.primary),
        secondary: finding.secondary.iter().map(label).collect(),
        help: finding.help.as_deref(),
        fix: change.map(|fix| Change { title: &fix.title, edits: fix.edits.iter().map(edit).collect() }),
    }
}

fn place<'f>(span: Span, text: &'f str, sources: &'f Sources) -> Place<'f> {
    let source = sources.get(span.file);
    let point = |byte: u32| {
        let Position { line, column } = source.map_or(Position { line: 1, column: 1 }, |source| source.position(byte));
        Point { byte, line, column }
    };
    Place { file: source.map_or("", |source| source.name()), start: point(span.start), end: point(span.end), text }
}
