use std::fmt::Write;

use cloudc_compiler::{File, Node};

use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;

/// Print the syntax tree of a program
///
/// One node a line: its kind, its bytes in the file, and its text if nothing is below it. `Error` is text that could
/// not be read. For those who write editors, linters, or cloudc itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file, or - for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    path: String,

    /// Print as JSON, one object for each item of the file
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let text = if args.path == "-" { disk::standard_input()? } else { disk::text(&args.path)? };
    let file = File::parse(&text);
    let mut out = String::new();
    for item in file.items() {
        if args.json {
            let _infallible = writeln!(out, "{}", json(item.tree.root(), item.start));
        } else {
            outline(item.tree.root(), item.start, 0, &mut out);
        }
    }
    disk::print(&out);
    Ok(if file.is_sound() { Exit::Clean } else { Exit::Findings })
}

fn outline(node: Node<'_>, start: usize, depth: usize, out: &mut String) {
    let range = node.range();
    let text = if node.is_leaf() { format!(" {:?}", node.text()) } else { String::new() };
    let _infallible = writeln!(
        out,
        "{:indent$}{:?} {}..{}{text}",
        "",
        node.kind(),
        range.start + start,
        range.end + start,
        indent = 2 * depth
    );
    for child in node.children() {
        outline(child, start, depth + 1, out);
    }
}

fn json(node: Node<'_>, start: usize) -> serde_json::Value {
    let range = node.range();
    let mut value = serde_json::json!({
        "kind": format!("{:?}", node.kind()), "start": range.start + start, "end": range.end + start,
    });
    if let Some(object) = value.as_object_mut() {
        if node.is_leaf() {
            object.insert("text".to_owned(), node.text().into());
        } else {
            object.insert("children".to_owned(), node.children().map(|child| json(child, start)).collect());
        }
    }
    value
}
