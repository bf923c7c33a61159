use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cloudc_facts::{ResourceType, facts};
use rustc_hash::FxHashMap;

use super::thing::Thing;
use crate::{Exclusive, Site, Timestamp, path};

/// Everything that is in the simulated cloud, and the ways to find it.
#[derive(Debug, Default)]
pub(super) struct World {
    things: BTreeMap<u64, Thing>,
    /// Things by type, site and identifier.
    identifiers: FxHashMap<String, u64>,
    /// Things by the operation that made them: several where the cloud does not know tokens.
    tokens: FxHashMap<Arc<str>, Vec<u64>>,
    /// Things by what only one can have.
    keys: FxHashMap<String, BTreeSet<u64>>,
    /// Things by what others refer to them by.
    handles: FxHashMap<String, BTreeSet<u64>>,
    /// What refers to each thing.
    referrers: FxHashMap<u64, BTreeSet<u64>>,
    /// How many things of a type there are at a site.
    counts: FxHashMap<String, usize>,
    /// Things that will be gone, by when.
    going: BTreeSet<(Timestamp, u64)>,
    last: u64,
}

impl World {
    /// The number of a new thing.
    pub(super) fn next(&self) -> u64 {
        self.last + 1
    }

    /// All things, in the order in which they were made.
    pub(super) fn all(&self) -> impl Iterator<Item = &Thing> {
        self.things.values()
    }

    /// When the last thing happened.
    pub(super) fn latest(&self) -> Timestamp {
        self.things.values().map(|thing| thing.at).max().unwrap_or_default()
    }

    pub(super) fn get(&self, number: u64) -> Option<&Thing> {
        self.things.get(&number)
    }

    /// The thing of this type and identifier.
    pub(super) fn find(&self, ty: &str, site: &Site, identifier: &str) -> Option<&Thing> {
        self.get(*self.identifiers.get(&identity(ty, site, identifier))?)
    }

    /// The things that an operation made.
    pub(super) fn made_by(&self, token: &str) -> impl Iterator<Item = &Thing> {
        self.tokens.get(token).into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// The things that have a key for themselves.
    pub(super) fn with_key(&self, key: &str) -> impl Iterator<Item = &Thing> {
        self.keys.get(key).into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// The things that are referred to by this text.
    pub(super) fn called(&self, handle: &str) -> impl Iterator<Item = &Thing> {
        self.handles.get(handle).into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// The things that refer to a thing.
    pub(super) fn referring_to(&self, number: u64) -> impl Iterator<Item = &Thing> {
        self.referrers.get(&number).into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// How many things of a type there are at a site.
    pub(super) fn count(&self, ty: &str, site: &Site) -> usize {
        self.counts.get(&identity(ty, site, "")).copied().unwrap_or(0)
    }

    /// Puts a thing in, or in the place of the one with its number.
    pub(super) fn put(&mut self, thing: Thing) {
        self.take(thing.number);
        self.last = self.last.max(thing.number);
        let Some(ty) = facts().resource_type(&thing.ty) else { return };
        let number = thing.number;
        self.identifiers.insert(identity(&thing.ty, &thing.site, &thing.identifier), number);
        self.tokens.entry(Arc::clone(&thing.token)).or_default().push(number);
        for key in Exclusive::of(&ty, &thing.site, &thing.model).keys {
            self.keys.entry(key).or_default().insert(number);
        }
        for handle in thing.handles(&ty) {
            self.handles.entry(handle).or_default().insert(number);
        }
        *self.counts.entry(identity(&thing.ty, &thing.site, "")).or_insert(0) += 1;
        if let Some(gone) = thing.gone {
            self.going.insert((gone, number));
        }
        for referred in self.referred(&thing) {
            self.referrers.entry(referred).or_default().insert(number);
        }
        self.things.insert(number, thing);
    }

    /// Takes a thing out.
    pub(super) fn take(&mut self, number: u64) -> Option<Thing> {
        let thing = self.things.remove(&number)?;
        let ty: Arc<ResourceType> = facts().resource_type(&thing.ty)?;
        let name = identity(&thing.ty, &thing.site, &thing.identifier);
        if self.identifiers.get(&name) == Some(&number) {
            self.identifiers.remove(&name);
        }
        if let Some(made) = self.tokens.get_mut(&thing.token) {
            made.retain(|other| *other != number);
        }
        for key in Exclusive::of(&ty, &thing.site, &thing.model).keys {
            drop_from(&mut self.keys, &key, number);
        }
        for handle in thing.handles(&ty) {
            drop_from(&mut self.handles, &handle, number);
        }
        if let Some(count) = self.counts.get_mut(&identity(&thing.ty, &thing.site, "")) {
            *count = count.saturating_sub(1);
        }
        if let Some(gone) = thing.gone {
            self.going.remove(&(gone, number));
        }
        for referred in self.referred(&thing) {
            if let Some(referrers) = self.referrers.get_mut(&referred) {
                referrers.remove(&number);
            }
        }
        Some(thing)
    }

    /// Takes out what is gone by now, and gives the numbers.
    pub(super) fn tidy(&mut self, now: Timestamp) -> Vec<u64> {
        let mut gone = Vec::new();
        while let Some(&(when, number)) = self.going.first().filter(|(when, _)| *when <= now) {
            self.going.remove(&(when, number));
            self.take(number);
            gone.push(number);
        }
        gone
    }

    /// What a thing refers to: the things one of whose handles is a text in it.
    fn referred(&self, thing: &Thing) -> BTreeSet<u64> {
        let mut referred = BTreeSet::new();
        path::each_text(&thing.model, &mut |text| {
            if let Some(numbers) = self.handles.get(text) {
                referred.extend(numbers.iter().copied().filter(|number| *number != thing.number));
            }
        });
        referred
    }
}

fn identity(ty: &str, site: &Site, identifier: &str) -> String {
    let (cluster, api) = (site.cluster.as_deref().unwrap_or_default(), site.api.as_deref().unwrap_or_default());
    format!("{ty} {}/{}/{cluster}{api} {identifier}", site.account, site.region)
}

fn drop_from(index: &mut FxHashMap<String, BTreeSet<u64>>, key: &str, number: u64) {
    if let Some(numbers) = index.get_mut(key) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(key);
        }
    }
}
