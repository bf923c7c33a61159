use cloudc_graph::{Graph, Mode};
use cloudc_provider::Site;
use cloudc_state::{Document, Kind, Record};
use rustc_hash::FxHashSet;

/// What is recorded of each node of a graph, by number; with the addresses that `@was` names.
#[derive(Debug)]
pub(super) struct Records<'d> {
    of: Vec<Option<&'d Record>>,
    moved: Vec<Option<String>>,
    /// The addresses of records that belong to a node.
    taken: FxHashSet<String>,
    /// The addresses of nodes, and those that their records have.
    moves: Vec<(String, String)>,
}

impl<'d> Records<'d> {
    pub(super) fn new(graph: &Graph, document: &'d Document) -> Records<'d> {
        let names: Vec<String> = graph.nodes().iter().map(|node| node.address.to_string()).collect();
        let declared: FxHashSet<&str> = names.iter().map(String::as_str).collect();
        let mut records = Records { of: Vec::new(), moved: Vec::new(), taken: FxHashSet::default(), moves: Vec::new() };
        for (node, name) in graph.nodes().iter().zip(&names) {
            let kind = kind(node.mode);
            let mut record = document.at(name).filter(|record| record.kind == kind);
            let mut moved = None;
            if record.is_none() && kind == Kind::Managed && document.at(name).is_none() {
                let former = node.lifecycle.was.iter().map(ToString::to_string);
                let free = |was: &String| !declared.contains(was.as_str()) && !records.taken.contains(was);
                moved = former.filter(free).find(|was| document.at(was).is_some_and(|record| record.kind == kind));
                record = moved.as_ref().and_then(|was| document.at(was));
            }
            if record.is_some() {
                records.taken.insert(moved.clone().unwrap_or_else(|| name.clone()));
            }
            records.moves.extend(moved.iter().map(|was| (name.clone(), was.clone())));
            records.of.push(record);
            records.moved.push(moved);
        }
        records
    }

    /// The record of a node.
    pub(super) fn of(&self, number: usize) -> Option<&'d Record> {
        self.of.get(number).copied().flatten()
    }

    /// The address that the record of a node has, if it is another.
    pub(super) fn moved(&self, number: usize) -> Option<&String> {
        self.moved.get(number)?.as_ref()
    }

    /// A place as records name it that were made before things moved.
    pub(super) fn site_before(&self, site: &Site) -> Site {
        self.moves.iter().fold(site.clone(), |site, (now, was)| site.moved(now, was))
    }

    /// Whether the record at an address belongs to a node.
    pub(super) fn is_taken(&self, address: &str) -> bool {
        self.taken.contains(address)
    }
}

/// How a node of this mode is recorded.
pub(crate) fn kind(mode: Mode) -> Kind {
    match mode {
        Mode::Managed => Kind::Managed,
        Mode::Existing => Kind::Existing,
        Mode::Read => Kind::Read,
        Mode::Implicit => Kind::Implicit,
    }
}
