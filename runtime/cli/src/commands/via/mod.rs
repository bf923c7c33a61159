//! What is done through CloudFormation instead of directly: the same program, written as templates, in stacks.

mod adopt;
mod changes;
mod deploy;
mod follow;
mod hand_over;
mod imported;
mod inside;
mod moving;
mod packed;
mod parcel;
mod remove;
mod said;
mod script;
mod settle;
mod watched;

use clap::ValueEnum;
use cloudc_compiler::emit::MAX_RESOURCES;

use super::pick::Pick;
use crate::cloud::Kind;
use crate::failure::Failure;
use crate::program::Program;

pub(super) use adopt::adopt;
pub(super) use deploy::{Wish, deploy};
pub(super) use remove::remove;

/// Who carries out what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// cloudc, by calls to the services.
    Direct,
    /// CloudFormation, by change sets of stacks.
    Cloudformation,
}

/// Who carries out what is to be done, and what it needs for that.
#[derive(Debug, clap::Args)]
pub(crate) struct Via {
    /// Who carries it out: cloudc itself (direct), or cloudformation, by change sets; that means --cloud aws
    #[arg(long = "via", value_name = "ENGINE", default_value = "direct", hide_possible_values = true)]
    engine: Engine,

    /// The bucket that archives and large templates are uploaded to, for CloudFormation
    #[arg(long, value_name = "NAME")]
    assets_bucket: Option<String>,

    /// How many resources one template holds, for CloudFormation; what is more becomes stacks inside of a stack
    #[arg(long, value_name = "COUNT", default_value_t = MAX_RESOURCES, hide_default_value = true)]
    #[arg(value_parser = super::emit::count)]
    max_resources: usize,

    /// A value for a parameter of the template that the program leaves open, for CloudFormation; @FILE reads it
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::args::setting)]
    parameter: Vec<(String, String)>,
}

impl Via {
    /// Whether CloudFormation does it.
    pub(super) fn is_stacks(&self) -> bool {
        self.engine == Engine::Cloudformation
    }

    /// What is said of CloudFormation is of no use without it, and a stack has no parts.
    pub(super) fn fits(&self, pick: &Pick) -> Result<(), Failure> {
        let through =
            |what: &str, help: &str| Failure::NotThroughStacks { what: what.to_owned(), help: help.to_owned() };
        if self.is_stacks() && !pick.selection().is_whole() {
            return Err(through(
                "a part of a program",
                "a change set is of a whole stack: leave out `--only` and `--except`",
            ));
        }
        Ok(())
    }

    /// The value of a parameter that was given; a file is read for one that begins with `@`.
    fn parameter(&self, name: &str) -> Result<Option<String>, Failure> {
        let given = self.parameter.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        match given.map(|value| (value, value.strip_prefix('@'))) {
            None => Ok(None),
            Some((_, Some(path))) => Ok(Some(crate::disk::text(path)?.trim_end_matches(['\r', '\n']).to_owned())),
            Some((value, None)) => Ok(Some(value.to_owned())),
        }
    }
}

/// The command line that goes on with this.
fn command(verb: &str, program: &Program) -> String {
    program.command(verb, " --via cloudformation")
}

/// Where stacks are: in the real cloud.
const KIND: Kind = Kind::Aws;
