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
use crate::reach::recorded;
use crate::run::Tries;

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
