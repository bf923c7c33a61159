use std::collections::{BTreeMap, BTreeSet};

use cloudc_provider::{Action, Connection, Home, Site, Timestamp, Token};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Entry, Intent, Record, Target, Wrapped};

/// Everything that is recorded of one program in one cloud.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Drawn when it was first made; two documents with one lineage are versions of one.
    pub lineage: String,
    /// Counts the batches of entries.
    pub serial: u64,
    /// The program's name.
    pub app: String,
    /// Where it lives; empty until something is made.
    pub home: Home,
    /// The resources by address.
    pub resources: BTreeMap<String, Record>,
    /// Resources whose place another has taken, and that are still there: by the operation that made them.
    #[serde(default)]
    pub replaced: BTreeMap<Token, Replaced>,
    /// Operations whose outcome is not known.
    #[serde(default)]
    pub pending: BTreeMap<Token, Pending>,
    /// The outputs by name.
    #[serde(default)]
    pub outputs: BTreeMap<String, Json>,
    /// The stacks of CloudFormation that hold what is made of the program, instead of resources recorded here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stacks: Vec<String>,
    /// Answers to questions about the account, by question.
    #[serde(default)]
    pub answers: BTreeMap<String, Json>,
    /// The run that did not come to its end, and what was before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<Unfinished>,
    /// The ways that were taken last to clusters, by the clusters' addresses, and by those of their APIs where several clusters
    /// have had one address.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub clusters: BTreeMap<String, Connection>,
    /// The keys that secrets are sealed with, each wrapped by who keeps it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, Wrapped>,
    /// What is halted, by address, and since when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub halted: BTreeMap<String, Timestamp>,
}

/// A run that did not come to its end, perhaps with others that tried to go on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// What it was called for: `apply`.
    pub command: String,
    /// The version of the document before it.
    pub before: u64,
}

/// A resource whose place another has taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    /// The address that it had.
    pub address: String,
    /// The resource.
    #[serde(flatten)]
    pub record: Record,
}

/// An operation whose outcome is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// What was about to be sent.
    #[serde(flatten)]
    pub intent: Intent,
    /// What the cloud calls the operation, if it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What the cloud calls the resource, if it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
    /// The secrets that it told by now, as [`Record::sealed`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sealed: BTreeMap<String, String>,
}

impl Document {
    /// An empty document.
    pub fn new(lineage: impl Into<String>, app: impl Into<String>) -> Document {
        Document { lineage: lineage.into(), app: app.into(), ..Document::default() }
    }

    /// The resource at an address.
    pub fn at(&self, address: &str) -> Option<&Record> {
        self.resources.get(address)
    }

    /// A recorded resource.
    pub fn find(&self, target: &Target) -> Option<&Record> {
        match &target.replaced {
            None => self.resources.get(&target.address),
            Some(token) => self.replaced.get(token).map(|replaced| &replaced.record),
        }
    }

    /// All recorded resources: those in their place by address, then those that were replaced.
    pub fn all(&self) -> impl Iterator<Item = (Target, &Record)> {
        let placed = self.resources.iter().map(|(address, record)| (Target::at(address), record));
        let replaced = self.replaced.iter().map(|(token, replaced)| {
            let target = Target { address: replaced.address.clone(), replaced: Some(token.clone()) };
            (target, &replaced.record)
        });
        placed.chain(replaced)
    }

