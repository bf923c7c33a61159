//! Programs from text to what is emitted.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cloudc_base::{Finding, Severity, Sources, World, WorldError};
use cloudc_emit::{Emitted, Input, Options};
use cloudc_graph::Graph;

/// A program as far as its graph.
pub struct Compiled {
    pub graph: Graph,
    pub sources: Sources,
    pub findings: Vec<Finding>,
}

pub fn compile(world: &dyn World, path: &str) -> Compiled {
    compile_with(world, path, Vec::new())
}

/// The same with values for params.
pub fn compile_with(world: &dyn World, path: &str, set: Vec<(String, String)>) -> Compiled {
    let options = cloudc_sema::Options { set, ..cloudc_sema::Options::default() };
    let outcome = cloudc_sema::Program::compile(world, path, &options).expect("it can be read");
    let (graph, found) = Graph::build(outcome.parts);
    let findings = outcome.findings.into_iter().chain(found).collect();
    Compiled { graph, sources: outcome.sources, findings }
}

impl Compiled {
    /// What is wrong with it, in words.
    pub fn errors(&self) -> Vec<String> {
        messages(&self.findings, &self.sources, |severity| severity == Severity::Error)
    }

    pub fn emit(&self, world: &dyn World, target: &str, options: &Options) -> Result<Emitted, Vec<Finding>> {
        let target = cloudc_emit::target(target).expect("there is such a target");
        (target.emit)(&Input { graph: &self.graph, sources: &self.sources, world, options })
    }
}

/// Findings as lines: place, code and message.
pub fn messages(findings: &[Finding], sources: &Sources, wanted: impl Fn(Severity) -> bool) -> Vec<String> {
    let line = |finding: &Finding| {
        let span = finding.primary.span;
        let line = sources.get(span.file).map_or(0, |source| source.position(span.start).line);
        format!("{line}: {} {}", finding.code.id, finding.message)
    };
    findings.iter().filter(|finding| wanted(finding.code.severity)).map(line).collect()
}

/// A folder with programs and what they use.
#[derive(Debug, Default)]
pub struct Folder(BTreeMap<String, Vec<u8>>);

impl Folder {
    pub fn open(root: &Path) -> Folder {
        let mut folder = Folder::default();
        folder.add(root, "");
        folder
    }

    fn add(&mut self, root: &Path, below: &str) {
        let mut entries: Vec<_> = std::fs::read_dir(root.join(below)).expect("it is a folder").flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.path().is_dir() {
                self.add(root, &path);
            } else {
                self.0.insert(path, std::fs::read(entry.path()).expect("it can be read"));
            }
        }
    }

    pub fn programs(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).filter(|path| path.ends_with(".cld") && !path.contains('/')).collect()
    }
}

impl World for Folder {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let bytes = self.read_bytes(path)?;
        std::str::from_utf8(&bytes).map(Arc::from).map_err(|error| WorldError::NotText(path.to_owned(), error.valid_up_to()))
    }

    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        self.0.get(path).map(|bytes| Arc::from(bytes.as_slice())).ok_or_else(|| WorldError::Missing(path.to_owned()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let prefix = format!("{folder}/");
        let found: Vec<String> =
            self.0.keys().filter(|path| folder.is_empty() || path.starts_with(&prefix) || *path == folder).cloned().collect();
        if found.is_empty() { Err(WorldError::Missing(folder.to_owned())) } else { Ok(found) }
    }
}
