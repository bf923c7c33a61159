use std::collections::HashMap;

use cloudc_base::{FileId, Span};

use crate::Checked;

impl Checked {
    /// What several programs gave, as one: a file that some of them use stands once, and so does what was found in it.
    /// Each comes with what is written before the names of its files.
    pub fn join(programs: impl IntoIterator<Item = (String, Checked)>) -> Checked {
        let mut all = Checked::default();
        let mut files: HashMap<String, FileId> = HashMap::new();
        for (prefix, program) in programs {
            let ids: Vec<FileId> = program
                .sources
                .iter()
                .map(|(_, source)| {
                    let ours = source.name().starts_with('<') || cloudc_sema::is_library(source.name());
                    let name = if ours { source.name().to_owned() } else { format!("{prefix}{}", source.name()) };
                    *files.entry(name).or_insert_with_key(|name| all.sources.add(name.as_str(), source.text().clone()))
                })
                .collect();
            let moved = |span: Span| ids.get(span.file.index()).map_or(span, |&file| Span { file, ..span });
            all.findings.extend(program.findings.into_iter().map(|finding| finding.map_spans(moved)));
            for (name, needed) in program.unset {
                match all.unset.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => *known |= needed,
                    None => all.unset.push((name, needed)),
                }
            }
        }
        all.sorted()
    }

    /// The findings by file and place.
    pub(crate) fn sorted(mut self) -> Checked {
        self.findings.sort_by(|a, b| a.primary.span.cmp(&b.primary.span).then(a.code.id.cmp(b.code.id)));
        self.findings.dedup();
        self
    }
}
