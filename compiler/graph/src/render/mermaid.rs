use std::fmt::Write;

use super::picture::{Arrow, Detail, Item, Kind, Line, Picture};
use crate::Graph;

/// The graph as a flowchart of [Mermaid](https://mermaid.js.org), which GitHub, GitLab and many editors draw in Markdown.
pub fn mermaid(graph: &Graph, detail: Detail) -> String {
    let picture = Picture::of(graph, detail);
    let mut out = String::from("flowchart LR\n");
    // Writing into a String does not fail.
    let _written = draw(&mut out, &picture);
    out
}

fn draw(out: &mut String, picture: &Picture) -> std::fmt::Result {
    writeln!(out, "  accTitle: {}", plain(&picture.title))?;
    for note in &picture.notes {
        writeln!(out, "  %% {}", plain(note))?;
    }
    let inside = picture.children();
    // What is still to be written: an item, or the end of a boundary; the last one comes next.
    let list = |of: usize| inside.get(of).map(Vec::as_slice).unwrap_or_default();
    let mut work: Vec<(usize, Option<usize>)> =
        list(picture.items.len()).iter().rev().map(|it| (1, Some(*it))).collect();
    while let Some((depth, place)) = work.pop() {
        let indent = "  ".repeat(depth);
        let Some((place, item)) = place.and_then(|place| Some((place, picture.items.get(place)?))) else {
            writeln!(out, "{indent}end")?;
            continue;
        };
        if list(place).is_empty() {
            writeln!(out, "{indent}n{place}{}", shape(item))?;
        } else {
            writeln!(out, "{indent}subgraph n{place}[\"{}\"]", words(item, " · "))?;
            work.push((depth, None));
            work.extend(list(place).iter().rev().map(|child| (depth + 1, Some(*child))));
        }
    }
    for arrow in &picture.arrows {
        writeln!(out, "  {}", line(arrow))?;
    }
    style(out, picture)
}

fn shape(item: &Item) -> String {
    let words = words(item, "<br/>");
    match item.kind {
        Kind::Outside => format!("([\"{words}\"])"),
        Kind::Resource => format!("[\"{words}\"]"),
        _ => format!("(\"{words}\")"),
    }
}

fn words(item: &Item, between: &str) -> String {
    let lines = item.lines.iter().map(|line| quoted(line));
    std::iter::once(quoted(&item.title)).chain(lines).collect::<Vec<_>>().join(between)
}

fn line(arrow: &Arrow) -> String {
    let label = arrow.label.iter().map(|line| quoted(line)).collect::<Vec<_>>().join("<br/>");
    let label = if label.is_empty() { String::new() } else { format!("|\"{label}\"|") };
    let line = if arrow.kind == Line::Never { "-.->" } else { "-->" };
    format!("n{} {line}{label} n{}", arrow.from, arrow.to)
}

/// Colours that can be read on light and dark; the rest is left to the theme.
fn style(out: &mut String, picture: &Picture) -> std::fmt::Result {
    for (kind, colour) in
        [(Kind::Network, "#2563eb"), (Kind::Subnets, "#60a5fa"), (Kind::Cluster, "#15803d"), (Kind::Outside, "#b45309")]
    {
        let items = picture.items.iter().enumerate().filter(|(_, item)| item.kind == kind);
        for (place, _) in items {
            writeln!(out, "  style n{place} stroke:{colour}")?;
        }
    }
    for (kind, style) in [(Line::Never, "stroke:#dc2626,color:#dc2626"), (Line::Need, "stroke:#94a3b8")] {
        let arrows = picture.arrows.iter().enumerate().filter(|(_, arrow)| arrow.kind == kind);
        let places: Vec<String> = arrows.map(|(place, _)| place.to_string()).collect();
        if !places.is_empty() {
            writeln!(out, "  linkStyle {} {style}", places.join(","))?;
        }
    }
    Ok(())
}

/// Text as it may stand in quotes: Mermaid writes characters as HTML does, with `#` for `&`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text as it may stand on a line of its own.
fn plain(text: &str) -> String {
    let odd = |c: char| c.is_control() || "\"#%&;<>`{}".contains(c);
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect()
}
