//! Runs that are stopped, disks that are full, rivals, stale plans, things that never become ready.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use cloudc_durable::Memory;
use cloudc_engine::{Event, Finish, Knowledge, Options, Stop, Stopper, apply, plan};
use cloudc_provider::{Action, Class, Faults, Settings, Simulator};
use cloudc_state::State;
use common::{Lab, graph, run, shown};

/// Three that are made at once, and one behind them.
const WIDE: &str = r#"
resource a: aws.sqs.Queue {}
resource b: aws.sqs.Queue {}
resource c: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource d: aws.ec2.Subnet { VpcId = c.VpcId, CidrBlock = 10.0.0.0/24 }
"#;

/// Runs a program and asks it to stop so many times after a second.
fn stopped(lab: &Lab, times: usize) -> common::Session {
    let graph = graph(WIDE);
    run(async {
        let stopper = lab.stopper.clone();
        let press = async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            (0..times).for_each(|_| _ = stopper.press());
        };
        let (session, ()) = tokio::join!(lab.session(&graph, false), press);
        session.unwrap()
    })
}

#[test]
fn asked_once_it_finishes_what_runs_and_starts_nothing_more() {
    let lab = Lab::new();
    let session = stopped(&lab, 1);
    assert_eq!(session.report.finish, Finish::Stopped);
    assert_eq!(session.report.done.len(), 3);
    assert_eq!((&*session.report.not_tried[0].address, &session.report.not_tried[0].because), ("d", &None));
    assert!(session.events.contains(&Event::Stopping { running: 3 }));
    lab.check();
    let lab = Lab { stopper: Stopper::default(), ..lab };
    assert_eq!(lab.up(WIDE).report.done.len(), 1);
}

#[test]
fn asked_twice_it_ends_now_and_the_next_run_finds_out() {
    let lab = Lab::new();
    let session = stopped(&lab, 2);
    assert_eq!((session.report.finish, session.report.done.len()), (Finish::Interrupted, 0));
    assert_eq!(lab.document().pending.len(), 3);
    assert_eq!(session.report.took, Duration::from_secs(1));
    let lab = Lab { stopper: Stopper::default(), ..lab };
    let next = lab.up(WIDE);
    let found = next.events.iter().filter(|event| matches!(event, Event::Recovered { outcome: "it is there", .. }));
    assert_eq!(found.count(), 3);
    assert_eq!(lab.owned().len(), 4);
}

#[test]
fn a_stopper_counts() {
    let stopper = Stopper::default();
    assert_eq!(
        [stopper.now(), stopper.press(), stopper.press(), stopper.press()],
        [Stop::No, Stop::Finish, Stop::Now, Stop::Now]
    );
}

#[test]
fn a_full_disk_ends_the_run_with_a_clear_error_and_loses_nothing() {
    let mut met = 0;
    for room in (0..9000).step_by(150) {
        let (cloud, state) = (Memory::new(), Memory::new());
        let lab = Lab::on(Arc::new(cloud.clone()), Arc::new(state.clone()));
        state.fill_after(room);
        if let Err(trouble) = run(lab.session(&graph(WIDE), false)) {
            met += 1;
            assert!(trouble.0.contains("no space left") || trouble.0.contains("cannot be"), "{room}: {}", trouble.0);
        }
        state.empty();
        lab.up(WIDE);
        assert_eq!(lab.owned().len(), 4, "with room for {room}");
    }
    assert!(met > 10, "{met}");
}

#[test]
fn a_cloud_that_cannot_write_refuses_and_nothing_is_lost() {
    for room in (0..6000).step_by(300) {
        let (cloud, state) = (Memory::new(), Memory::new());
        let lab = Lab::on(Arc::new(cloud.clone()), Arc::new(state));
        cloud.fill_after(room);
        let _refused = run(lab.session(&graph(WIDE), false));
        cloud.empty();
        lab.up(WIDE);
    }
}

