//! What follows from text that could not be read, and is no finding of its own.

use std::ops::Range;

use cloudc_base::{FileId, Finding, Severity};
use cloudc_syntax::File;

use crate::program::Program;

/// Findings that may follow from text that could not be read.
const CONSEQUENCES: &[&str] = &[
    "unknown-name",
    "unknown-noun",
    "unknown-type",
    "unknown-part",
    "unknown-verb",
    "unknown-function",
    "call-body",
    "existing",
    "scale-target",
    "patch-target",
    "missing-property",
    "unknown-resource",
    "wrong-kind",
];

/// Those of them that are about what stands in one item, wherever its names come from.
const OF_ITSELF: &[&str] = &["call-body", "missing-property", "unknown-resource"];

/// An item that could not be read.
struct Broken {
    file: FileId,
    range: Range<u32>,
    text: String,
    /// Where it could not be read.
    places: Vec<u32>,
}

impl Program<'_> {
    /// What may follow from text that could not be read is dropped: what is found in the same item, and what is missing that this
    /// text may have declared.
    pub(super) fn drop_consequences(&mut self) {
        let unread = |finding: &&Finding| {
            finding.code.severity == Severity::Error && !crate::CODES.iter().any(|code| code.id == finding.code.id)
        };
        let places: Vec<(FileId, u32)> = self
            .findings
            .iter()
            .filter(unread)
            .map(|finding| (finding.primary.span.file, finding.primary.span.start))
            .collect();
        if places.is_empty() {
            return;
        }
        let broken = self.broken(&places);
        self.findings.retain(|finding| !follows(finding, &broken));
    }

    /// The items in which these places are.
    fn broken(&self, places: &[(FileId, u32)]) -> Vec<Broken> {
        let mut files: Vec<FileId> = places.iter().map(|(file, _)| *file).collect();
        files.sort();
        files.dedup();
        let mut broken = Vec::new();
        for file in files {
            let Some(source) = self.sources.get(file) else { continue };
            let text: &str = source.text();
            let parsed = File::parse(text);
            let starts: Vec<u32> = parsed.items().map(|item| item.start as u32).collect();
            let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
            for range in starts.iter().copied().zip(ends).map(|(start, end)| start..end) {
                let inside = places.iter().filter(|(of, at)| *of == file && range.contains(at));
                let places: Vec<u32> = inside.map(|(_, at)| *at).collect();
                if !places.is_empty() {
                    let end = usize::try_from(range.end).unwrap_or(usize::MAX).min(text.len());
                    let text = text.get(range.start as usize..end).unwrap_or_default().to_owned();
                    broken.push(Broken { file, range, text, places });
                }
            }
        }
        broken
    }
}

/// Whether a finding may follow from what could not be read.
fn follows(finding: &Finding, broken: &[Broken]) -> bool {
    if !CONSEQUENCES.contains(&finding.code.name) {
        return false;
    }
    let span = finding.primary.span;
    let within = |one: &Broken| one.file == span.file && one.range.contains(&span.start);
    if finding.code.name == "wrong-kind" {
        return broken.iter().any(|one| within(one) && one.is_on_line(span.start));
    }
    let itself = OF_ITSELF.contains(&finding.code.name);
    broken.iter().any(|one| within(one) || if itself { one.declares_noun(finding) } else { one.mentions(finding) })
}

impl Broken {
    /// Whether it may declare something that the finding misses.
    fn mentions(&self, finding: &Finding) -> bool {
        quoted(&finding.message).any(|name| has_word(&self.text, name))
    }

    /// Whether it could not be read on the line of a place.
    fn is_on_line(&self, place: u32) -> bool {
        let between = |one: u32| {
            let (first, last) = (one.min(place) - self.range.start, one.max(place) - self.range.start);
            self.text.get(first as usize..last as usize).is_some_and(|text| !text.contains('\n'))
        };
        self.places.iter().any(|one| between(*one))
    }

    /// Whether it may declare the noun that the finding is about.
    fn declares_noun(&self, finding: &Finding) -> bool {
        self.file != finding.primary.span.file || (self.text.contains("component") && self.mentions(finding))
    }
}

/// The parts of a message in backticks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|part| part == word)
}
