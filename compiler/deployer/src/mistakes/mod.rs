//! What is to be said of a deployer's policy: one file each, with the page that `cloudc explain` shows.

use cloudc_base::{Code, FileId, Finding, Span};
use cloudc_graph::{Graph, Node};

use crate::{Asked, Phase, Policies, Why, lacks, needs, wide};

/// Declares a code; its page stands beside its file.
macro_rules! code {
    ($id:literal $name:literal $severity:ident $page:literal) => {
        pub(crate) static CODE: cloudc_base::Code = cloudc_base::Code {
            id: $id,
            name: $name,
            severity: cloudc_base::Severity::$severity,
            page: include_str!($page),
        };
    };
}
pub(crate) use code;

mod deployer_lacks;
mod deployer_may;
mod deployer_wide;

/// Every code of this crate, in the order of their numbers.
pub const CODES: &[&Code] = &[&deployer_lacks::CODE, &deployer_may::CODE, &deployer_wide::CODE];

/// What is to be said of policies that are meant for these phases of a program: [`Phase::RUNS`] for whoever deploys, who
/// need not log in, or look around.
pub fn judge(asked: &Asked<'_>, policies: &Policies, phases: &[Phase]) -> Vec<Finding> {
    let mut all = needs(asked);
    all.retain(|need| phases.contains(&need.phase));
    let lacks = lacks(&all, policies, asked.way);
    let lack = |lack: &crate::Lack| match &lack.why {
        Why::Perhaps(statement, keys) => deployer_may::finding(asked.graph, lack, statement, keys),
        _ => deployer_lacks::finding(asked.graph, lack),
    };
    let found = lacks.iter().map(lack);
    let wide = wide(&all, policies);
    found.chain(wide.iter().map(|wide| deployer_wide::finding(start(asked.graph), wide))).collect()
}

/// Where a node is declared, as whoever reads the program sees it: the call of its noun.
fn place(node: &Node) -> Span {
    node.through.first().copied().unwrap_or(node.span)
}

/// Where findings about the whole program stand: its first declaration.
fn start(graph: &Graph) -> Span {
    let spans = graph.nodes().iter().map(place);
    spans.filter(|span| span.file == FileId::ROOT).min().unwrap_or(Span::new(FileId::ROOT, 0, 0))
}
