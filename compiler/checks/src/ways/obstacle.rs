use super::Search;
use crate::topology::Topology;

/// What stops packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obstacle {
    /// How far they came.
    pub(crate) stage: Stage,
    /// The node that it is about.
    pub(crate) node: Option<usize>,
    /// What is missing or closed, as the end of a sentence.
    pub(crate) text: String,
    pub(crate) kind: Missing,
}

/// How far packets came, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// They do not leave their machine.
    Machine,
    /// They do not leave their subnet.
    Subnet,
    /// They find no route.
    Route,
    /// They come to something that does not send them on.
    Gateway,
    /// They come to the other network.
    Network,
    /// They come to the other subnet.
    Entry,
    /// They come to the other machine.
    Door,
    /// They arrive, and answers do not come back.
    Answer,
}

/// What kind of thing is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Missing {
    /// A rule of a security group.
    Rule,
    /// An entry of a list.
    Entry,
    /// A route to the internet.
    InternetRoute,
    /// A route to another network.
    NetworkRoute,
    /// An internet gateway that is attached.
    Gateway,
    /// A public address.
    PublicAddress,
    /// Something that takes packets.
    Listener,
    /// Something else that the text names.
    Other,
}

impl Search<'_, '_> {
    /// Remembers an obstacle if somebody wants to know.
    pub(super) fn stopped(
        &mut self,
        stage: Stage,
        kind: Missing,
        node: Option<usize>,
        text: impl FnOnce(&Topology<'_>) -> String,
    ) {
        if let Some(obstacles) = &mut self.obstacles {
            let obstacle = Obstacle { stage, kind, node, text: text(self.all) };
            if !obstacles.contains(&obstacle) {
                obstacles.push(obstacle);
            }
        }
    }
}

/// A node as messages name it.
pub(super) fn named(all: &Topology<'_>, node: usize) -> String {
    all.index.node(node).map(|node| node.address.to_string()).unwrap_or_default()
}
