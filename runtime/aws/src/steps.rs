//! What every call does around its handler: names, marks and secrets before it is sent; waiting after.

use cloudc_provider::path::Place;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Waiting, named};
use serde_json::Value as Json;
use tokio::time::Instant;

use crate::handler::{Handler, Work};
use crate::patience::Looking;
use crate::{SETTLING, assets, done, full, marks, refresh, secrets};

/// Makes a resource and waits until it can be used.
pub(crate) async fn create(handler: &dyn Handler, work: &Work<'_>, properties: &Json) -> Result<Actual, Fault> {
    let properties = secrets::filled(work, &marks::marked(work.call, &named(work.call, properties))).await?;
    assets::upload(work, &properties).await?;
    let identifier = handler.make(work, &properties).await?;
    work.progress.0.identified(&identifier);
    finish(handler, work, &identifier, &properties).await?;
    ready(handler, work, &identifier).await
}

/// Finishes what a creation made; what fails here leaves it behind.
async fn finish(handler: &dyn Handler, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
    let mut looking = Looking::new(work.call);
    loop {
        let result = handler.finish(work, identifier, properties).await;
        // What was made a moment ago may not be seen by the next call.
        let unseen = matches!(&result, Err(fault) if fault.class == Class::NotFound && looking.is_young(SETTLING));
        match result {
            Err(_) if unseen => {}
            result => match looking.seen(result) {
                Ok(Some(())) => return Ok(()),
                Ok(None) => {}
                Err(fault) => return Err(left_behind(handler, work, identifier, fault).await),
            },
        }
        looking.wait("it was not finished").await?;
    }
}

async fn left_behind(handler: &dyn Handler, work: &Work<'_>, identifier: &str, fault: Fault) -> Fault {
    let fault = Fault { class: Class::Failed, ..fault };
    match handler.read(work, identifier).await {
        Ok(Some(actual)) => fault.leaving(actual),
        _ => fault,
    }
}

/// What a creation without an answer made, finished.
pub(crate) async fn find(handler: &dyn Handler, work: &Work<'_>, properties: &Json) -> Result<Option<Actual>, Fault> {
    let Some(identifier) = handler.find(work, properties).await? else { return Ok(None) };
    let properties = secrets::filled(work, &marks::marked(work.call, &named(work.call, properties))).await?;
    finish(handler, work, &identifier, &properties).await?;
    handler.read(work, &identifier).await
}

/// Changes a resource and waits until it can be used.
pub(crate) async fn update(
    handler: &dyn Handler,
    work: &Work<'_>,
    identifier: &str,
    change: Change<'_>,
) -> Result<Actual, Fault> {
    let after = secrets::filled(work, change.after).await?;
    assets::upload(work, &after).await?;
    let change = Change { after: &after, ..change };
    handler.change(work, identifier, change).await?;
    let changed = ready(handler, work, identifier).await?;
    match change.rollout {
        None => Ok(changed),
        Some(rollout) => {
            if !refresh::is_set(&changed.model, &change) {
                refresh::set(handler, work, identifier, change).await?;
                ready(handler, work, identifier).await?;
            }
            refresh::roll_out(handler, work, identifier, (rollout, change)).await?;
            ready(handler, work, identifier).await
        }
    }
}

/// Puts the marks of a program on a resource that somebody else made, where its type takes them.
pub(crate) async fn adopt(handler: &dyn Handler, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
    let changeable = work.call.ty.tagging().is_some_and(|tagging| tagging.changeable);
    let Some(property) = marks::property(&work.call.ty).filter(|_| changeable) else { return Ok(()) };
    let missing = || Fault::new(Class::NotFound, "NotFound", format!("there is no `{identifier}`"));
    let before = handler.read(work, identifier).await?.ok_or_else(missing)?.model;
    let after = marks::marked(work.call, &before);
    if after == before {
        return Ok(());
    }
    let places = [Place::dotted(&property.replace('/', "."))];
    handler.change(work, identifier, Change { before: &before, after: &after, places: &places, rollout: None }).await
}

/// Deletes a resource and waits until it is gone.
pub(crate) async fn delete(handler: &dyn Handler, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
    handler.remove(work, identifier).await?;
    let mut looking = Looking::new(work.call);
    loop {
        let result = handler.read(work, identifier).await;
        match looking.seen(result)? {
            Some(None) => return Ok(()),
            Some(Some(actual)) if actual.readiness == Readiness::Failed => {
                return Err(Fault::new(Class::Failed, "NotDeleted", "deleting it failed").leaving(actual));
            }
            _ => looking.wait("it was not gone").await?,
        }
    }
}

/// Waits until a resource can be used.
async fn ready(handler: &dyn Handler, work: &Work<'_>, identifier: &str) -> Result<Actual, Fault> {
    let mut looking = Looking::new(work.call);
    let (done, waiting) = (done::of(work.call.ty.name()), work.shared.waiting());
    let seen = Instant::now() + SETTLING;
    let mut last: Option<Actual> = None;
    loop {
        let result = handler.read(work, identifier).await;
        match looking.seen(result)? {
            Some(Some(actual)) => match actual.readiness {
                Readiness::Ready => match looking.seen(is_full(work, identifier).await)? {
                    Some(true) => return Ok(actual),
                    _ => last = Some(actual),
                },
                Readiness::Busy if waiting == Waiting::Short && done.when_shown => return Ok(actual),
                Readiness::Failed => {
                    let fault = Fault::new(Class::Failed, "NotStabilized", why(&actual));
                    return Err(fault.leaving(actual));
                }
                Readiness::Going => return Err(Fault::new(Class::Failed, "Deleted", "it is being deleted")),
                Readiness::Busy => last = Some(actual),
            },
            // What was made a moment ago may not be seen yet.
            Some(None) if last.is_some() || seen <= Instant::now() => {
                return Err(Fault::new(Class::Failed, "Deleted", "it was deleted meanwhile"));
            }
            Some(None) | None => {}
        }
        if let Err(fault) = looking.wait("it was not ready").await {
            return Err(match last {
                Some(actual) => fault.leaving(actual),
                None => fault,
            });
        }
    }
}

/// Whether what is ready does what it is for, where somebody waits for that.
async fn is_full(work: &Work<'_>, identifier: &str) -> Result<bool, Fault> {
    match done::of(work.call.ty.name()).full {
        Some(full) if work.shared.waiting() == Waiting::Full => full::is_met(full, work, identifier).await,
        _ => Ok(true),
    }
}

/// What the cloud says about something that did not become ready.
fn why(actual: &Actual) -> String {
    let reason = ["StateReason", "StatusReason", "FailureMessage", "cloudc:reason"];
    let told = reason.iter().find_map(|place| actual.model.get(*place)?.as_str());
    told.map_or_else(|| "it did not become ready".to_owned(), str::to_owned)
}
