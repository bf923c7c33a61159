//! The files that are written.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_base::{FileId, Finding, Span};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::deploy::{self, Upload};
use super::names::{Key, Names};
use super::policy::policy;
use super::program::Program;
use super::template::{exports, inherit, template};
use super::write::{MAX_BYTES, MAX_VALUES, Sheet};
use crate::Emitted;
use crate::assets::{FOLDER, Packed};
use crate::mistakes::stack_limits;
use crate::tree::{Tree, write};

/// All files of a program.
///
/// # Errors
/// A template is too large and cannot be divided further.
pub(super) fn files(
    program: &Program<'_>,
    mut sheets: Vec<Sheet>,
    order: &[usize],
    packed: &[Packed],
    names: &mut Names,
) -> Result<Emitted, Vec<Finding>> {
    let exports = exports(program, &mut sheets);
    inherit(program, &mut sheets);
    let uses: Vec<BTreeSet<Key>> = sheets.iter().map(|sheet| sheet.uses.clone()).collect();
    let mut out = Files {
        program,
        emitted: Emitted::default(),
        files: vec![Default::default(); sheets.len()],
        errors: Vec::new(),
    };
    let mut keys = BTreeMap::new();
    // What a template holds comes after it, and must be written before it.
    for index in (0..sheets.len()).rev() {
        let tree = template(program, index, &mut sheets, &exports, names, &keys);
        if let Some(key) = out.template(index, &tree) {
            keys.insert(index, key);
        }
    }
    if !out.errors.is_empty() {
        out.errors.reverse();
        return Err(out.errors);
    }
    let uploads = out.assets(packed, &keys);
    let steps = deploy::steps(program, order, &out.files, &uses, names);
    out.emitted.add("deploy.json", deploy::json(&steps));
    out.emitted.add("deploy.md", deploy::page(&steps, &uploads));
    Ok(out.emitted)
}

struct Files<'s, 'a> {
    program: &'s Program<'a>,
    emitted: Emitted,
    /// The file of each template, and its size; none for a template with nothing in it.
    files: Vec<(String, usize)>,
    errors: Vec<Finding>,
}

impl Files<'_, '_> {
    /// Writes a template and what belongs to it; gives the name that it has in the bucket, if another one holds it.
    fn template(&mut self, index: usize, tree: &Tree) -> Option<String> {
        let resources = count(tree, "Resources");
        if resources == 0 {
            return None;
        }
        let input = self.program.input;
        let (text, lines) = write(tree, input.options.format);
        self.check(index, tree, text.len());
        let path = self.path(index);
        let file = format!("{path}.{}", input.options.format.ending());
        let name = file.rsplit('/').next().unwrap_or(&file);
        self.emitted
            .add(format!("{path}.map.json"), crate::places::map(name, &text, &lines, input.graph, input.sources));
        if let Some(policy) = policy(self.program, index) {
            self.emitted.add(format!("{path}.policy.json"), policy);
        }
        let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        if let Some(slot) = self.files.get_mut(index) {
            *slot = (file.clone(), text.len());
        }
        if index == self.program.layout.main() {
            self.emitted.main = Some(file.clone());
        }
        self.emitted.add(file, text);
        let held = self.program.layout.templates.get(index).is_some_and(|template| template.parent.is_some());
        held.then(|| format!("{hash}.{}", input.options.format.ending()))
    }

    /// Where a template is written, without its ending.
    fn path(&self, index: usize) -> String {
        let Some(template) = self.program.layout.templates.get(index) else { return String::new() };
        let folder = self.program.layout.words(index).join("-");
        let name = match &template.parent {
            Some((_, stack)) => format!("stacks/{}", &**stack),
            None => "template".to_owned(),
        };
        if folder.is_empty() { name } else { format!("{folder}/{name}") }
    }

    /// Finds what is beyond the limits of a template all the same.
    fn check(&mut self, index: usize, tree: &Tree, bytes: usize) {
        let counts = [
            ("bytes", bytes, MAX_BYTES),
            ("parameters", count(tree, "Parameters"), MAX_VALUES),
            ("outputs", count(tree, "Outputs"), MAX_VALUES),
        ];
        let layout = &self.program.layout;
        let first = layout.templates.get(index).and_then(|template| template.nodes.first());
        let node = first.and_then(|number| self.program.graph().node(*number)).or(self.program.graph().nodes().first());
        let span = node.map_or(Span::new(FileId::ROOT, 0, 0), |node| node.span);
        for (what, count, limit) in counts {
            if count > limit {
                self.errors.push(stack_limits::finding(span, what, count, limit));
            }
        }
    }

    /// Adds the archives and says what goes into the bucket.
    fn assets(&mut self, packed: &[Packed], keys: &BTreeMap<usize, String>) -> Vec<Upload> {
        let mut uploads = Vec::new();
        for packed in packed {
            let from = match &packed.archive {
                Ok(bytes) => {
                    let file = format!("{FOLDER}/{}", packed.key);
                    self.emitted.add(file.clone(), bytes.clone());
                    Ok(file)
                }
                Err(built) => Err(built.clone()),
            };
            uploads.push(Upload { from, key: packed.key.clone() });
        }
        let mut templates = Vec::new();
        for (index, key) in keys {
            if let Some((file, bytes)) = self.files.get(*index) {
                templates.push(json!({ "key": key, "file": file, "bytes": bytes }));
                uploads.push(Upload { from: Ok(file.clone()), key: key.clone() });
            }
        }
        if !packed.is_empty() || !templates.is_empty() {
            let archives: Vec<_> = packed.iter().map(|packed| packed.entry.clone()).collect();
            let all = json!({ "version": 1, "archives": archives, "templates": templates });
            self.emitted.add("assets.json", format!("{all:#}\n"));
        }
        uploads
    }
}

/// How many entries a part of a template has.
fn count(tree: &Tree, part: &str) -> usize {
    let Tree::Map(map) = tree else { return 0 };
    let found = map.entries().iter().find(|entry| *entry.name == *part);
    match found.map(|entry| &entry.value) {
        Some(Tree::Map(map)) => map.entries().len(),
        _ => 0,
    }
}
