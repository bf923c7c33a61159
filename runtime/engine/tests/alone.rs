//! Each property changed alone: of every resource of the library's pages and of the corpus, to another value that its schema takes, and to none.
//! The plan says update or replacement as the facts do, the run does what the plan said and nothing else, the cloud holds what is
//! declared, and applying again changes nothing.
//!
//! There are some thousand; a few of each program are tried. All of them by hand:
//! `CLOUDC_ALTERATIONS=100000 cargo test -p cloudc-engine --test alone`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stderr, reason = "it is a test")]

#[path = "common/alter.rs"]
mod alter;
mod common;
#[path = "common/corpus.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::sync::Arc;

use alter::{Alteration, alterations};
use cloudc_durable::Memory;
use cloudc_engine::{Event, What};
use cloudc_facts::{Replacement, facts};
use cloudc_graph::Graph;
use cloudc_provider::Action;
use common::{Lab, Session, Trouble, run, shown};

/// How many alterations of each program are tried.
fn most() -> usize {
    std::env::var("CLOUDC_ALTERATIONS").ok().and_then(|most| most.parse().ok()).unwrap_or(6)
}

fn on(disk: &Memory) -> Lab {
    Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone()))
}

/// Whether the facts say that this replaces the resource.
fn is_replaced(graph: &Graph, alteration: &Alteration) -> bool {
    let ty = facts().resource_type(&graph.nodes()[alteration.node].ty).unwrap();
    let place = alteration.place();
    if let Some((list, inside)) = place.split_once("/*/")
        && let Some(key) = ty.key_of_edited(list)
    {
        return inside != key;
    }
    (ty.handlers().any() && !ty.handlers().update()) || ty.replacement(&place) == Replacement::Always
}

/// What was done to each resource, in order.
fn done(session: &Session) -> BTreeMap<String, Vec<Action>> {
    let mut all: BTreeMap<String, Vec<Action>> = BTreeMap::new();
    for event in &session.events {
        if let Event::Done { address, action: Some(action), .. } = event {
            all.entry(address.clone()).or_default().push(*action);
        }
    }
    all
}

/// What differs between what a plan said and what a run did.
fn unlike_the_plan(session: &Session) -> Vec<String> {
    let mut done = done(session);
    let mut wrong = Vec::new();
    for step in &session.plan.steps {
        let said: &[Action] = match step.what {
            What::Create => &[Action::Create],
            What::Update => &[Action::Update],
            What::Replace => &[Action::Create, Action::Delete],
            What::ReplaceDeleteFirst => &[Action::Delete, Action::Create],
            What::Delete => &[Action::Delete],
            What::Forget | What::Move => &[],
        };
        let did = done.remove(&step.address).unwrap_or_default();
        let less = !step.sure && (did.is_empty() || did == [Action::Update]);
        if did != said && !less {
            wrong.push(format!("the plan said {:?} of {}, and the run did {did:?}", step.what, step.address));
        }
    }
    wrong.extend(done.into_iter().map(|(address, did)| format!("the run did {did:?} to {address}, unplanned")));
    wrong
}

/// What goes wrong when one property is changed where everything is made.
fn wrong(full: &Memory, graph: &Graph, alteration: &Alteration) -> Vec<String> {
    let lab = on(&full.copy());
    let altered = alteration.of(graph);
    let address = graph.nodes()[alteration.node].address.to_string();
    let session = match run(lab.session(&altered, false)) {
        Ok(session) => session,
        Err(Trouble(why)) => return vec![why],
    };
    let mut wrong: Vec<String> =
        session.report.failed.iter().map(|failure| format!("{}: {}", failure.address, failure.message)).collect();
    let refused = session.plan.refusals.iter().map(|refusal| format!("refused: {}", refusal.address));
    wrong.extend(refused);
    if !wrong.is_empty() {
        return wrong;
    }
    let step = session.plan.steps.iter().find(|step| step.address == address);
    let replaced = step.is_some_and(|step| matches!(step.what, What::Replace | What::ReplaceDeleteFirst));
    let expected = is_replaced(graph, alteration);
    if step.is_none() || replaced != expected {
        let expected = if expected { "replaced" } else { "changed in place" };
        wrong.push(format!("it is to be {expected}, and the plan says {:?}", step.map(|step| step.what)));
    }
    let others = session.plan.steps.iter().filter(|step| step.address != address);
    let unasked = others.filter(|step| step.because.is_empty() && step.what != What::Update);
    wrong.extend(unasked.map(|step| format!("{:?} of {} follows from nothing", step.what, step.address)));
    wrong.extend(unlike_the_plan(&session));
    wrong.extend(lab.wrong());
    match run(lab.session(&altered, false)) {
        Ok(again) => wrong.extend(shown(&again.plan).into_iter().map(|step| format!("once more: {step}"))),
        Err(Trouble(why)) => wrong.push(why),
    }
    wrong
}

/// Some of them, evenly.
fn some(all: &[Alteration]) -> Vec<Alteration> {
    let most = most().min(all.len());
    (0..most).map(|number| all[number * all.len() / most].clone()).collect()
}

/// What goes wrong with a program, and how many alterations were tried.
fn tried(name: &str, graph: &Graph) -> (Vec<String>, usize) {
    let full = Memory::new();
    if run(on(&full).session(graph, false)).is_err() {
        return (vec![format!("{name}: it is not made")], 0);
    }
    let full = full.after_crash();
    let all = some(&alterations(graph));
    let one = |alteration: &Alteration| {
        let place = format!("{name}: {}", alteration.shown(graph));
        let wrong = wrong(&full, graph, alteration);
        // Where all are tried this takes long: what is found is told at once.
        wrong.iter().for_each(|why| eprintln!("{place}: {why}"));
        wrong.into_iter().map(move |why| format!("{place}: {why}")).collect::<Vec<_>>()
    };
    (all.iter().flat_map(one).collect(), all.len())
}

fn all_are_right(programs: &[(String, Graph)], least: usize) {
    let (mut failed, mut count) = (Vec::new(), 0);
    for (name, graph) in programs {
        let (wrong, tried) = tried(name, graph);
        failed.extend(wrong);
        count += tried;
    }
    assert!(failed.is_empty(), "{} of {count}:\n{}", failed.len(), failed.join("\n"));
    assert!(count >= least, "{count} alterations");
}

#[test]
fn each_property_of_each_page_of_the_library_is_changed_alone() {
    let pages = corpus::pages().into_iter().filter_map(|(name, graph)| Some((name, graph?)));
    all_are_right(&pages.collect::<Vec<_>>(), 150);
}

#[test]
fn each_property_of_each_right_program_is_changed_alone() {
    let but = ["0123456789abcdef0", "0aaaaaaaaaaaaaaaa", "@protect", "aws.networkfirewall.Firewall"];
    let mut programs = corpus::programs("tests/corpus/right", &but);
    programs.extend(corpus::programs("tests/corpus/programs", &but));
    all_are_right(&programs, 50);
}
