//! What nouns let do with what they made: `operation halt = { mechanism = "call", .. }`.

use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_facts::facts;
use cloudc_graph::{Graph, Instance};
use cloudc_provider::{Fault, Home, Provider};
use cloudc_state::{Document, Record};
use serde_json::Value as Json;

use super::call;
use crate::plan::Sites;
use crate::run::{Live, Tries};
use crate::{Patience, resolve};

/// An operation of a use of a noun, ready to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Doing {
    /// The use of the noun.
    pub address: String,
    /// The noun.
    pub noun: String,
    /// The call of the cloud's API: `ec2:StopInstances`.
    pub action: String,
    /// The address of the resource that it is about.
    pub on: String,
    input: Json,
    record: Record,
}

impl Doing {
    /// Whether the very same call is sent: a use of a noun may let do what a use inside of it lets do.
    pub fn is_same_as(&self, other: &Doing) -> bool {
        (&self.action, &self.on, &self.input) == (&other.action, &other.on, &other.input)
    }
}

/// An operation that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The use of the noun.
    pub address: String,
    /// Why not.
    pub why: String,
}

/// The operations of a name that the nouns of a program have, for what is recorded; by address.
pub fn operations(graph: &Graph, document: &Document, home: &Home, name: &str) -> Vec<Result<Doing, Unfit>> {
    let sites = Sites::of(graph, home);
    let all = graph.instances().iter().filter_map(|instance| {
        let (_, value) = instance.operations.iter().find(|(own, _)| **own == *name)?;
        let Value::Record(fields) = value else { return None };
        one(instance, fields, document, &sites).transpose()
    });
    all.collect()
}

fn one(instance: &Instance, fields: &Entries, document: &Document, sites: &Sites) -> Result<Option<Doing>, Unfit> {
    let address = instance.address.to_string();
    let unfit = |why: String| Unfit { address: address.clone(), why };
    let text = |name: &str| match fields.get(name) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let mechanism = text("mechanism").unwrap_or_default();
    if mechanism != "call" {
        return Err(unfit(format!("nobody knows how to do it by `{mechanism}`")));
    }
    let (Some(action), Some(Value::Handle(on))) = (text("action"), fields.get("on")) else {
        return Err(unfit("it says neither `action` nor `on`".to_owned()));
    };
    let on = on.to_string();
    // What is not made can do nothing.
    let Some(record) = document.at(&on) else { return Ok(None) };
    let site = sites.own();
    let live = Live { document, sites, site: &site };
    let input = match fields.get("input") {
        Some(input) => resolve(input, &live).map_err(|why| unfit(why.to_string()))?,
        None => Json::Null,
    };
    Ok(Some(Doing {
        address: address.clone(),
        noun: instance.noun.to_string(),
        action,
        on,
        input,
        record: record.clone(),
    }))
}

/// Sends an operation, as often as it takes: to do it twice does no harm.
///
/// # Errors
/// The cloud refuses.
pub async fn operate(
    doing: &Doing,
    document: &Document,
    provider: &Arc<dyn Provider>,
    patience: &Patience,
) -> Result<(), Fault> {
    let Some(ty) = facts().resource_type(&doing.record.ty) else {
        return Err(Fault::impossible(format!("nothing is known of the type `{}`", doing.record.ty)));
    };
    let call = call(document, &doing.on, ty, doing.record.site.clone(), &doing.action);
    let mut tries = Tries::new(patience, &call.token);
    loop {
        let result = provider.operate(&call, &doing.record.identifier, &doing.action, &doing.input).await;
        let Err(fault) = result else { return Ok(()) };
        let Some(delay) = tries.again(&fault) else { return Err(fault) };
        tokio::time::sleep(delay).await;
    }
}
