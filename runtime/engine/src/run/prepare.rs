//! What an operation comes to when its turn has come, with everything known that it needs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cloudc_facts::{ResourceType, facts};
use cloudc_graph::{Graph, Mode, Node};
use cloudc_provider::path::Place;
use cloudc_provider::{Action, Call, Connection, Provider, Revealed, Rollout, Site, Timestamp, Token};
use cloudc_state::{Document, Intent, Record, State, Target};
use serde_json::Value as Json;

use super::kept::revealed;
use super::live::Live;
use super::outcome::told;
use crate::plan::{Decision, Leaving, Planned, Sites, Verdict, Wanted, Work, decide};
use crate::reach::{connection, recorded};
use crate::{Cause, First, Plan, ground, resolve};

/// What an operation comes to.
pub(super) enum Prepared {
    /// A call that changes something.
    Send(Box<Job>),
    /// A call that reads.
    Read(Box<Reading>),
    /// What is read is known already.
    Note(Box<Record>),
    /// A resource is taken off the record.
    Forget(Target),
    /// There is nothing to do.
    Nothing,
    /// It cannot be done.
    Impossible(String),
}

/// A call that changes something.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) intent: Intent,
    pub(super) call: Call,
    /// What is recorded of the resource.
    pub(super) before: Option<Record>,
}

/// A call that reads.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) call: Call,
    pub(super) mode: Mode,
    pub(super) properties: Json,
    pub(super) needs: Vec<String>,
}

/// What operations are prepared with.
pub(super) struct Context<'c> {
    pub(super) graph: &'c Graph,
    pub(super) plan: &'c Plan,
    pub(super) document: &'c Document,
    /// What keeps the secrets that properties refer to.
    pub(super) state: &'c State,
    /// The secrets that the program reads and clouds tell once.
    pub(super) wanted: &'c Wanted,
    pub(super) sites: &'c Sites,
    pub(super) provider: &'c dyn Provider,
}

