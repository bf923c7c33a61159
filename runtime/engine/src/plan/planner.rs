use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_facts::{ResourceType, facts};
use cloudc_graph::{Graph, Mode, Node};
use cloudc_provider::{Home, Interruption, Rollout, Site};
use cloudc_state::{Document, Record};
use serde_json::Value as Json;

use super::decide::{Verdict, decide};
use super::part::Part;
use super::records::Records;
use super::scene::Scene;
use super::{
    Cause, Decision, First, Forecast, Interrupts, Leaving, Machines, Operations, Plan, PlanError, Planned, Problem,
    Purpose, Refusal, Selection, Sites, Step, Totals, Wanted, What, because, claims, interrupts, leaving, ousted,
    replacement,
};
use crate::{Knowledge, fingerprint, ground, resolve};

/// See [`super::plan`].
pub(super) fn plan(
    graph: &Graph,
    document: &Document,
    knowledge: &Knowledge,
    home: &Home,
    (selection, purpose): (&Selection, Purpose),
) -> Result<Plan, PlanError> {
    let sites = Sites::of(graph, home);
    if document.home != Home::default() && document.home != *sites.home() {
        let (recorded, here) = (Box::new(document.home.clone()), Box::new(sites.home().clone()));
        return Err(PlanError::Elsewhere { recorded, here });
    }
    if !document.pending.is_empty() {
        return Err(PlanError::Pending(document.pending.len()));
    }
    let records = Records::new(graph, document);
    let mut part = Part::new(graph, document, selection, purpose == Purpose::Destroy);
    if !selection.is_whole() {
        let whole = plan_once(graph, document, knowledge, &sites, (&records, &part, purpose));
        part.begin(whole.ok().as_ref().map(|plan| plan.nodes.as_slice()));
    }
    loop {
        let plan = plan_once(graph, document, knowledge, &sites, (&records, &part, purpose))?;
        if !part.adapt(&plan.nodes, &plan.leaving) {
            return Ok(Plan { selection: selection.clone(), also: part.also(), ..plan });
        }
    }
}

fn plan_once(
    graph: &Graph,
    document: &Document,
    knowledge: &Knowledge,
    sites: &Sites,
    (records, part, purpose): (&Records<'_>, &Part<'_>, Purpose),
) -> Result<Plan, PlanError> {
    let mut planner = Planner {
        graph,
        document,
        knowledge,
        records,
        sites,
        part,
        wanted: Wanted::of(graph),
        removal: purpose == Purpose::Destroy,
        in_the_way: BTreeSet::new(),
        problems: vec![],
    };
    let mut nodes = planner.nodes();
    planner.in_the_way = claims::in_the_way(graph, &nodes, records);
    if planner.problems.is_empty() && !planner.in_the_way.is_empty() {
        nodes = planner.nodes();
    }
    if !planner.problems.is_empty() {
        return Err(PlanError::Values(planner.problems));
    }
    let (mut leaving, mut steps, mut refusals) = leaving::undeclared(graph, document, records, (part, purpose));
    let mut totals = Totals::default();
    for (number, planned) in nodes.iter().enumerate() {
        let Some(node) = graph.node(number) else { continue };
        totals.left_out += usize::from(planned.decision == Decision::LeftOut);
        totals.keep += usize::from(planned.decision == Decision::Keep && planned.moved_from.is_none());
        steps.extend(step(node, planned, records.of(number)));
        refusals.extend(refusal(node, planned));
        leaving.extend(replaced(number, node, planned, records.of(number)));
    }
    steps.sort_by(|a, b| (&a.address, a.what).cmp(&(&b.address, b.what)));
    because::link(graph, &mut steps);
    steps.iter().for_each(|step| totals.count(step));
    let operations = Operations::new(graph, document, &nodes, &leaving);
    Ok(Plan {
        steps,
        refusals,
        totals,
        forecast: Forecast::of(graph, &operations, &leaving),
        app: document.app.clone(),
        home: sites.home().clone(),
        graph: fingerprint(graph),
        lineage: document.lineage.clone(),
        serial: document.serial,
        answers: knowledge.answers.clone(),
        found: knowledge.found.clone(),
        purpose,
        selection: Selection::default(),
        also: Vec::new(),
        nodes,
        leaving,
        operations,
    })
}

/// The cluster that something lives on.
struct Ground {
    /// The address of its API, if it stays.
    api: Option<Arc<str>>,
    renewed: Option<Renewed>,
}

/// A cluster that is made, or made anew.
struct Renewed {
    /// Its address.
    address: String,
    /// Whether for sure.
    sure: bool,
}

struct Planner<'p> {
    graph: &'p Graph,
    document: &'p Document,
    knowledge: &'p Knowledge,
    records: &'p Records<'p>,
    sites: &'p Sites,
    part: &'p Part<'p>,
    wanted: Wanted,
    removal: bool,
    /// Nodes that are replaced and whose old resource another one's new resource waits for.
    in_the_way: BTreeSet<usize>,
    problems: Vec<Problem>,
}

