use std::collections::BTreeMap;

use cloudc_compiler::Finding;
use cloudc_compiler::emit::{self, Emitted, Input};

use super::script::{Assets, Script};
use crate::colour::Colour;
use crate::failure::Failure;
use crate::program::Program;

/// A program written as templates, and the ways from them back to it.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) emitted: Emitted,
    pub(super) script: Script,
    pub(super) assets: Assets,
    /// The address of each resource, by its logical id.
    addresses: BTreeMap<String, String>,
}

impl Packed {
    /// Writes the program. What is worth knowing goes to standard error; with an error, all of it.
    pub(super) fn of(program: Program, max_resources: usize, colour: Colour) -> Result<(Program, Packed), Failure> {
        let options = emit::Options { params: program.params.clone(), max_resources, ..emit::Options::default() };
        let written = emit::cloudformation(&Input {
            graph: &program.graph,
            sources: &program.sources,
            world: &program.world,
            options: &options,
        });
        match written {
            Ok(emitted) => {
                for finding in &emitted.findings {
                    eprintln!("{}", note(&program, finding));
                }
                let (script, assets) = (Script::of(&emitted), Assets::of(&emitted));
                let addresses = addresses(&emitted);
                Ok((program, Packed { emitted, script, assets, addresses }))
            }
            Err(findings) => {
                program.report(findings, colour);
                Err(Failure::Findings)
            }
        }
    }

    /// The address that a logical id stands for, or the id.
    pub(super) fn address(&self, id: &str) -> String {
        self.addresses.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// A template, and those of all stacks inside of others.
    pub(super) fn templates<'p>(&'p self, root: &'p str) -> impl Iterator<Item = &'p str> {
        let inner = self.assets.templates.iter().filter_map(|asset| self.emitted.text(asset.file.as_ref()?));
        std::iter::once(root).chain(inner)
    }

    /// The addresses of resources, by logical id.
    pub(super) fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }
}

/// The addresses of the resources of all templates, by logical id.
fn addresses(emitted: &Emitted) -> BTreeMap<String, String> {
    let maps = emitted.files.keys().filter(|path| path.ends_with(".map.json"));
    maps.filter_map(|path| emitted.text(path)).flat_map(emit::resources).collect()
}

fn note(program: &Program, finding: &Finding) -> String {
    format!("note: {}: {}", program.place(finding.primary.span), finding.message)
}
