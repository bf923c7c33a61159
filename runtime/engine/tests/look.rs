//! Somebody else changes and deletes things: all of it is found, and reverted or accepted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/random.rs"]
mod random;

use std::collections::BTreeSet;

use cloudc_engine::{Away, Drift, Knowledge, Moved, Patience, drift, entries, plan};
use cloudc_provider::path::Place;
use cloudc_provider::{Call, Change, Revealed, Silent, Token};
use cloudc_state::State;
use common::{Lab, graph, run};
use proptest::prelude::*;
use random::program;
use serde_json::{Value as Json, json};

/// What is no longer as recorded.
fn found(lab: &Lab, text: &str) -> Vec<Drift> {
    let (graph, document) = (graph(text), lab.document());
    run(async {
        let cloud = lab.simulator().unwrap();
        let plan = plan(&graph, &document, &Knowledge::default(), cloud.home()).unwrap();
        drift(&graph, &plan, &document, &cloud, &Patience::default()).await.unwrap()
    })
}

/// Somebody changes queues and deletes what nothing else needs; gives the addresses.
fn tamper(lab: &Lab, which: &[bool]) -> BTreeSet<String> {
    let document = lab.document();
    let mut changed = BTreeSet::new();
    run(async {
        let cloud = lab.simulator().unwrap();
        for ((address, record), _) in document.resources.iter().zip(which).filter(|(_, which)| **which) {
            let call = Call {
                app: "else".into(),
                address: "else".into(),
                ty: cloudc_facts::facts().resource_type(&record.ty).unwrap(),
                site: record.site.clone(),
                connection: None,
                token: Token::of(&["else", address]),
                timeout: None,
                snapshot: false,
                handle: None,
                revealed: Revealed::default(),
            };
            if record.ty == "aws.sqs.Queue" {
                let mut after = record.properties.clone();
                let entries = after.as_object_mut().unwrap();
                entries.insert("VisibilityTimeout".into(), json!(77));
                entries.insert("DelaySeconds".into(), json!(5));
                let places = [Place::new(["VisibilityTimeout"]), Place::new(["DelaySeconds"])];
                let change = Change { before: &record.properties, after: &after, places: &places, rollout: None };
                cloud.update(&call, &record.identifier, change, &Silent).await.unwrap();
                changed.insert(address.clone());
            } else if cloud.delete(&call, &record.identifier, &Silent).await.is_ok() {
                changed.insert(address.clone());
            }
        }
    });
    changed
}

/// Records what was found.
fn take(lab: &Lab, found: &[Drift], revert: bool) {
    run(async {
        let mut state = State::open_as(lab.store(), "shop", "drift", "lineage").await.unwrap();
        let entries = entries(found, state.document(), revert);
        state.record(entries).await.unwrap();
        state.close().await.unwrap();
    });
}

fn cases() -> u32 {
    std::env::var("CLOUDC_MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_somebody_else_does_is_found_and_reverted(
        program in program(),
        which in prop::collection::vec(any::<bool>(), 12),
    ) {
        let (lab, text) = (Lab::new(), program.text());
        lab.up(&text);
        prop_assert_eq!(found(&lab, &text), vec![]);
        let changed = tamper(&lab, &which);
        let drifts = found(&lab, &text);
        let addresses: BTreeSet<String> = drifts.iter().map(|drift| drift.address.clone()).collect();
        prop_assert_eq!(&addresses, &changed);
        take(&lab, &drifts, true);
        lab.up(&text);
        prop_assert_eq!(found(&lab, &text), vec![]);
        prop_assert_eq!(lab.plan(&text), Vec::<String>::new());
        lab.down(&text);
    }
}

#[test]
fn what_is_accepted_is_recorded_and_no_drift_any_more() {
    let lab = Lab::new();
    let text = "resource queue: aws.sqs.Queue { VisibilityTimeout = 30 }\n";
    lab.up(text);
    tamper(&lab, &[true]);
    let drifts = found(&lab, text);
    let Away::Changed(moved) = &drifts.first().unwrap().away else { panic!("{drifts:?}") };
    let word = |value: &Option<Json>| value.as_ref().map_or("-".to_owned(), Json::to_string);
    let line = |moved: &Moved| {
        format!("{}: {} {} {}", moved.place, word(&moved.declared), word(&moved.recorded), word(&moved.actual))
    };
    let shown: Vec<String> = moved.iter().map(line).collect();
    assert_eq!(shown, ["VisibilityTimeout: 30 30 77", "DelaySeconds: - - 5"]);
    take(&lab, &drifts, false);
    assert_eq!(found(&lab, text), []);
    assert_eq!(lab.plan(text), ["update queue: VisibilityTimeout"]);
    assert_eq!(lab.plan(&text.replace("30", "77")), Vec::<String>::new());
}
