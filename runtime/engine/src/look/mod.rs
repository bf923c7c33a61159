//! Looking at a cloud beside a run: what has become of things, what somebody else made, what nouns let do.

mod adoptable;
mod door;
mod drift;
mod import;
mod importable;
mod like;
mod operate;
mod rehearse;
mod turns;

use std::sync::Arc;

use cloudc_facts::ResourceType;
use cloudc_graph::{Graph, Node};
use cloudc_provider::{Actual, Call, Fault, Provider, Revealed, Site, Token};
use cloudc_state::Document;

pub use adoptable::{adoptable, seek};
pub use door::{Door, Tunnel, doors, tunnel};
pub use drift::{Away, Drift, Moved, drift, entries};
pub use import::{ImportError, Imported, Wish, import};
pub use importable::{Importable, importable, type_of};
pub use operate::{Doing, Unfit, operate, operations};
pub use rehearse::rehearse;

use crate::Patience;
use crate::plan::Sites;
use crate::reach::{connection, recorded};
use crate::run::{Live, Tries};

/// A call about a resource that is there.
fn call(document: &Document, address: &str, ty: Arc<ResourceType>, site: Site, purpose: &str) -> Call {
    Call {
        app: document.app.as_str().into(),
        address: address.into(),
        token: Token::of(&[purpose, &document.lineage, &document.serial.to_string(), address, ty.name()]),
        ty,
        connection: recorded(document, &site),
        site,
        timeout: None,
        snapshot: false,
        handle: None,
        revealed: Revealed::default(),
    }
}

/// A call about what a program declares, led to its cluster by what is known of that, though nothing was made there yet.
fn call_at(graph: &Graph, node: &Node, document: &Document, sites: &Sites, call: Call) -> Call {
    let live = Live { document, sites, site: &call.site };
    let way = node.on.as_ref().and_then(|on| connection(graph, on, &live));
    Call { connection: way.map(Arc::new).or_else(|| call.connection.clone()), ..call }
}

/// Reads a resource, as often as it takes; none if it is not there.
async fn read(
    provider: &dyn Provider,
    patience: &Patience,
    call: &Call,
    identifier: &str,
) -> Result<Option<Actual>, Fault> {
    let mut tries = Tries::new(patience, &call.token);
    loop {
        let fault = match provider.read(call, identifier).await {
            Ok(actual) => return Ok(actual),
            Err(fault) => fault,
        };
        let Some(delay) = tries.again(&fault) else { return Err(fault) };
        tokio::time::sleep(delay).await;
    }
}
