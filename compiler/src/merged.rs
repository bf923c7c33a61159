use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::{FileId, Finding, Sources, Span};
use cloudc_sema::Outcome;

use crate::Checked;

/// What several programs gave, as one: a file that some of them use stands once, and so does what was found in it.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    sources: Sources,
    files: HashMap<String, FileId>,
    findings: Vec<Finding>,
    unset: Vec<(Arc<str>, bool)>,
}

impl Merged {
    pub(crate) fn add(&mut self, outcome: Outcome) {
        let ids: Vec<FileId> =
            outcome.sources.iter().map(|(_, source)| self.file(source.name(), source.text())).collect();
        let moved = |span: Span| match ids.get(span.file.index()) {
            Some(&file) => Span { file, ..span },
            None => span,
        };
        for finding in outcome.findings {
            let finding = finding.map_spans(moved);
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        for (name, needed) in outcome.unset {
            match self.unset.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known |= needed,
                None => self.unset.push((name, needed)),
            }
        }
    }

    fn file(&mut self, name: &str, text: &Arc<str>) -> FileId {
        if let Some(&known) = self.files.get(name) {
            return known;
        }
        let id = self.sources.add(name, Arc::clone(text));
        self.files.insert(name.to_owned(), id);
        id
    }

    pub(crate) fn finish(mut self) -> Checked {
        self.findings.sort_by(|a, b| a.primary.span.cmp(&b.primary.span).then(a.code.id.cmp(b.code.id)));
        Checked { sources: self.sources, findings: self.findings, unset: self.unset }
    }
}
