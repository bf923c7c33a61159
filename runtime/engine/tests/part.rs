//! Parts of programs: whatever is named, nothing breaks, and the rest can be done later.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/random.rs"]
mod random;

use cloudc_engine::{Selection, Step};
use common::{Lab, Session, graph, run};
use proptest::prelude::*;
use random::program;

const NAMES: [&str; 11] =
    ["vpc", "subnet0", "subnet1", "subnet2", "group", "queue0", "queue1", "policy", "feed", "template", "group2"];

/// Does a part of a program, and nothing goes wrong.
fn part(lab: &Lab, text: &str, removal: bool, selection: &Selection) -> Session {
    let graph = graph(text);
    let session = run(async { lab.part_with(&graph, removal, selection, &lab.simulator()?).await });
    let session = session.unwrap_or_else(|trouble| panic!("{}", trouble.0));
    lab.went_well(&session);
    session
}

fn selection() -> impl Strategy<Value = Selection> {
    let names = || prop::sample::subsequence(NAMES.to_vec(), 1..4);
    let own = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<String>>();
    prop_oneof![
        names().prop_map(move |only| Selection { only: own(only), except: Vec::new() }),
        names().prop_map(move |except| Selection { only: Vec::new(), except: own(except) }),
    ]
}

/// How many are tried; more by hand: `CLOUDC_MODEL_CASES=5000 cargo test -p cloudc-engine --test part`.
fn cases() -> u32 {
    std::env::var("CLOUDC_MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_part_is_done_without_breaking_the_rest(
        first in program(),
        second in program(),
        selection in selection(),
        removal in selection(),
    ) {
        let lab = Lab::new();
        lab.up(&first.text());
        let text = second.text();
        let session = part(&lab, &text, false, &selection);
        let is_named = |step: &&Step| session.plan.also.iter().all(|also| also.address != step.address);
        for step in session.plan.steps.iter().filter(is_named) {
            let named = selection.only.is_empty() || selection.only.contains(&step.address);
            prop_assert!(named && !selection.except.contains(&step.address), "{} of {selection:?}", step.address);
        }
        part(&lab, &text, true, &removal);
        lab.up(&text);
        prop_assert_eq!(lab.plan(&text), Vec::<String>::new());
        lab.down(&text);
    }
}

const CHAIN: &str = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource a: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.0.0/24 }
resource b: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.1.0/24 }
resource queue: aws.sqs.Queue {}
"#;

fn only(address: &str) -> Selection {
    Selection { only: vec![address.to_owned()], except: Vec::new() }
}

fn except(address: &str) -> Selection {
    Selection { only: Vec::new(), except: vec![address.to_owned()] }
}

#[test]
fn what_is_made_takes_along_what_it_needs() {
    let lab = Lab::new();
    let session = part(&lab, CHAIN, false, &only("a"));
    assert_eq!(common::shown(&session.plan), ["create a", "create vpc"]);
    assert_eq!((session.plan.also.len(), session.plan.totals.left_out), (1, 2));
    assert_eq!(lab.up(CHAIN).report.done.len(), 2);
}

#[test]
fn what_is_replaced_takes_along_what_needs_it() {
    let lab = Lab::new();
    lab.up(CHAIN);
    let moved = CHAIN.replace("10.0.", "10.1.");
    let session = part(&lab, &moved, false, &only("vpc"));
    let steps = ["replace a: CidrBlock VpcId", "replace b: CidrBlock VpcId", "replace vpc: CidrBlock"];
    assert_eq!(common::shown(&session.plan), steps);
    assert!(lab.plan(&moved).is_empty());
}

#[test]
fn what_is_left_out_keeps_what_it_needs() {
    let lab = Lab::new();
    lab.up(CHAIN);
    let session = part(&lab, "", false, &except("a"));
    assert_eq!(common::shown(&session.plan), ["delete b", "delete queue"]);
    let session = part(&lab, "", true, &except("a"));
    assert!(session.plan.steps.is_empty());
    let session = part(&lab, "", true, &only("vpc"));
    assert_eq!(common::shown(&session.plan), ["delete a", "delete vpc"]);
    assert_eq!(lab.owned(), []);
}
