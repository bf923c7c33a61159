use std::fmt::Write;

use cloudc_compiler::graph::{Edge, Mode, Node, Reason};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};

/// Print why a resource is there: what made it, what it needs, and what needs it
///
/// For the use of a noun all its resources are told about. For example: cloudc why main.cld workers.policy
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// A resource or the use of a noun
    address: String,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    let address = program.find(&args.address)?;
    let mut text = String::new();
    for number in program.graph.below(&address) {
        if let Some(node) = program.graph.node(number) {
            about(&program, number, node, &mut text);
        }
    }
    if text.is_empty() {
        let _infallible = writeln!(text, "{address} holds no resources");
    }
    disk::print(&text);
    Ok(Exit::Clean)
}

fn about(program: &Program, number: usize, node: &Node, text: &mut String) {
    let separator = if text.is_empty() { "" } else { "\n" };
    let mode = match node.mode {
        Mode::Managed => "",
        Mode::Existing => ", which somebody else made",
        Mode::Read => ", which is read",
        Mode::Implicit => ", which the cloud makes by itself",
    };
    let _infallible = writeln!(text, "{separator}{}: {}{mode}", node.address, node.ty);
    if node.sentences.is_empty() {
        let _infallible = writeln!(text, "  declared at {}", program.place(node.span));
    }
    for span in node.through.iter().rev() {
        let _infallible = writeln!(text, "  for `{}` at {}", program.text(*span), program.place(*span));
    }
    for span in &node.sentences {
        let _infallible = writeln!(text, "  because `{}` at {}", program.text(*span), program.place(*span));
    }
    for edge in program.graph.needs(number) {
        link(program, "needs", edge.to, edge, text);
    }
    for edge in program.graph.needed_by(number) {
        link(program, "needed by", edge.from, edge, text);
    }
}

fn link(program: &Program, word: &str, other: usize, edge: &Edge, text: &mut String) {
    let Some(other) = program.graph.node(other) else { return };
    let place = program.place(edge.span);
    let _infallible = match &edge.reason {
        Reason::Property { property, attribute } => {
            writeln!(text, "  {word} {}: {property} is its {attribute} ({place})", other.address)
        }
        Reason::After => writeln!(text, "  {word} {}: `@after` ({place})", other.address),
        Reason::Cluster => writeln!(text, "  {word} {}: it lives on that cluster ({place})", other.address),
        Reason::Model(rule) => writeln!(text, "  {word} {}: {rule}", other.address),
    };
}
