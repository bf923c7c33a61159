//! Templates put together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::attribute::leaf;
use super::names::{Key, Names};
use super::parameters::{declaration, is_list, passed};
use super::program::Program;
use super::reader;
use super::stacks;
use super::waits::waits;
use super::write::Sheet;
use crate::tree::{Map, Mark, Name, Tree};

/// What each template gives to others: the numbers of nodes and their attributes.
pub(super) type Exports = BTreeMap<usize, BTreeSet<(usize, Arc<str>)>>;

/// What crosses from template to template. A template that holds stacks hands on what they give to other regions.
pub(super) fn exports(program: &Program<'_>, sheets: &mut [Sheet]) -> Exports {
    let layout = &program.layout;
    let mut exports = Exports::new();
    let mut handed_on: Vec<(usize, (usize, Arc<str>))> = Vec::new();
    for (template, sheet) in sheets.iter().enumerate() {
        let imports = sheet.uses.iter().filter_map(|key| match key {
            Key::Import(number, path) => Some((*number, Arc::clone(path))),
            _ => None,
        });
        for read in imports.chain(sheet.reads.iter().cloned()) {
            let Some(owner) = layout.template(read.0) else { continue };
            exports.entry(owner).or_default().insert(read.clone());
            let root = layout.root(owner);
            if root != owner && root != layout.root(template) {
                exports.entry(root).or_default().insert(read.clone());
                handed_on.push((root, read));
            }
        }
    }
    for (root, read) in handed_on {
        if let Some(sheet) = sheets.get_mut(root) {
            sheet.reads.insert(read);
        }
    }
    exports
}

/// What a template that holds stacks needs itself, so that it can hand it on.
pub(super) fn inherit(program: &Program<'_>, sheets: &mut [Sheet]) {
    let layout = &program.layout;
    for root in 0..sheets.len() {
        let needed: BTreeSet<Key> = layout
            .stacks(root)
            .filter_map(|(child, _)| sheets.get(child))
            .flat_map(|sheet| sheet.uses.iter())
            .filter(|key| !is_beside(program, root, key))
            .cloned()
            .collect();
        let holds = layout.stacks(root).next().is_some();
        if let Some(sheet) = sheets.get_mut(root).filter(|_| holds) {
            sheet.uses.extend(needed);
            // What it holds lies in the bucket.
            sheet.uses.insert(Key::Bucket);
        }
    }
}

/// Whether a key is an attribute of a node in another stack of the same template.
pub(super) fn is_beside(program: &Program<'_>, root: usize, key: &Key) -> bool {
    match key {
        Key::Import(number, _) => {
            program.layout.template(*number).is_some_and(|owner| program.layout.root(owner) == root)
        }
        _ => false,
    }
}

/// A template; `keys` are the names in the bucket of the stacks that it holds, by their number.
pub(super) fn template(
    program: &Program<'_>,
    template: usize,
    sheets: &mut [Sheet],
    exports: &Exports,
    names: &mut Names,
    keys: &BTreeMap<usize, String>,
) -> Tree {
    let mut resources = Map::default();
    for stack in stacks::stacks(program, template, sheets, names, keys) {
        resources.set(stack.0, stack.1);
    }
    let Some(sheet) = sheets.get_mut(template) else { return Tree::Map(resources) };
    let waits = waits(program, template, &sheet.resources);
    for (resource, waits) in std::mem::take(&mut sheet.resources).into_iter().zip(waits) {
        let mut waits: Vec<Name> = waits.into_iter().map(|number| program.id(number)).collect();
        waits.sort();
        let (id, mark) = (resource.id, Mark::Node(resource.number));
        resources.set_marked(id, resource.body.tree(waits), Some(mark));
    }
    if !sheet.actions.is_empty() {
        let (reader, role) = (names.of(&Key::Reader, &program.ids), names.of(&Key::ReaderRole, &program.ids));
        for (id, tree) in reader::function(reader, role, &sheet.actions) {
            resources.set(id, tree);
        }
    }
    let mut outputs = std::mem::take(&mut sheet.outputs);
    for (number, path) in exports.get(&template).into_iter().flatten() {
        let name = names.of(&Key::Import(*number, Arc::clone(path)), &program.ids);
        outputs
            .set(name.clone(), Tree::Map(Map::default().with("Value", given(program, template, *number, path, &name))));
    }
    let sheet = &*sheet;
    let parameters = parameters(program, template, &sheet.uses, names);
    let mut map = Map::default().with("AWSTemplateFormatVersion", Tree::text("2010-09-09"));
    if let Some(description) = description(program, template) {
        map.set("Description", Tree::text(description));
    }
    for (name, part) in [("Parameters", parameters), ("Resources", resources), ("Outputs", outputs)] {
        if !part.is_empty() {
            map.set(name, Tree::Map(part.sorted()));
        }
    }
    Tree::Map(map)
}

fn parameters(program: &Program<'_>, template: usize, uses: &BTreeSet<Key>, names: &mut Names) -> Map {
    let inside = program.layout.root(template) != template;
    uses.iter().fold(Map::default(), |map, key| {
        let name = names.of(key, &program.ids);
        let body = if inside { passed(program, key) } else { declaration(program, key) };
        map.with(name, Tree::Map(body))
    })
}

/// The value of an output that another template reads: one text.
fn given(program: &Program<'_>, template: usize, number: usize, path: &str, name: &Name) -> Tree {
    let own = program.layout.template(number) == Some(template);
    if !own {
        let stack = program.layout.template(number).and_then(|owner| program.layout.stack_in(owner, template));
        let stack = stack.cloned().unwrap_or(Name::Constant(""));
        return Tree::call(
            "Fn::GetAtt",
            Tree::List(vec![Tree::Text(stack), Tree::text(format!("Outputs.{}", &**name))]),
        );
    }
    let read = program.way(number, path).map(|(ty, way)| leaf(ty, &program.id(number), path, way).tree);
    let tree = read.unwrap_or(Tree::text(""));
    if is_list(program, number, path) {
        return Tree::call("Fn::Join", Tree::List(vec![Tree::text(","), tree]));
    }
    tree
}

/// What a template is about: the program's name, and where it stands if that is not the program's own place.
fn description(program: &Program<'_>, template: usize) -> Option<String> {
    let name = program.graph().app().name.as_ref()?;
    let layout = &program.layout;
    let part = layout.templates.get(template)?.parent.as_ref().map(|(_, name)| format!(", {}", &**name));
    let words = layout.words(template).join(" ");
    Some(format!("{name}{}{}", if words.is_empty() { words } else { format!(" in {words}") }, part.unwrap_or_default()))
}
