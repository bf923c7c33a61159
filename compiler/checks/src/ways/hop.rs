use cloudc_base::Span;

use crate::read::{Index, written};

/// One step of a way: the node that lets packets go on, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hop {
    pub(crate) node: usize,
    /// The property that says it; empty for the whole node.
    pub(crate) property: &'static str,
    pub(crate) does: Does,
}

/// What a node does with packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Does {
    /// They start here.
    Starts,
    /// A rule of a group lets them out.
    LetsOut,
    /// A rule of a group lets them in.
    LetsIn,
    /// Nothing stands before it.
    Unguarded,
    /// An entry of a list lets them through.
    Passes,
    /// A route sends them on.
    Routes(String),
    /// It sends them on in its own name.
    Translates,
    /// It passes them on.
    Carries,
    /// It passes them on as these services.
    Hands(String),
    /// It has a public address.
    IsPublic,
    /// It is attached to the network and lets the internet in.
    Attaches,
    /// It is open to the internet beside the network.
    OpensDoor,
    /// It runs in the cloud's own network.
    Roams,
}

impl Hop {
    pub(crate) fn new(node: usize, does: Does) -> Hop {
        Hop { node, property: "", does }
    }

    /// Where the program says it, and in words.
    pub(crate) fn label(&self, index: &Index<'_>) -> Option<(Span, String)> {
        let node = index.node(self.node)?;
        let span = if self.property.is_empty() { node.span } else { written(node, self.property) };
        let name = &node.address;
        let text = match &self.does {
            Does::Starts => format!("`{name}` sends"),
            Does::LetsOut if node.sentences.is_empty() => format!("`{name}` lets it out"),
            Does::LetsIn if node.sentences.is_empty() => format!("`{name}` lets it in"),
            Does::LetsOut => "this lets it out".to_owned(),
            Does::LetsIn => "this lets it in".to_owned(),
            Does::Unguarded => format!("no security group stands before `{name}`"),
            Does::Passes => format!("`{name}` lets it through"),
            Does::Routes(to) => format!("`{name}` leads to {to}"),
            Does::Translates => format!("`{name}` sends it on in its own name"),
            Does::Carries => format!("`{name}` passes it on"),
            Does::Hands(services) => format!("`{name}` hands it on as {services}"),
            Does::IsPublic => format!("`{name}` has a public address"),
            Does::Attaches => format!("`{name}` connects the network to the internet"),
            Does::OpensDoor => format!("`{name}` is open to the internet beside the network"),
            Does::Roams => {
                format!("`{name}` is in no network of yours: it runs in AWS's own, which leads to the internet")
            }
        };
        Some((span, text))
    }
}
