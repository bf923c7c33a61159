use cloudc_base::{Code, Finding};
use cloudc_graph::Graph;

use crate::context::{Context, Findings};
use crate::read::Index;
use crate::{accepts, alarms, fleets, functions, identity, kubernetes, names, network, relations, scaling, secrets};

/// One check: its finding, and what finds it.
pub(crate) struct Check {
    pub(crate) code: &'static Code,
    pub(crate) find: fn(&Context<'_>, &mut Findings),
}

/// Declares the code of a finding; its page stands beside its file. The letter of the number says how bad it is.
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

/// The checks of an area, a line each.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// The checks of this area.
        pub(crate) const CHECKS: &[crate::check::Check] =
            &[$(crate::check::Check { code: &$name::CODE, find: $name::find }),*];
    };
}
pub(crate) use checks;

/// All areas.
const AREAS: &[&[Check]] = &[
    relations::CHECKS,
    network::CHECKS,
    names::CHECKS,
    identity::CHECKS,
    functions::CHECKS,
    fleets::CHECKS,
    scaling::CHECKS,
    secrets::CHECKS,
    alarms::CHECKS,
    kubernetes::CHECKS,
];

/// Everything that checks find in a graph.
pub fn check(graph: &Graph) -> Vec<Finding> {
    let index = Index::new(graph);
    let context = Context::new(graph, &index);
    let mut findings = Findings::new();
    for check in AREAS.iter().copied().flatten() {
        (check.find)(&context, &mut findings);
    }
    findings
}

/// Every code of this crate, area by area.
pub fn codes() -> Vec<&'static Code> {
    let checks = AREAS.iter().copied().flatten().map(|check| check.code);
    checks.chain(accepts::CODES.iter().copied()).collect()
}
