use std::collections::BTreeMap;

use cloudc_graph::Graph;
use cloudc_state::Document;
use serde_json::Value as Json;

use super::live::Live;
use crate::plan::Sites;
use crate::{Plan, Purpose, resolve};

/// Values by name, and those that are missing, with the reason.
type Values = (BTreeMap<String, Json>, Vec<(String, String)>);

/// What the outputs of a program are now; those of which something is not there are missing.
pub(super) fn values(graph: &Graph, plan: &Plan, document: &Document, sites: &Sites) -> Values {
    let (mut values, mut missing) = (BTreeMap::new(), Vec::new());
    if plan.purpose == Purpose::Destroy && plan.selection.is_whole() {
        return (values, missing);
    }
    let site = sites.own();
    let live = Live { document, sites, site: &site };
    for output in graph.outputs() {
        match resolve(&output.value, &live) {
            Ok(value) => drop(values.insert(output.name.to_string(), value)),
            Err(why) => missing.push((output.name.to_string(), why.to_string())),
        }
    }
    (values, missing)
}
