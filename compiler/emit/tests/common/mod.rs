//! Programs from text to what is emitted.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests read programs and write what is emitted")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloudc_base::{Finding, Severity, Sources, World, WorldError};
use cloudc_emit::{Emitted, Format, Input, Options};
use cloudc_graph::{Graph, Param};
use cloudc_sema::Open;

/// A program as far as its graph.
pub(crate) struct Compiled {
    pub(crate) graph: Graph,
    pub(crate) sources: Sources,
    pub(crate) findings: Vec<Finding>,
    pub(crate) params: Vec<Param>,
}

pub(crate) fn compile(world: &dyn World, path: &str, keep: bool) -> Compiled {
    let open = if keep { Open::AllBut(Vec::new()) } else { Open::None };
    let options = cloudc_sema::Options { open, ..cloudc_sema::Options::default() };
    let outcome = cloudc_sema::Program::compile(world, path, &options).expect("it can be read");
    let (graph, found) = Graph::build(outcome.parts);
    let findings = outcome.findings.into_iter().chain(found).collect();
    Compiled { graph, sources: outcome.sources, findings, params: outcome.params }
}

impl Compiled {
    /// What is wrong with it, in words.
    pub(crate) fn errors(&self) -> Vec<String> {
        let errors: Vec<Finding> =
            self.findings.iter().filter(|finding| finding.code.severity == Severity::Error).cloned().collect();
        messages(&errors, &self.sources)
    }

    pub(crate) fn emit(&self, world: &dyn World, options: &Options) -> Result<Emitted, Vec<Finding>> {
        let target = cloudc_emit::target("cloudformation").expect("there is such a target");
        let options = Options { params: self.params.clone(), ..options.clone() };
        (target.emit)(&Input { graph: &self.graph, sources: &self.sources, world, options: &options })
    }
}

/// What a program's first lines ask for: `// emit: keep-params max-resources=6`.
pub(crate) fn asked(text: &str) -> (Options, bool) {
    let (mut options, mut keep) = (Options::default(), false);
    for line in text.lines().take_while(|line| line.starts_with("//")) {
        for word in line.strip_prefix("// emit: ").unwrap_or_default().split_whitespace() {
            match word.split_once('=') {
                Some(("max-resources", count)) => options.max_resources = count.parse().expect("a number"),
                None if word == "keep-params" => (keep, options.keep_params) = (true, true),
                None if word == "export" => options.export = true,
                None if word == "yaml" => options.format = Format::Yaml,
                _ => panic!("{word}?"),
            }
        }
    }
    (options, keep)
}

/// Findings as lines: line, code and message.
pub(crate) fn messages(findings: &[Finding], sources: &Sources) -> Vec<String> {
    let line = |finding: &Finding| {
        let span = finding.primary.span;
        let line = sources.get(span.file).map_or(0, |source| source.position(span.start).line);
        format!("{line}: {} {}", finding.code.id, finding.message)
    };
    findings.iter().map(line).collect()
}

/// Writes what was emitted into a folder, which holds nothing else afterwards.
pub(crate) fn save(emitted: &Emitted, folder: &Path) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("it can be removed");
    }
    for (path, bytes) in &emitted.files {
        let to = folder.join(path);
        std::fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(to, bytes).expect("it can be written");
    }
}

/// Where what is emitted in tests is left for other judges (`cargo ready templates`).
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/templates")
}

/// A folder with programs and what they use.
#[derive(Debug, Default, Clone)]
pub(crate) struct Folder(BTreeMap<String, Vec<u8>>);

impl Folder {
    pub(crate) fn open(root: &Path) -> Folder {
        let mut folder = Folder::default();
        folder.add(root, "");
        folder
    }

    /// A folder with one file.
    pub(crate) fn of(path: &str, text: &str) -> Folder {
        Folder(BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]))
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

    pub(crate) fn programs(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).filter(|path| path.ends_with(".cld") && !path.contains('/')).collect()
    }
}

impl World for Folder {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let bytes = self.read_bytes(path)?;
        let text = std::str::from_utf8(&bytes).map(Arc::from);
        text.map_err(|error| WorldError::NotText(path.to_owned(), error.valid_up_to()))
    }

    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        self.0.get(path).map(|bytes| Arc::from(bytes.as_slice())).ok_or_else(|| WorldError::Missing(path.to_owned()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let prefix = format!("{folder}/");
        let is_in = |path: &&String| folder.is_empty() || path.starts_with(&prefix) || *path == folder;
        let found: Vec<String> = self.0.keys().filter(is_in).cloned().collect();
        if found.is_empty() { Err(WorldError::Missing(folder.to_owned())) } else { Ok(found) }
    }
}
