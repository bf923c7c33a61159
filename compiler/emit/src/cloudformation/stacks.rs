//! Stacks that a template holds.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Key, Names};
use super::parameters::handed;
use super::program::Program;
use super::template::is_beside;
use super::write::Sheet;
use crate::tree::{Map, Name, Tree};

/// The stacks that a template holds, as resources.
pub(super) fn stacks(
    program: &Program<'_>,
    template: usize,
    sheets: &[Sheet],
    names: &mut Names,
    keys: &BTreeMap<usize, String>,
) -> Vec<(Name, Tree)> {
    let layout = &program.layout;
    let bucket = match layout.stacks(template).next() {
        Some(_) => names.of(&Key::Bucket, &program.ids),
        None => return Vec::new(),
    };
    let later = waited(program, template);
    let stack = |(child, id): (usize, &Name)| {
        let sheet = sheets.get(child)?;
        let mut given = Map::default();
        let mut read = BTreeSet::new();
        for key in &sheet.uses {
            let name = names.of(key, &program.ids);
            let owner = match key {
                Key::Import(number, _) if is_beside(program, template, key) => layout.template(*number),
                _ => None,
            };
            let value = match owner.and_then(|owner| layout.stack_in(owner, template)) {
                Some(stack) => {
                    read.extend(owner);
                    let output = Tree::text(format!("Outputs.{}", &*name));
                    Tree::call("Fn::GetAtt", Tree::List(vec![Tree::Text(stack.clone()), output]))
                }
                None => handed(program, key, name.clone()),
            };
            given.set(name, value);
        }
        let waits: Vec<Name> = later
            .range((child, 0)..=(child, usize::MAX))
            .filter(|(_, other)| !read.contains(other))
            .filter_map(|(_, other)| layout.stack_in(*other, template).cloned())
            .collect();
        let key = keys.get(&child)?;
        let url = format!("https://${{{}}}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}/{key}", &*bucket);
        let mut properties = Map::default();
        if !given.is_empty() {
            properties.set("Parameters", Tree::Map(given.sorted()));
        }
        properties.set("TemplateURL", Tree::call("Fn::Sub", Tree::text(url)));
        let mut body = Map::default().with("Type", Tree::text("AWS::CloudFormation::Stack"));
        if !waits.is_empty() {
            body.set("DependsOn", Tree::texts(waits));
        }
        Some((id.clone(), Tree::Map(body.with("Properties", Tree::Map(properties)))))
    };
    layout.stacks(template).filter_map(stack).collect()
}

/// Which stacks of a template need which other.
fn waited(program: &Program<'_>, template: usize) -> BTreeSet<(usize, usize)> {
    let layout = &program.layout;
    let inside = |number: usize| layout.template(number).filter(|owner| layout.stack_in(*owner, template).is_some());
    let edges = program.graph().edges().iter();
    edges.filter_map(|edge| Some((inside(edge.from)?, inside(edge.to)?))).filter(|(from, to)| from != to).collect()
}