#[test]
fn a_plan_of_another_program_or_state_is_stale() {
    let lab = Lab::new();
    let [one, two] = [graph(WIDE), graph("resource a: aws.sqs.Queue {}")];
    run(async {
        let cloud = lab.simulator().unwrap();
        let mut state = State::open(lab.store(), "shop", "apply").await.unwrap();
        let plan = plan(&one, state.document(), &Knowledge::default(), cloud.home()).unwrap();
        let options = Options::default();
        let mut quiet = |_: Duration, _: &Event| {};
        let other = apply(&two, &plan, &mut state, &cloud, &options, &mut quiet).await.unwrap_err();
        assert_eq!(other.to_string(), "the plan is stale: the program has changed since");
        apply(&one, &plan, &mut state, &cloud, &options, &mut quiet).await.unwrap();
        let later = apply(&one, &plan, &mut state, &cloud, &options, &mut quiet).await.unwrap_err();
        assert_eq!(later.to_string(), "the plan is stale: the state has changed since");
    });
}

#[test]
fn a_program_stays_where_it_was_made() {
    let lab = Lab::new();
    lab.up(WIDE);
    let other = run(async {
        let settings = Settings { account: "111122223333".into(), ..lab.settings.clone() };
        let cloud: Arc<dyn cloudc_provider::Provider> = Arc::new(Simulator::open(&lab.cloud, settings).unwrap());
        lab.session_with(&graph(WIDE), false, &cloud).await.unwrap_err().0
    });
    assert_eq!(
        other,
        "the program lives in account 000000000000 and eu-west-1 of `local` and this is account 111122223333 and \
         eu-west-1 of `local`"
    );
}

#[test]
fn what_never_became_ready_is_replaced_and_what_worked_stays_until_then() {
    let broken = Faults { failed: 1000, ..Faults::default() };
    let lab = Lab::new().with_faults(broken);
    let session = lab.apply(WIDE);
    assert_eq!((session.report.failed.len(), session.report.not_tried.len()), (3, 1));
    assert!(session.report.failed.iter().all(|failure| failure.class == Some(Class::Failed)));
    lab.check();
    let lab = lab.with_faults(Faults::default());
    let session = lab.up(WIDE);
    let steps = ["replace_delete_first a", "replace_delete_first b", "replace_delete_first c", "create d"];
    assert_eq!(shown(&session.plan), steps);
    // A replacement that fails leaves the old one where it is.
    let lab = lab.with_faults(broken);
    let renamed = WIDE.replace("a: aws.sqs.Queue {}", "a: aws.sqs.Queue { QueueName = \"x\" }");
    let before = lab.document().at("a").unwrap().identifier.clone();
    let report = lab.apply(&renamed).report;
    assert_eq!((report.failed[0].action, &*report.not_tried[0].address), (Some(Action::Create), "a"));
    assert_eq!(lab.document().at("a").unwrap().identifier, before);
    let lab = lab.with_faults(Faults::default());
    assert_eq!(lab.plan(&renamed), ["replace a: QueueName", "delete a"]);
    lab.up(&renamed);
    lab.down(&renamed);
}

#[test]
fn a_change_that_failed_half_way_is_made_again() {
    let lab = Lab::new();
    let program = |seconds: u32| format!("resource a: aws.sqs.Queue {{ VisibilityTimeout = {seconds} }}");
    lab.up(&program(1));
    let lab = lab.with_faults(Faults { failed: 1000, ..Faults::default() });
    // The cloud has it now and never said that it is done.
    lab.apply(&program(2));
    let lab = lab.with_faults(Faults::default());
    assert_eq!(lab.plan(&program(1)), ["update a: VisibilityTimeout"]);
    lab.up(&program(1));
    assert!(lab.plan(&program(1)).is_empty());
}

#[test]
fn a_cloud_that_throttles_is_asked_less_and_gives_everything() {
    let faults = Faults { seed: 5, throttled: 300, lost: 150, transient: 100, ..Faults::default() };
    let lab = Lab::new().with_faults(faults);
    let program: String =
        (0..60).map(|n| format!("resource q{n}: aws.sqs.Queue {{ DelaySeconds = {} }}\n", n % 9)).collect();
    let session = lab.up(&program);
    let throttled = |event: &&Event| matches!(event, Event::Retried { class: Class::Throttled, .. });
    assert!(session.events.iter().filter(throttled).count() > 5);
    lab.down(&program);
}

#[test]
fn two_programs_at_once_wait_for_one_another() {
    let lab = Lab::new();
    run(async {
        let _first = State::open(lab.store(), "shop", "apply").await.unwrap();
        let cloud = lab.simulator().unwrap();
        let second = lab.session_with(&graph(WIDE), false, &cloud).await.unwrap_err();
        assert!(second.0.starts_with("another run has the state: `apply`"), "{}", second.0);
    });
    lab.up(WIDE);
}