impl Planner<'_> {
    /// Decides on every node, each after those that it needs.
    fn nodes(&mut self) -> Vec<Planned> {
        let mut planned: Vec<Option<Planned>> = vec![None; self.graph.nodes().len()];
        for &number in self.graph.order() {
            let Some(node) = self.graph.node(number) else { continue };
            let decided = self.node(number, node, &planned);
            if let Some(slot) = planned.get_mut(number) {
                *slot = Some(decided);
            }
        }
        planned.into_iter().flatten().collect()
    }

    fn node(&mut self, number: usize, node: &Node, planned: &[Option<Planned>]) -> Planned {
        let cluster = self.cluster(node, planned);
        let api = cluster.as_ref().and_then(|cluster| cluster.api.clone());
        let site = Site { api, ..self.sites.site(node) };
        let needs = self.needs(number);
        if self.removal {
            return plain(Decision::Out, site, needs);
        }
        if !self.part.is_whole() && !self.part.has(&node.address.to_string()) {
            return plain(Decision::LeftOut, site, needs);
        }
        let scene = Scene {
            graph: self.graph,
            document: self.document,
            records: self.records,
            knowledge: self.knowledge,
            sites: self.sites,
            planned,
            site: &site,
        };
        let declared = match resolve::properties(node, &scene) {
            Ok(declared) => declared,
            Err(why) => {
                self.problems.push(Problem { address: node.address.to_string(), span: node.span, why });
                return plain(Decision::Keep, site, needs);
            }
        };
        if node.mode != Mode::Managed {
            let fresh = self.read(number, node, &declared, &needs);
            return Planned { fresh, properties: declared, ..plain(Decision::Read, site, needs) };
        }
        let renewed = cluster.and_then(|cluster| cluster.renewed);
        let rollout = resolve::rollout(node, &scene);
        Planned { rollout, ..self.managed(number, node, (site, declared, needs, renewed), planned) }
    }

    /// The cluster that a node lives on, if the program makes it.
    fn cluster(&self, node: &Node, planned: &[Option<Planned>]) -> Option<Ground> {
        let number = ground::number(self.graph, node.on.as_ref()?)?;
        let renewed = match planned.get(number)?.as_ref()?.decision {
            Decision::Create => Some(true),
            Decision::Replace { sure, .. } => Some(sure),
            _ => None,
        };
        let address = self.graph.node(number)?.address.to_string();
        let renewed = renewed.map(|sure| Renewed { address, sure });
        let api = self.records.of(number).filter(|_| renewed.is_none()).and_then(ground::api);
        Some(Ground { api, renewed })
    }

    /// What is known of something that is read: it was read for this plan, or by the same question before.
    fn read(&self, number: usize, node: &Node, declared: &Json, needs: &[String]) -> Option<Box<Record>> {
        let fresh = self.knowledge.found.get(&node.address.to_string());
        let same = || self.records.of(number).filter(|record| record.properties == *declared && *record.ty == *node.ty);
        let known = fresh.or_else(same)?;
        Some(Box::new(Record { needs: needs.to_vec(), ..known.clone() }))
    }

    fn managed(
        &self,
        number: usize,
        node: &Node,
        (site, declared, needs, renewed): (Site, Json, Vec<String>, Option<Renewed>),
        planned: &[Option<Planned>],
    ) -> Planned {
        let ty = facts().resource_type(&node.ty);
        let record = self.records.of(number);
        let recorded_site = self.records.site_before(&site);
        let lost = record.and_then(|record| self.wanted.lost(&node.address.to_string(), record));
        let lets_go = ousted::has_to_let_go(self.graph, number, planned);
        let Verdict { mut decision, mut causes } =
            decide(node, ty.as_deref(), record, &recorded_site, (&declared, lost, lets_go));
        if let (Some(Renewed { sure, address }), Some(_)) = (renewed, record) {
            let sure = sure || matches!(decision, Decision::Replace { sure: true, .. });
            decision = Decision::Replace { sure, first: First::Create };
            causes.push(Cause::Cluster { address });
        }
        if let Some(address) = record.and_then(|record| ousted::held(self.graph, number, record, planned))
            && matches!(decision, Decision::Keep | Decision::Update { .. })
        {
            decision = Decision::Replace { sure: true, first: First::Delete };
            causes.push(Cause::Holds { address });
        } else if let (Decision::Replace { first, .. }, Some(record)) = (&mut decision, record) {
            let needs_deleted = ousted::needed(self.graph, number, record, planned);
            let in_the_way = self.in_the_way.contains(&number).then_some(Cause::InTheWay);
            // Where the cluster is another, nothing is in the way of the new one; the old one is found by what it was made on.
            let elsewhere = causes.iter().any(|cause| matches!(cause, Cause::Cluster { .. }));
            let why = match elsewhere && record.site.api.is_some() && !record.unfinished && needs_deleted.is_none() {
                true => None,
                false => replacement::deletes_first(ty.as_deref(), record, (&site, &declared), needs_deleted),
            };
            let why = why.or(in_the_way);
            if let Some(cause) = why {
                *first = First::Delete;
                if !causes.contains(&cause) {
                    causes.push(cause);
                }
            }
        }
        let moved_from = self.records.moved(number).cloned();
        // What is changed gets all of this with its change; until then its record says what it was.
        let stays = decision == Decision::Keep;
        let notes = stays && record.is_some_and(|record| differs_beside(record, node, &needs));
        let properties = if decision == Decision::Keep { Json::Null } else { declared };
        Planned { decision, causes, moved_from, properties, site, needs, fresh: None, rollout: None, notes, lets_go }
    }

    fn needs(&self, number: usize) -> Vec<String> {
        let edges = self.graph.needs(number).iter();
        let mut needs: Vec<String> =
            edges.filter_map(|edge| self.graph.node(edge.to)).map(|node| node.address.to_string()).collect();
        needs.sort_unstable();
        needs.dedup();
        needs
    }
}