    /// Whether nothing is recorded that is still there.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.all().all(|(_, record)| !record.kind.is_managed())
    }

    /// Takes in what happened.
    pub fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Began { command, .. } => {
                // The serial is already that of the batch.
                let before = self.serial.saturating_sub(1);
                self.unfinished.get_or_insert(Unfinished { command, before });
            }
            Entry::Ended { failed: 0, left: 0, .. } => {
                self.unfinished = None;
                self.leave_clusters();
            }
            Entry::Ended { .. } => {}
            Entry::Halted { address, since: Some(since) } => drop(self.halted.insert(address, since)),
            Entry::Halted { address, since: None } => drop(self.halted.remove(&address)),
            Entry::Settled { home } => self.home = home,
            Entry::Intent(intent) => {
                let op = intent.op.clone();
                if let Some(connection) = &intent.connection {
                    self.reach(&intent.site, connection);
                }
                let pending = Pending { intent: *intent, handle: None, known: None, sealed: BTreeMap::new() };
                self.pending.insert(op, pending);
            }
            Entry::Accepted { op, handle } => {
                if let Some(pending) = self.pending.get_mut(&op) {
                    pending.handle = Some(handle);
                }
            }
            Entry::Identified { op, identifier } => {
                if let Some(pending) = self.pending.get_mut(&op) {
                    pending.known = Some(identifier);
                }
            }
            Entry::Sealed { op, place, sealed } => {
                if let Some(pending) = self.pending.get_mut(&op) {
                    pending.sealed.insert(place, sealed);
                }
            }
            Entry::Resealed { address, sealed } => {
                if let Some(record) = self.resources.get_mut(&address) {
                    record.sealed = sealed;
                }
            }
            Entry::Keyed { name, key } => drop(self.keys.insert(name, key)),
            Entry::Made { op, record } => self.made(&op, *record),
            Entry::Gone { op } => {
                if let Some(pending) = self.pending.remove(&op) {
                    self.take(&pending.intent.target);
                }
            }
            Entry::Failed { op, left, partly, .. } => self.failed(&op, left.map(|left| *left), partly),
            Entry::Reached { site, connection } => self.reach(&site, &connection),
            Entry::Noted { address, record } => drop(self.resources.insert(address, *record)),
            Entry::Moved { from, to } => self.moved(&from, &to),
            Entry::Forgotten(target) => drop(self.take(&target)),
            Entry::Answered { question, answer: Json::Null } => drop(self.answers.remove(&question)),
            Entry::Answered { question, answer } => drop(self.answers.insert(question, answer)),
            Entry::Outputs { values } => self.outputs = values,
            Entry::Stacks { names } => self.stacks = names,
        }
    }

    /// Remembers the way to a cluster.
    fn reach(&mut self, site: &Site, connection: &Connection) {
        let Some(cluster) = &site.cluster else { return };
        for place in [cluster].into_iter().chain(&site.api) {
            self.clusters.insert(place.to_string(), connection.clone());
        }
    }

    /// Forgets the ways to clusters on which nothing is any more, and that others have taken the place of.
    fn leave_clusters(&mut self) {
        let all = self.resources.values().chain(self.replaced.values().map(|replaced| &replaced.record));
        let used: BTreeSet<&str> = all.filter_map(|record| record.site.api.as_deref()).collect();
        self.clusters.retain(|key, _| !key.contains("://") || used.contains(key.as_str()));
    }

    /// A resource has another address: those that need it, or live on it, know it by that from now on.
    fn moved(&mut self, from: &str, to: &str) {
        if let Some(record) = self.resources.remove(from) {
            self.resources.insert(to.to_owned(), record);
        }
        let replaced = self.replaced.values_mut().map(|replaced| &mut replaced.record);
        for record in self.resources.values_mut().chain(replaced) {
            if let Some(need) = record.needs.iter_mut().find(|need| **need == from) {
                to.clone_into(need);
                record.needs.sort_unstable();
            }
            record.site = record.site.moved(from, to);
        }
        let clusters = std::mem::take(&mut self.clusters);
        let moved = |cluster: String| Site { cluster: Some(cluster.into()), ..Site::default() }.moved(from, to).cluster;
        let clusters = clusters.into_iter().filter_map(|(cluster, way)| Some((moved(cluster)?.to_string(), way)));
        self.clusters = clusters.collect();
    }

    fn take(&mut self, target: &Target) -> Option<Record> {
        match &target.replaced {
            None => self.resources.remove(&target.address),
            Some(token) => self.replaced.remove(token).map(|replaced| replaced.record),
        }
    }

    fn made(&mut self, op: &Token, record: Record) {
        let Some(pending) = self.pending.remove(op) else { return };
        let address = pending.intent.target.address;
        let mut record = Record { sealed: pending.sealed, ..record };
        if let Some(old) = self.resources.get(&address).filter(|_| pending.intent.action != Action::Create) {
            // What was told once still holds after a change.
            old.sealed.iter().for_each(|(place, sealed)| {
                record.sealed.entry(place.clone()).or_insert_with(|| sealed.clone());
            });
        }
        if let Some(old) = self.resources.insert(address.clone(), record)
            && pending.intent.action == Action::Create
        {
            self.replaced.insert(old.token.clone(), Replaced { address, record: old });
        }
    }

    fn failed(&mut self, op: &Token, left: Option<Record>, partly: bool) {
        let Some(pending) = self.pending.remove(op) else { return };
        let Pending { intent, sealed, .. } = pending;
        let address = intent.target.address;
        let left = left.map(|left| Record { sealed, ..left });
        match left {
            // What is there and works stays in its place.
            Some(left) if self.resources.contains_key(&address) => {
                self.replaced.insert(left.token.clone(), Replaced { address, record: left });
            }
            Some(left) => drop(self.resources.insert(address, left)),
            None => {
                if let Some(record) = self.resources.get_mut(&address).filter(|_| partly) {
                    record.unsure.extend(intent.places);
                    record.unsure.sort();
                    record.unsure.dedup();
                }
            }
        }
    }
}
