//! What every picture shows: boxes inside boundaries, and arrows between them. How it is drawn is another matter.

mod arrows;
mod bounds;
mod draw;
mod folds;
mod resources;
mod talks;
mod units;
mod words;

use crate::Graph;

/// How much a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// One box for each use of a noun, and for each resource that stands outside of them.
    #[default]
    Instances,
    /// Every resource, and which needs which.
    Resources,
}

/// Boxes in boundaries, and arrows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Picture {
    /// The program's name.
    pub(super) title: String,
    /// Boxes and boundaries; a boundary comes before what is in it.
    pub(super) items: Vec<Item>,
    /// By the places of their ends.
    pub(super) arrows: Vec<Arrow>,
    /// What is not shown.
    pub(super) notes: Vec<String>,
}

/// A box or a boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The boundary around it, by its place in the picture.
    pub(super) parent: Option<usize>,
    pub(super) kind: Kind,
    /// Its name.
    pub(super) title: String,
    /// What it is, below its name: `fleet · 6 resources`.
    pub(super) lines: Vec<String>,
    /// All of it, for who cannot see it or wants to know more.
    pub(super) tells: String,
}

/// What an item stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A use of a noun.
    Instance,
    /// A resource, or several of one name.
    Resource,
    /// Somebody or something that is not part of the program.
    Outside,
    /// A use of a noun that is shown with what is in it.
    Group,
    /// A network.
    Network,
    /// Subnets of a network.
    Subnets,
    /// A cluster.
    Cluster,
}

/// Something between two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: Line,
    /// What stands beside it, short.
    pub(super) label: Vec<String>,
    /// The sentences or references behind it.
    pub(super) tells: Vec<String>,
}

/// What an arrow says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// May talk.
    Allow,
    /// May never talk.
    Never,
    /// Needs it first.
    Need,
}

impl Picture {
    /// The picture of a graph.
    pub(super) fn of(graph: &Graph, detail: Detail) -> Picture {
        draw::picture(graph, detail)
    }

    /// The items in each item, and at last those in none.
    pub(super) fn children(&self) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); self.items.len() + 1];
        for (place, item) in self.items.iter().enumerate() {
            if let Some(inside) = children.get_mut(item.parent.unwrap_or(self.items.len())) {
                inside.push(place);
            }
        }
        children
    }
}