fn plain(decision: Decision, site: Site, needs: Vec<String>) -> Planned {
    Planned {
        decision,
        causes: vec![],
        moved_from: None,
        properties: Json::Null,
        site,
        needs,
        fresh: None,
        rollout: None,
        notes: false,
        lets_go: false,
    }
}

/// Whether what is recorded beside the properties is not what the program says.
fn differs_beside(record: &Record, node: &Node, needs: &[String]) -> bool {
    let marks = (node.lifecycle.protect, node.lifecycle.retain, node.lifecycle.snapshot);
    record.needs != needs || (record.protect, record.retain, record.snapshot) != marks
}

fn step(node: &Node, planned: &Planned, record: Option<&Record>) -> Option<Step> {
    let (what, sure) = match planned.decision {
        Decision::Create => (What::Create, true),
        Decision::Update { sure } => (What::Update, sure),
        Decision::Replace { sure, first: First::Create } => (What::Replace, sure),
        Decision::Replace { sure, first: First::Delete } => (What::ReplaceDeleteFirst, sure),
        Decision::Keep if planned.moved_from.is_some() => (What::Move, true),
        Decision::Keep | Decision::Read | Decision::Out | Decision::LeftOut => return None,
    };
    let replaced = matches!(planned.decision, Decision::Replace { .. });
    let mut causes = planned.causes.clone();
    if planned.moved_from.is_some() {
        causes.push(Cause::Renamed);
    }
    Some(Step {
        address: node.address.to_string(),
        ty: node.ty.to_string(),
        what,
        interrupts: rolling(planned, interrupts(&node.ty, what, &causes)),
        causes,
        because: vec![],
        sure,
        moved_from: planned.moved_from.clone(),
        identifier: record.map(|record| record.identifier.clone()),
        loses_data: replaced && !node.lifecycle.snapshot && leaving::loses_data(&node.ty),
    })
}

/// What is felt of a change whose machines are replaced one after another.
fn rolling(planned: &Planned, mut interrupts: Vec<Interrupts>) -> Vec<Interrupts> {
    let Some(rollout) = planned.rollout.as_ref().filter(|_| matches!(planned.decision, Decision::Update { .. })) else {
        return interrupts;
    };
    let count = Rollout::machines(&planned.properties);
    for interrupts in &mut interrupts {
        if count > 0 && Rollout::is_asked_by(&interrupts.places) {
            interrupts.how = Interruption::Rolling;
            interrupts.machines = Some(Machines { count, at_once: rollout.at_once(count).min(count) });
            interrupts.time = u64::try_from(rollout.time(count).as_millis()).ok();
        }
    }
    interrupts
}

/// Why a node may not be replaced, though it would have to be.
fn refusal(node: &Node, planned: &Planned) -> Option<Refusal> {
    let Decision::Replace { first, .. } = planned.decision else { return None };
    let what = if first == First::Delete { What::ReplaceDeleteFirst } else { What::Replace };
    let held = planned.causes.iter().find_map(|cause| match cause {
        Cause::Holds { address } if leaving::loses_data(&node.ty) => Some(address),
        _ => None,
    });
    let why = match held {
        _ if node.lifecycle.protect => "it is protected by `@protect`, and cannot be changed in place".into(),
        Some(address) => format!(
            "`{address}` has to go before it is made again, and this with it, with its data: give `{address}` another name, so \
             that the new one is made first"
        )
        .into(),
        None => return None,
    };
    Some(Refusal { address: node.address.to_string(), what, why, span: Some(node.span) })
}

/// The old resource of a node that is replaced.
fn replaced(number: usize, node: &Node, planned: &Planned, record: Option<&Record>) -> Option<Leaving> {
    let (Decision::Replace { sure, first }, Some(record)) = (&planned.decision, record) else { return None };
    let address = node.address.to_string();
    let replaced = match first {
        First::Create => Some(record.token.clone()),
        First::Delete => None,
    };
    Some(Leaving {
        target: cloudc_state::Target { address, replaced },
        ty: record.ty.clone(),
        node: Some(number),
        first: *first,
        forget: false,
        sure: *sure,
    })
}

/// What is known of a node's type.
pub(crate) fn type_of(node: &Node) -> Option<Arc<ResourceType>> {
    facts().resource_type(&node.ty)
}
