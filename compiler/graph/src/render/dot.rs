use std::fmt::Write;

use super::picture::{Arrow, Detail, Item, Kind, Line, Picture};
use crate::Graph;

/// The graph in the language of [Graphviz](https://graphviz.org/doc/info/lang.html).
pub fn dot(graph: &Graph, detail: Detail) -> String {
    let picture = Picture::of(graph, detail);
    let mut out = String::new();
    // Writing into a String does not fail.
    let _written = draw(&mut out, &picture);
    out
}

fn draw(out: &mut String, picture: &Picture) -> std::fmt::Result {
    writeln!(out, "digraph {} {{", quoted(&picture.title))?;
    writeln!(
        out,
        "  graph [rankdir=LR, compound=true, newrank=true, fontname=\"Helvetica,sans-serif\", fontsize=11, style=rounded];"
    )?;
    writeln!(out, "  node [shape=box, style=rounded, fontname=\"Helvetica,sans-serif\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"Helvetica,sans-serif\", fontsize=10];")?;
    for note in &picture.notes {
        writeln!(out, "  // {}", note.replace(char::is_control, " "))?;
    }
    let inside = picture.children();
    let list = |of: usize| inside.get(of).map(Vec::as_slice).unwrap_or_default();
    // What is still to be written: an item, or the end of a boundary; the last one comes next.
    let mut work: Vec<(usize, Option<usize>)> =
        list(picture.items.len()).iter().rev().map(|it| (1, Some(*it))).collect();
    while let Some((depth, place)) = work.pop() {
        let indent = "  ".repeat(depth);
        let Some((place, item)) = place.and_then(|place| Some((place, picture.items.get(place)?))) else {
            writeln!(out, "{indent}}}")?;
            continue;
        };
        let label = quoted(&label(item));
        let tells = quoted(&item.tells);
        if list(place).is_empty() {
            writeln!(out, "{indent}n{place} [label={label}, tooltip={tells}{}];", shape(item.kind))?;
        } else {
            writeln!(out, "{indent}subgraph cluster_{place} {{")?;
            writeln!(out, "{indent}  label={label}; tooltip={tells};{}", boundary(item.kind))?;
            work.push((depth, None));
            work.extend(list(place).iter().rev().map(|child| (depth + 1, Some(*child))));
        }
    }
    for arrow in &picture.arrows {
        arrow_line(out, arrow, &inside)?;
    }
    out.push_str("}\n");
    Ok(())
}

/// An arrow; Graphviz draws one to a boundary as one to something in it that ends early.
fn arrow_line(out: &mut String, arrow: &Arrow, inside: &[Vec<usize>]) -> std::fmt::Result {
    let leaf = |of: usize| std::iter::successors(Some(of), |at| inside.get(*at)?.first().copied()).last().unwrap_or(of);
    let (from, to) = (leaf(arrow.from), leaf(arrow.to));
    let mut with: Vec<String> = Vec::new();
    if !arrow.label.is_empty() {
        with.push(format!("label={}", quoted(&arrow.label.join("\n"))));
    }
    if !arrow.tells.is_empty() {
        with.push(format!("tooltip={}", quoted(&arrow.tells.join("; "))));
    }
    if from != arrow.from {
        with.push(format!("ltail=cluster_{}", arrow.from));
    }
    if to != arrow.to {
        with.push(format!("lhead=cluster_{}", arrow.to));
    }
    match arrow.kind {
        Line::Allow => {}
        Line::Never => with.push("style=dashed, color=\"#dc2626\", fontcolor=\"#dc2626\"".to_owned()),
        Line::Need => with.push("color=\"#94a3b8\"".to_owned()),
    }
    writeln!(out, "  n{from} -> n{to} [{}];", with.join(", "))
}

fn label(item: &Item) -> String {
    std::iter::once(&item.title).chain(&item.lines).map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Outside => ", shape=oval, style=\"\", color=\"#b45309\"",
        Kind::Resource => ", style=\"\"",
        _ => "",
    }
}

fn boundary(kind: Kind) -> &'static str {
    match kind {
        Kind::Network => " color=\"#2563eb\";",
        Kind::Subnets => " color=\"#60a5fa\"; style=\"rounded,dashed\";",
        Kind::Cluster => " color=\"#15803d\";",
        Kind::Group => " style=\"rounded,dashed\";",
        _ => "",
    }
}

/// A quoted text; a newline is written as Graphviz writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
