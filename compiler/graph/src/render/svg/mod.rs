mod parts;
mod style;
mod write;

use std::fmt::Write;

use parts::{box_size, head_size, shape, wire, words_size};
use write::{escaped, number};

use super::layout::{Layout, Shape, Wire, layout};
use super::picture::{Detail, Line, Picture};
use crate::Graph;

/// The graph as a picture that stands alone: SVG 1.1, readable on light and dark, with a title for everything in it.
///
/// Boxes are uses of nouns inside their networks, subnets and clusters; arrows are what sentences let happen, from who
/// acts to what is acted on; what a `never` forbids is dashed and red.
pub fn svg(graph: &Graph, detail: Detail) -> String {
    let picture = Picture::of(graph, detail);
    let boundaries: Vec<bool> = picture.children().iter().map(|children| !children.is_empty()).collect();
    let sized = picture.items.iter().zip(&boundaries);
    let shapes: Vec<Shape> = sized
        .map(|(item, is_boundary)| {
            let size = if *is_boundary { head_size(item) } else { box_size(item) };
            Shape { parent: item.parent, size }
        })
        .collect();
    let wires: Vec<Wire> =
        picture.arrows.iter().map(|arrow| Wire { from: arrow.from, to: arrow.to, label: words_size(arrow) }).collect();
    let layout = layout(&shapes, &wires);
    let mut out = String::new();
    // Writing into a String does not fail.
    let _written = draw(&mut out, &picture, &layout, &boundaries);
    out
}

/// Around the whole picture.
const MARGIN: f64 = 12.0;
/// The height of a note.
const NOTE: f64 = 15.0;
/// How many sentences are told to who cannot see.
const TOLD: usize = 200;

fn draw(out: &mut String, picture: &Picture, layout: &Layout, boundaries: &[bool]) -> std::fmt::Result {
    let notes = picture.notes.len() as f64 * NOTE;
    let (wide, high) = (layout.size.width + 2.0 * MARGIN, layout.size.height + 2.0 * MARGIN + notes);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cloudc-graph\" role=\"img\" \
         aria-labelledby=\"cloudc-title cloudc-about\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">",
        w = number(wide),
        h = number(high),
    )?;
    writeln!(out, "<title id=\"cloudc-title\">{}</title>", escaped(&picture.title))?;
    writeln!(out, "<desc id=\"cloudc-about\">{}</desc>", escaped(&told(picture)))?;
    writeln!(out, "<style>{}</style>", style::sheet())?;
    for tip in ["tip", "tip-never", "tip-need"] {
        writeln!(
            out,
            "<marker id=\"cloudc-{tip}\" class=\"{tip}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
             markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>"
        )?;
    }
    writeln!(out, "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>")?;
    writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">")?;
    for ((item, rect), is_boundary) in picture.items.iter().zip(&layout.shapes).zip(boundaries) {
        shape(out, item, rect, *is_boundary)?;
    }
    for (arrow, route) in picture.arrows.iter().zip(&layout.wires) {
        if let Some(route) = route {
            wire(out, picture, arrow, route)?;
        }
    }
    for (index, note) in picture.notes.iter().enumerate() {
        let y = number(layout.size.height + NOTE * (index as f64 + 0.8));
        writeln!(out, "<text class=\"what\" x=\"0\" y=\"{y}\">{}</text>", escaped(note))?;
    }
    out.push_str("</g>\n</svg>\n");
    Ok(())
}

/// The picture in words: the things in it, then the sentences.
fn told(picture: &Picture) -> String {
    let names = picture.items.iter().take(TOLD).map(|item| item.tells.as_str());
    let arrows = picture.arrows.iter().filter(|arrow| arrow.kind != Line::Need);
    let sentences = arrows.flat_map(|arrow| &arrow.tells).take(TOLD).map(String::as_str);
    names.chain(sentences).collect::<Vec<_>>().join(". ")
}
