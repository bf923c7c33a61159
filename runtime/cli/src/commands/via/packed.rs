use cloudc_compiler::emit::{self, Emitted, Found, Input};
use cloudc_compiler::graph::Graph;
use cloudc_compiler::{Finding, Value};

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
}

impl Packed {
    /// Writes the program. What is worth knowing goes to standard error; with an error, all of it.
    pub(super) fn of(program: Program, colour: Colour) -> Result<(Program, Packed), Failure> {
        let options = emit::Options { params: program.params.clone(), ..emit::Options::default() };
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
                Ok((program, Packed { emitted, script, assets }))
            }
            Err(findings) => {
                program.report(findings, colour);
                Err(Failure::Findings)
            }
        }
    }

    /// What a logical id stands for in the program.
    pub(super) fn found(&self, id: &str) -> Option<Found> {
        let maps = self.emitted.files.keys().filter(|path| path.ends_with(".map.json"));
        maps.filter_map(|path| self.emitted.text(path)).find_map(|map| emit::called(map, id))
    }

    /// The address that a logical id stands for, or the id.
    pub(super) fn address(&self, id: &str) -> String {
        self.found(id).and_then(|found| found.address).unwrap_or_else(|| id.to_owned())
    }
}

fn note(program: &Program, finding: &Finding) -> String {
    format!("note: {}: {}", program.place(finding.primary.span), finding.message)
}

/// The region that the program names.
pub(super) fn region(graph: &Graph) -> Option<String> {
    match &graph.app().fields {
        Some(Value::Record(fields)) => match fields.get("region") {
            Some(Value::Text(text)) => Some(text.to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// A type as the program calls it: `AWS::EC2::VPC` is `aws.ec2.VPC`.
pub(super) fn type_of(ty: &str) -> String {
    match ty.split("::").collect::<Vec<_>>().as_slice() {
        [provider, service, name] => format!("{}.{}.{name}", provider.to_lowercase(), service.to_lowercase()),
        _ => ty.to_owned(),
    }
}
