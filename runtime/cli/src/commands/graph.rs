use clap::ValueEnum;
use cloudc_compiler::graph::render::{self, Detail};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Print the graph of a program, as a picture or as data
///
/// A picture shows the uses of nouns, the networks and clusters that they live in, and what may talk to what. For
/// example: cloudc graph main.cld > main.svg
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// How the graph is written
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    format: Form,

    /// Show every resource, not only the uses of nouns
    #[arg(long)]
    resources: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A picture for browsers and documents
    Svg,
    /// Text that Markdown viewers draw
    Mermaid,
    /// Text for Graphviz
    Dot,
    /// All of it as data: docs/graph.md
    Json,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    let detail = if args.resources { Detail::Resources } else { Detail::Instances };
    let text = match args.format {
        Form::Svg => render::svg(&program.graph, detail),
        Form::Mermaid => render::mermaid(&program.graph, detail),
        Form::Dot => render::dot(&program.graph, detail),
        Form::Json => render::json(&program.graph, program.sources()),
    };
    disk::print(&text);
    Ok(Exit::Clean)
}
