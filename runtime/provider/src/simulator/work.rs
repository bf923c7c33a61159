//! What calls do to the simulated cloud; each is one step, and written before anybody is told.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;

use super::chance::Fate;
use super::rules::{self, Wish};
use super::thing::Thing;
use super::{Inside, Simulator, done_at, full};
use crate::path::Place;
use crate::{Action, Actual, Call, Change, Class, Fault, Provider, Recovery, Rollout, Timestamp, identifier, named};

/// How often a thing that is being changed is looked at.
const STEP: Duration = Duration::from_secs(1);

impl Simulator {
    /// Makes a thing, or finds the one that this very operation has made where the cloud knows tokens; says
    /// whether it is new.
    pub(super) fn make(&self, call: &Call, properties: &Json) -> Result<(Fate, u64, bool), Fault> {
        let (fate, mut inside) = self.enter("create", call)?;
        if self.recovery(&call.ty) == Recovery::Token
            && let Some(made) = inside.world.made_by(call.token.as_str()).next()
        {
            return Ok((fate, made.number, false));
        }
        let properties = named(call, properties);
        self.check(&inside, call, &properties, None)?;
        let now = self.now();
        let seed = format!("{} {}", call.token, inside.world.next());
        let model = self.making(call, &seed).model(&properties);
        let Some(identifier) = identifier(&call.ty, &model) else {
            let message = format!("what identifies a `{}` is not given", call.ty.name());
            return Err(Fault::new(Class::Invalid, "ValidationError", message));
        };
        if inside.world.find(call.ty.name(), &call.site, &identifier).is_some_and(|other| other.is_there(now)) {
            return Err(Fault::new(Class::Conflict, "AlreadyExists", format!("`{identifier}` is there already")));
        }
        let thing = Thing {
            number: inside.world.next(),
            ty: call.ty.name().into(),
            site: call.site.clone(),
            identifier,
            model,
            app: Arc::clone(&call.app),
            address: Arc::clone(&call.address),
            token: call.token.as_str().into(),
            at: now,
            ready: done_at(&call.ty, Action::Create, now),
            seen: now.after(inside.chance.settling(&call.token)),
            gone: None,
            stopped: false,
            failed: fate == Fate::Failed,
        };
        inside.give_range(&thing)?;
        Ok((fate, inside.keep(thing)?, true))
    }

    /// Changes a thing.
    pub(super) fn change(&self, call: &Call, identifier: &str, change: Change<'_>) -> Result<(Fate, u64), Fault> {
        let (fate, mut inside) = self.enter("update", call)?;
        let now = self.now();
        let mut thing = inside.seen(call, identifier, now)?;
        rules::may_change(&call.ty, change.places)?;
        let mut wanted = named(call, change.after);
        for name in crate::names::name_properties(&call.ty) {
            // A name that the cloud's creator made stays.
            if crate::path::get(change.after, name).is_none() {
                let kept = crate::path::get(&thing.model, name).cloned();
                crate::path::Place::dotted(name).put(&mut wanted, kept);
            }
        }
        self.check(&inside, call, &wanted, Some(thing.number))?;
        for place in change.places {
            place.put(&mut thing.model, place.of(change.after).cloned());
            keep_holder(place, change.after, &mut thing.model);
        }
        super::making::counted_on(&call.ty, &mut thing.model);
        thing.at = now;
        let machines = Rollout::machines(change.after);
        let renewal = change.rollout.map_or(Duration::ZERO, |rollout| rollout.time(machines));
        thing.ready = done_at(&call.ty, Action::Update, now).after(renewal);
        Ok((fate, inside.keep(thing)?))
    }

    /// Begins to delete a thing; says when it will be gone.
    pub(super) fn start_deleting(&self, call: &Call, identifier: &str) -> Result<(Fate, Timestamp), Fault> {
        let (fate, mut inside) = self.enter("delete", call)?;
        let now = self.now();
        let mut thing = inside.seen(call, identifier, now)?;
        if let Some(gone) = thing.gone {
            return Ok((fate, gone));
        }
        rules::may_go(&inside.world, &thing, now)?;
        let gone = done_at(&call.ty, Action::Delete, now);
        thing.at = now;
        thing.gone = Some(gone);
        inside.keep(thing)?;
        Ok((fate, gone))
    }

