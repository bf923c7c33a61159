//! Boxes, boundaries and arrows, and how large they must be.

use std::fmt::{Result, Write};

use super::write::{escaped, number};
use crate::render::layout::{Point, Rect, Route, Size};
use crate::render::picture::{Arrow, Item, Kind, Line, Picture};
use crate::render::text::{cut, width};

/// Sizes of fonts, to measure texts: names are written in 13 and bold, which is wider.
const BOLD: f64 = 14.2;
const SMALL: f64 = 11.0;
/// The height of a line in a box, and beside an arrow.
const LINE: f64 = 15.0;
const WORDS: f64 = 13.0;
/// The widest text.
const WIDEST: f64 = 300.0;

pub(super) fn box_size(item: &Item) -> Size {
    let lines = item.lines.iter().map(|line| width(line, SMALL).min(WIDEST));
    let widest = lines.fold(width(&item.title, BOLD).min(WIDEST), f64::max);
    // The ends of an outsider's box are round.
    let sides = if item.kind == Kind::Outside { 36.0 } else { 24.0 };
    Size { width: (widest + sides).max(96.0), height: 30.0 + LINE * item.lines.len() as f64 }
}

/// The size of the head of a boundary.
pub(super) fn head_size(item: &Item) -> Size {
    let title = width(&item.title, BOLD).min(WIDEST);
    Size { width: title + 10.0 + width(&what(item), SMALL), height: 28.0 }
}

pub(super) fn words_size(arrow: &Arrow) -> Size {
    let widest = arrow.label.iter().map(|line| width(line, SMALL).min(WIDEST)).fold(0.0, f64::max);
    match arrow.label.len() {
        0 => Size::default(),
        lines => Size { width: widest + 12.0, height: WORDS * lines as f64 + 4.0 },
    }
}

pub(super) fn shape(out: &mut String, item: &Item, rect: &Rect, is_boundary: bool) -> Result {
    let (class, round) = match item.kind {
        Kind::Instance => ("instance", 6),
        Kind::Resource => ("resource", 3),
        Kind::Outside => ("outside", 18),
        Kind::Group => ("group", 8),
        Kind::Network => ("network", 8),
        Kind::Subnets => ("subnets", 6),
        Kind::Cluster => ("cluster", 8),
    };
    writeln!(
        out,
        "<g><title>{}</title><rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
        escaped(&item.tells),
        number(rect.at.x),
        number(rect.at.y),
        number(rect.size.width),
        number(rect.size.height),
    )?;
    if is_boundary {
        head(out, item, rect)?
    } else {
        text(out, item, rect)?
    }
    out.push_str("</g>\n");
    Ok(())
}

/// The name of a boundary and, behind it, what it is.
fn head(out: &mut String, item: &Item, rect: &Rect) -> Result {
    writeln!(
        out,
        "<text x=\"{}\" y=\"{}\"><tspan class=\"name\">{}</tspan><tspan class=\"what\" dx=\"8\">{}</tspan></text>",
        number(rect.at.x + 12.0),
        number(rect.at.y + 19.0),
        escaped(&cut(&item.title, BOLD, WIDEST)),
        escaped(&what(item)),
    )
}

fn what(item: &Item) -> String {
    item.lines.iter().map(|line| cut(line, SMALL, WIDEST)).collect::<Vec<_>>().join(" · ")
}

/// The name of a box and, below it, what it is, in the middle.
fn text(out: &mut String, item: &Item, rect: &Rect) -> Result {
    let x = number(rect.at.x + rect.size.width / 2.0);
    let high = LINE * item.lines.len() as f64;
    let mut y = rect.at.y + (rect.size.height - high) / 2.0 + 5.0;
    let name = escaped(&cut(&item.title, BOLD, WIDEST));
    writeln!(out, "<text class=\"name\" text-anchor=\"middle\" x=\"{x}\" y=\"{}\">{name}</text>", number(y))?;
    for line in &item.lines {
        y += LINE;
        let line = escaped(&cut(line, SMALL, WIDEST));
        writeln!(out, "<text class=\"what\" text-anchor=\"middle\" x=\"{x}\" y=\"{}\">{line}</text>", number(y))?;
    }
    Ok(())
}

pub(super) fn wire(out: &mut String, picture: &Picture, arrow: &Arrow, route: &Route) -> Result {
    let (class, tip, says) = match arrow.kind {
        Line::Allow => ("wire", "tip", "says"),
        Line::Never => ("wire never", "tip-never", "says says-never"),
        Line::Need => ("wire need", "tip-need", "says"),
    };
    write!(out, "<g><title>{}</title>", escaped(&tells(picture, arrow)))?;
    write!(out, "<path class=\"{class}\" marker-end=\"url(#cloudc-{tip})\" d=\"")?;
    path(out, &route.points)?;
    out.push_str("\"/>");
    let x = number(route.label.at.x + route.label.size.width / 2.0);
    for (index, line) in arrow.label.iter().enumerate() {
        let y = number(route.label.at.y + WORDS * (index as f64 + 1.0) - 3.0);
        let line = escaped(&cut(line, SMALL, WIDEST));
        write!(out, "<text class=\"{says}\" text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{line}</text>")?;
    }
    out.push_str("</g>\n");
    Ok(())
}

fn tells(picture: &Picture, arrow: &Arrow) -> String {
    let name = |place: usize| picture.items.get(place).map_or("", |item| &item.title);
    match arrow.tells.as_slice() {
        [] => format!("{} needs {}", name(arrow.from), name(arrow.to)),
        all => all.join("; "),
    }
}

/// Level at every point: a line where two have one height, a curve in S where not.
fn path(out: &mut String, points: &[Point]) -> Result {
    let Some(first) = points.first() else { return Ok(()) };
    write!(out, "M{} {}", number(first.x), number(first.y))?;
    for (from, to) in points.iter().zip(points.iter().skip(1)) {
        let same = |a: f64, b: f64| (a - b).abs() < 0.05;
        if same(from.x, to.x) && same(from.y, to.y) {
            continue;
        }
        if same(from.y, to.y) {
            write!(out, "H{}", number(to.x))?;
        } else {
            let middle = number((from.x + to.x) / 2.0);
            write!(out, "C{middle} {} {middle} {} {} {}", number(from.y), number(to.y), number(to.x), number(to.y))?;
        }
    }
    Ok(())
}
