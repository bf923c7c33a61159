use std::fmt::Write;

use cloudc_compiler::Value;
use cloudc_compiler::graph::{Mode, Node};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};

/// Print what an address stands for, as raw resources
///
/// A use of a noun is shown as the resources that it comes to, with their properties in the cloud's own model. Without an
/// address the whole program is. For example: cloudc show main.cld builds
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// A resource or the use of a noun
    address: Option<String>,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    let numbers = match &args.address {
        Some(address) => program.graph.below(&program.find(address)?),
        None => 0..program.graph.nodes().len(),
    };
    let mut text = String::new();
    for number in numbers {
        if let Some(node) = program.graph.node(number) {
            resource(&program, node, &mut text);
        }
    }
    disk::print(&text);
    Ok(Exit::Clean)
}

fn resource(program: &Program, node: &Node, text: &mut String) {
    let separator = if text.is_empty() { "" } else { "\n" };
    let _infallible = writeln!(text, "{separator}// {}", program.place(node.span));
    let form = if node.mode == Mode::Managed { "resource" } else { "existing" };
    let on = node.on.as_ref().map(|cluster| format!(" on {cluster}")).unwrap_or_default();
    let _infallible = write!(text, "{form} {}: {}{on} ", node.address, node.ty);
    value(&node.properties, 0, true, text);
    text.push('\n');
}

/// The widest line that a list or record is written on.
const WIDTH: usize = 100;

/// A value as the language writes it, on several lines where one is too long.
fn value(value: &Value, depth: usize, open: bool, text: &mut String) {
    let inline = value.to_string();
    let fits = inline.chars().count() + depth * 2 <= WIDTH;
    match value {
        Value::Record(record) if (open || !fits) && record.iter().len() > 0 => {
            text.push_str("{\n");
            for (name, part) in record.iter() {
                let name = Value::record([(name.as_ref(), Value::Bool(true))]).to_string();
                let name = name.trim_start_matches("{ ").trim_end_matches(" = true }");
                let _infallible = write!(text, "{}{name} = ", "  ".repeat(depth + 1));
                self::value(part, depth + 1, false, text);
                text.push('\n');
            }
            let _infallible = write!(text, "{}}}", "  ".repeat(depth));
        }
        Value::List(values) if !fits => {
            text.push_str("[\n");
            for part in values.iter() {
                text.push_str(&"  ".repeat(depth + 1));
                self::value(part, depth + 1, false, text);
                text.push_str(",\n");
            }
            let _infallible = write!(text, "{}]", "  ".repeat(depth));
        }
        _ => text.push_str(&inline),
    }
}
