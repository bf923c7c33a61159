use cloudc_base::Finding;
use cloudc_graph::Graph;

use super::deployer_lacks::needing;
use crate::Lack;

super::code!("I0541" "deployer-may" Information "deployer_may.md");

/// An action that the policy allows if something holds that is not known here.
pub(super) fn finding(graph: &Graph, lack: &Lack, statement: &str, keys: &[String]) -> Finding {
    let (who, span) = needing(graph, lack);
    let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    Finding::new(&CODE, span, format!("{statement} allows `{}`, which {who}, only where {keys} fits", lack.action))
        .help("what it will be is not known here: see that it holds for whoever deploys")
}
