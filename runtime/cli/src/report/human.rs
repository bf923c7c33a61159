use std::io::Write;

use cloudc_compiler::{Checked, FileId, Finding, Fix, Severity, Source, Sources, Span};
use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Weight};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::Buffer;
use codespan_reporting::term::{Config, emit_to_write_style};

use crate::colour::Colour;

/// How many findings of one severity are shown: nobody reads more, and most of what follows is mended with these.
const MOST: usize = 100;

/// How long a line of source may be to be shown, in bytes.
const LONGEST: usize = 1000;

/// With the source around each finding, and a line that sums up.
pub(super) fn write(checked: &Checked, colour: Colour) -> String {
    let mut out = match colour {
        Colour::On => Buffer::ansi(),
        Colour::Off => Buffer::no_color(),
    };
    let files = SourceFiles(&checked.sources);
    let (mut errors, mut warnings, mut notes) = (0_usize, 0_usize, 0_usize);
    for finding in &checked.findings {
        let shown = match finding.code.severity {
            Severity::Error => &mut errors,
            Severity::Warning => &mut warnings,
            Severity::Information => &mut notes,
        };
        *shown += 1;
        if *shown > MOST {
            continue;
        }
        let written = match is_readable(finding, &checked.sources) {
            true => emit_to_write_style(&mut out, &Config::default(), &files, &diagnostic(finding, &checked.sources))
                .is_ok(),
            false => writeln!(out, "{}\n", super::short::line(checked, finding)).is_ok(),
        };
        if !written {
            return super::short::write(checked);
        }
    }
    let more = match [errors, warnings, notes].map(|found| found.saturating_sub(MOST)).iter().sum() {
        0_usize => String::new(),
        left => format!("{left} more are not shown here; `--format short` shows all\n"),
    };
    format!("{}{more}{}\n", String::from_utf8_lossy(out.as_slice()), super::summary(checked))
}

/// Whether all lines that a finding points at can be read.
fn is_readable(finding: &Finding, sources: &Sources) -> bool {
    let files = SourceFiles(sources);
    let length = |span: Span, at: u32| {
        let line = files.line_index(span.file, at as usize).and_then(|line| files.line_range(span.file, line));
        line.map_or(0, |line| line.len())
    };
    let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
    labels.map(|label| label.span).all(|span| length(span, span.start).max(length(span, span.end)) <= LONGEST)
}

fn diagnostic(finding: &Finding, sources: &Sources) -> Diagnostic<FileId> {
    let weight = match finding.code.severity {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
        Severity::Information => Weight::Note,
    };
    let primary =
        Label::primary(finding.primary.span.file, finding.primary.span.range()).with_message(&finding.primary.text);
    let others = finding.secondary.iter();
    let others = others.map(|label| Label::secondary(label.span.file, label.span.range()).with_message(&label.text));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let fix = finding.fix.iter().filter_map(|fix| change(fix, sources));
    Diagnostic::new(weight)
        .with_code(finding.code.to_string())
        .with_message(&finding.message)
        .with_labels(std::iter::once(primary).chain(others).collect())
        .with_notes(help.chain(fix).collect())
}

/// A fix as its title and the line it gives.
fn change(fix: &Fix, sources: &Sources) -> Option<String> {
    let first = fix.edits.first()?;
    let source = sources.get(first.span.file)?;
    let line = source.line_index(first.span.start);
    let same_line = |offset: u32| source.line_index(offset) == line;
    let short = fix.edits.iter().all(|edit| {
        edit.span.file == first.span.file
            && same_line(edit.span.start)
            && same_line(edit.span.end)
            && !edit.text.contains('\n')
    });
    if !short {
        return Some(format!("fix: {}", fix.title));
    }
    let start = *source.line_starts().get(line)? as usize;
    let end = source.text().get(start..)?.find('\n').map_or(source.text().len(), |len| start + len);
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut text, mut at) = (String::new(), start);
    for edit in edits {
        text.push_str(source.text().get(at..edit.span.range().start)?);
        text.push_str(&edit.text);
        at = edit.span.range().end;
    }
    text.push_str(source.text().get(at..end)?);
    let shown: String = text.trim().chars().take(120).collect();
    Some(format!("fix: {}: `{shown}`", fix.title))
}

/// Our sources as codespan reads them: names, text and line starts are borrowed, nothing is indexed twice.
struct SourceFiles<'s>(&'s Sources);

impl SourceFiles<'_> {
    fn source(&self, id: FileId) -> Result<&Source, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'s> Files<'s> for SourceFiles<'s> {
    type FileId = FileId;
    type Name = &'s str;
    type Source = &'s str;

    fn name(&'s self, id: FileId) -> Result<&'s str, Error> {
        self.source(id).map(Source::name)
    }

    fn source(&'s self, id: FileId) -> Result<&'s str, Error> {
        SourceFiles::source(self, id).map(|source| &**source.text())
    }

    fn line_index(&'s self, id: FileId, byte: usize) -> Result<usize, Error> {
        SourceFiles::source(self, id).map(|source| source.line_index(byte as u32))
    }

    fn line_range(&'s self, id: FileId, line: usize) -> Result<std::ops::Range<usize>, Error> {
        let source = SourceFiles::source(self, id)?;
        let starts = source.line_starts();
        let max = starts.len();
        let start = *starts.get(line).ok_or(Error::LineTooLarge { given: line, max })? as usize;
        let end = starts.get(line + 1).map_or(source.text().len(), |&next| next as usize);
        Ok(start..end)
    }
}