impl Context<'_> {
    pub(super) fn prepare(&self, work: Work) -> Prepared {
        match work {
            Work::Make(number) => match (self.graph.node(number), self.plan.nodes.get(number)) {
                (Some(node), Some(planned)) => self.make(node, planned),
                _ => Prepared::Nothing,
            },
            Work::Drop(index) => self.plan.leaving.get(index).map_or(Prepared::Nothing, |leaving| self.leave(leaving)),
        }
    }

    fn make(&self, node: &Node, planned: &Planned) -> Prepared {
        if matches!(planned.decision, Decision::Keep | Decision::Out | Decision::LeftOut) {
            return Prepared::Nothing;
        }
        let address = node.address.to_string();
        let declared = match self.declared(node, &planned.site) {
            Ok(declared) => declared,
            Err(why) => return Prepared::Impossible(why),
        };
        let Some(ty) = facts().resource_type(&node.ty) else {
            return Prepared::Impossible(format!("nothing is known of the type `{}`", node.ty));
        };
        if planned.decision == Decision::Read {
            return self.read(node, planned, ty, declared);
        }
        let record = self.document.at(&address);
        let planned = &Planned { site: ground::now(self.graph, node, &planned.site, self.document), ..planned.clone() };
        let Verdict { decision, causes } = self.verdict(node, &ty, record, planned, &declared);
        let first = match planned.decision {
            Decision::Replace { first, .. } => Some(first),
            _ => None,
        };
        match (decision, record) {
            (Decision::Create, _) => self.send(Action::Create, node, planned, (&ty, declared), None, vec![]),
            // What is on another cluster is in nobody's way.
            (Decision::Replace { .. }, Some(record))
                if first == Some(First::Create) || ground::has_moved(record, &planned.site) =>
            {
                self.send(Action::Create, node, planned, (&ty, declared), Some(record), vec![])
            }
            (Decision::Update { .. }, Some(record)) => {
                let places = places(&causes);
                self.send(Action::Update, node, planned, (&ty, declared), Some(record), places)
            }
            (Decision::Replace { .. }, _) => {
                Prepared::Impossible("it turned out that it has to be replaced, which was not planned".to_owned())
            }
            _ => Prepared::Nothing,
        }
    }

    /// What is to be done, now that the cluster that it lives on is known too.
    fn verdict(
        &self,
        node: &Node,
        ty: &ResourceType,
        record: Option<&Record>,
        planned: &Planned,
        declared: &Json,
    ) -> Verdict {
        let lost = record.and_then(|record| self.wanted.lost(&node.address.to_string(), record));
        let verdict = decide(node, Some(ty), record, &planned.site, (declared, lost, planned.lets_go));
        // Of what was recorded before clusters were, only the plan says that its cluster was made anew.
        let is_old = record.is_some_and(|record| record.site.api.is_none());
        let renewed = planned.causes.iter().find(|cause| matches!(cause, Cause::Cluster { .. }));
        match (renewed.filter(|_| is_old), &planned.decision) {
            (Some(cause), decision @ Decision::Replace { sure: true, .. }) => {
                Verdict { decision: decision.clone(), causes: vec![cause.clone()] }
            }
            _ => verdict,
        }
    }

    fn read(&self, node: &Node, planned: &Planned, ty: Arc<ResourceType>, declared: Json) -> Prepared {
        let address = node.address.to_string();
        if let Some(fresh) = &planned.fresh {
            let known = self.document.at(&address).is_some_and(|record| is_same_read(record, fresh));
            return if known { Prepared::Nothing } else { Prepared::Note(fresh.clone()) };
        }
        let token = Token::of(&["read", &address, &declared.to_string()]);
        let mut call = self.call(&address, ty, &planned.site, token);
        call.connection = self.way(node, &planned.site).map(Arc::new).or(call.connection);
        let needs = planned.needs.clone();
        Prepared::Read(Box::new(Reading { call, mode: node.mode, properties: declared, needs }))
    }

    fn send(
        &self,
        action: Action,
        node: &Node,
        planned: &Planned,
        (ty, properties): (&Arc<ResourceType>, Json),
        before: Option<&Record>,
        places: Vec<Place>,
    ) -> Prepared {
        let target = Target::at(node.address.to_string());
        let op = self.token(action, &target);
        let timeout = node.lifecycle.timeout.and_then(|timeout| u64::try_from(timeout.count()).ok());
        let life = &node.lifecycle;
        let marks = [("protect", life.protect), ("retain", life.retain), ("snapshot", life.snapshot)];
        let mut call = self.call(&target.address, Arc::clone(ty), &planned.site, op.clone());
        match revealed(self.state, &properties) {
            Ok(revealed) => call.revealed = revealed,
            Err(why) => return Prepared::Impossible(why),
        }
        let new = self.way(node, &planned.site).filter(|way| self.is_new(way, &planned.site));
        if let Some(way) = &new {
            call.connection = Some(Arc::new(way.clone()));
        }
        call.timeout = timeout.map(Duration::from_millis);
        let identifier = before.filter(|_| action == Action::Update).map(|record| record.identifier.clone());
        let intent = Intent {
            op,
            action,
            target,
            ty: node.ty.to_string(),
            site: planned.site.clone(),
            connection: new,
            identifier: identifier.unwrap_or_default(),
            properties,
            rollout: planned.rollout.clone().filter(|_| Rollout::is_asked_by(&places)),
            places,
            needs: planned.needs.clone(),
            marks: marks.into_iter().filter(|(_, set)| *set).map(|(mark, _)| mark.to_owned()).collect(),
            timeout,
            at: self.provider.now(),
        };
        let before = before.filter(|_| action == Action::Update).cloned();
        Prepared::Send(Box::new(Job { intent, call, before }))
    }

    fn leave(&self, leaving: &Leaving) -> Prepared {
        let Some(record) = self.document.find(&leaving.target) else { return Prepared::Nothing };
        if leaving.forget {
            return Prepared::Forget(leaving.target.clone());
        }
        if !leaving.sure && leaving.first == First::Delete && !self.is_replaced(leaving, record) {
            return Prepared::Nothing;
        }
        let Some(ty) = facts().resource_type(&record.ty) else {
            return Prepared::Impossible(format!("nothing is known of the type `{}`", record.ty));
        };
        let op = self.token(Action::Delete, &leaving.target);
        let mut call = self.call(&leaving.target.address, ty, &record.site, op.clone());
        call.snapshot = record.snapshot;
        let intent = Intent {
            op,
            action: Action::Delete,
            target: leaving.target.clone(),
            ty: record.ty.clone(),
            site: record.site.clone(),
            connection: None,
            identifier: record.identifier.clone(),
            properties: Json::Null,
            places: vec![],
            rollout: None,
            needs: vec![],
            marks: if record.snapshot { vec!["snapshot".to_owned()] } else { vec![] },
            timeout: None,
            at: self.provider.now(),
        };
        Prepared::Send(Box::new(Job { intent, call, before: Some(record.clone()) }))
    }

    /// Whether the new one really differs so that the old one has to go.
    fn is_replaced(&self, leaving: &Leaving, record: &Record) -> bool {
        let node = leaving.node.and_then(|number| Some((self.graph.node(number)?, self.plan.nodes.get(number)?)));
        let Some((node, planned)) = node else { return true };
        let Ok(declared) = self.declared(node, &planned.site) else { return true };
        let ty = facts().resource_type(&node.ty);
        let lost = self.wanted.lost(&leaving.target.address, record);
        let verdict = decide(node, ty.as_deref(), Some(record), &planned.site, (&declared, lost, planned.lets_go));
        matches!(verdict.decision, Decision::Replace { .. })
    }

    /// Whether a way has not been recorded yet as the one to the cluster of what lives at a place.
    fn is_new(&self, way: &Connection, site: &Site) -> bool {
        let mut keys = site.cluster.iter().chain(&site.api);
        keys.any(|key| self.document.clusters.get(&**key) != Some(way))
    }

    /// The way to the cluster that a node lives on.
    fn way(&self, node: &Node, site: &Site) -> Option<Connection> {
        let live = Live { document: self.document, sites: self.sites, site };
        node.on.as_ref().and_then(|on| connection(self.graph, on, &live))
    }

    fn declared(&self, node: &Node, site: &Site) -> Result<Json, String> {
        let live = Live { document: self.document, sites: self.sites, site };
        resolve::properties(node, &live).map_err(|why| why.to_string())
    }

    fn call(&self, address: &str, ty: Arc<ResourceType>, site: &Site, token: Token) -> Call {
        Call {
            app: self.document.app.as_str().into(),
            address: address.into(),
            ty,
            site: site.clone(),
            connection: recorded(self.document, site),
            token,
            timeout: None,
            snapshot: false,
            handle: None,
            revealed: Revealed::default(),
        }
    }

    /// The token of an operation: never the same for two, and known from what is recorded.
    fn token(&self, action: Action, target: &Target) -> Token {
        let serial = (self.document.serial + 1).to_string();
        let word = match action {
            Action::Create => "create",
            Action::Update => "update",
            Action::Delete => "delete",
        };
        let replaced = target.replaced.as_ref().map_or("", Token::as_str);
        Token::of(&[&self.document.lineage, &serial, &target.address, word, replaced])
    }
}

/// What a change writes.
fn places(causes: &[Cause]) -> Vec<Place> {
    let place = |cause: &Cause| match cause {
        Cause::Property { place, .. } | Cause::Unsure { place } => Some(place.clone()),
        _ => None,
    };
    causes.iter().filter_map(place).collect()
}

/// Whether a read gave what is recorded, whenever that was.
pub(super) fn is_same_read(record: &Record, fresh: &Record) -> bool {
    *record == Record { changed: record.changed, token: record.token.clone(), ..fresh.clone() }
}

/// What is recorded of something that was read.
pub(super) fn read_record(reading: &Reading, identifier: String, model: &Json, now: Timestamp) -> Record {
    Record {
        ty: reading.call.ty.name().to_owned(),
        kind: crate::plan::kind(reading.mode),
        site: reading.call.site.clone(),
        identifier,
        attributes: told(reading.call.ty.name(), model, &reading.properties),
        sealed: BTreeMap::new(),
        properties: reading.properties.clone(),
        needs: reading.needs.clone(),
        token: reading.call.token.clone(),
        unfinished: false,
        unsure: vec![],
        protect: false,
        retain: false,
        snapshot: false,
        changed: now,
    }
}