    /// Puts a program's mark on a thing.
    pub(super) fn mark(&self, call: &Call, identifier: &str) -> Result<(), Fault> {
        let (_, mut inside) = self.enter("adopt", call)?;
        let mut thing = inside.seen(call, identifier, self.now())?;
        thing.app = Arc::clone(&call.app);
        thing.address = Arc::clone(&call.address);
        thing.token = call.token.as_str().into();
        inside.keep(thing).map(drop)
    }

    /// Something that was always there: found by what the program says of it, or else put there now.
    pub(super) fn stand_in(&self, call: &Call, properties: &Json) -> Result<Actual, Fault> {
        let (_, mut inside) = self.enter("existing", call)?;
        let now = self.now();
        if let Some(thing) = inside.meant(call, properties, now) {
            return Ok(thing.actual(&call.ty, now));
        }
        let model = self.making(call, call.token.as_str()).model(properties);
        let Some(identifier) = identifier(&call.ty, &model) else {
            let message = format!("what identifies a `{}` is not given", call.ty.name());
            return Err(Fault::new(Class::Invalid, "ValidationError", message));
        };
        let thing = Thing {
            number: inside.world.next(),
            ty: call.ty.name().into(),
            site: call.site.clone(),
            identifier,
            model,
            app: "".into(),
            address: "".into(),
            token: call.token.as_str().into(),
            at: now,
            ready: now,
            seen: now,
            gone: None,
            stopped: false,
            failed: false,
        };
        let actual = thing.actual(&call.ty, now);
        inside.keep(thing)?;
        Ok(actual)
    }

    fn check(&self, inside: &Inside, call: &Call, properties: &Json, own: Option<u64>) -> Result<(), Fault> {
        let (now, quotas) = (self.now(), self.settings.quotas);
        rules::check(&Wish { call, properties, world: &inside.world, own, now, quotas })
    }

    /// Waits until a thing can be used, as long as the call may take.
    pub(super) async fn finished(&self, call: &Call, number: u64) -> Result<Actual, Fault> {
        let deadline = call.timeout.map(|timeout| self.now().after(timeout));
        loop {
            let now = self.now();
            let (ready, failed, actual) = {
                let inside = self.inside();
                let Some(thing) = inside.world.get(number) else {
                    return Err(Fault::new(Class::NotFound, "NotFound", "it was deleted meanwhile"));
                };
                (thing.ready, thing.failed, thing.actual(&call.ty, now))
            };
            if ready <= now {
                let why = "it did not become ready";
                return if failed {
                    Err(Fault::new(Class::Failed, "NotStabilized", why).leaving(actual))
                } else {
                    Ok(actual)
                };
            }
            if deadline.is_some_and(|deadline| deadline <= now) {
                return Err(Fault::new(Class::Failed, "Timeout", "it was not ready in time").leaving(actual));
            }
            let next = deadline.map_or(ready, |deadline| ready.min(deadline));
            self.wait_until(next.max(now.after(STEP.min(ready.since(now))))).await;
        }
    }
}

/// What holds nothing any more goes with what was taken out of it, unless it is to be there.
fn keep_holder(place: &Place, after: &Json, model: &mut Json) {
    let Some((_, around)) = place.steps().split_last() else { return };
    let around = Place::new(around);
    if let Some(empty) = around.of(after).filter(|_| around.of(model).is_none()) {
        around.put(model, Some(empty.clone()));
    }
}

impl Inside {
    /// Writes a thing and puts it in.
    pub(super) fn keep(&mut self, thing: Thing) -> Result<u64, Fault> {
        self.store.put(&thing).map_err(|error| full(&error))?;
        let number = thing.number;
        self.world.put(thing);
        Ok(number)
    }

    /// The thing of this identifier.
    pub(super) fn seen(&self, call: &Call, identifier: &str, now: Timestamp) -> Result<Thing, Fault> {
        let thing = self.world.find(call.ty.name(), &call.site, identifier).filter(|thing| thing.is_seen(now));
        thing.cloned().ok_or_else(|| Fault::new(Class::NotFound, "NotFound", format!("`{identifier}` does not exist")))
    }

    /// The thing of this type that one of these properties leads to.
    fn meant(&self, call: &Call, properties: &Json, now: Timestamp) -> Option<&Thing> {
        let entries = properties.as_object()?;
        let texts = entries.values().filter_map(Json::as_str);
        let mut called = texts.flat_map(|text| self.world.called(text));
        called.find(|thing| *thing.ty == *call.ty.name() && thing.is_seen(now))
    }
}
