//! Random programs, edits, faults and kills; whatever happens, a run without trouble brings the cloud to what is declared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use cloudc_durable::Memory;
use cloudc_provider::{Faults, Provider};
use common::{Lab, graph, run};
use proptest::prelude::*;
use tripwire::Tripwire;

/// What a program declares; every number is a variant.
#[derive(Debug, Clone)]
struct Program {
    vpc: Option<u8>,
    /// Which range each subnet has; each range of a network is one subnet's.
    subnets: Vec<u8>,
    group: Option<(u8, bool)>,
    queues: Vec<Option<(u8, bool)>>,
    policy: Option<u8>,
    template: Option<u8>,
    feed: bool,
}

impl Program {
    fn text(&self) -> String {
        let mut text = String::new();
        if let Some(vpc) = self.vpc {
            let _infallible = writeln!(text, "resource vpc: aws.ec2.VPC {{ CidrBlock = 10.{vpc}.0.0/16 }}");
            for (number, range) in self.subnets.iter().enumerate() {
                let line = format!("VpcId = vpc.VpcId, CidrBlock = 10.{vpc}.{range}.0/24");
                let _infallible = writeln!(text, "resource subnet{number}: aws.ec2.Subnet {{ {line} }}");
            }
            if let Some((variant, named)) = self.group {
                let name = if named { "GroupName = \"web\", " } else { "" };
                let line = format!("{name}GroupDescription = \"v{variant}\", VpcId = vpc.VpcId");
                let _infallible = writeln!(text, "resource group: aws.ec2.SecurityGroup {{ {line} }}");
            }
        }
        for (number, queue) in self.queues.iter().enumerate() {
            let Some((variant, named)) = queue else { continue };
            let name = if *named { format!("QueueName = \"q{number}\", ") } else { String::new() };
            let _infallible =
                writeln!(text, "resource queue{number}: aws.sqs.Queue {{ {name}VisibilityTimeout = {variant} }}");
        }
        self.rest(&mut text);
        text
    }

    fn rest(&self, text: &mut String) {
        let queue = self.queues.iter().position(Option::is_some);
        if let (Some(variant), Some(queue)) = (self.policy, queue) {
            let action = if variant == 0 { "SendMessage" } else { "ReceiveMessage" };
            let statement = format!(
                "{{ Effect = \"Allow\", Principal = \"*\", Action = [\"sqs:{action}\"], Resource = [queue{queue}.Arn] }}"
            );
            let line = format!("Queues = [queue{queue}.QueueUrl]");
            let _infallible = writeln!(
                text,
                "resource policy: aws.sqs.QueuePolicy {{ {line}, PolicyDocument = {{ Version = \"2012-10-17\", Statement = [{statement}] }} }}"
            );
        }
        if let (true, Some(queue)) = (self.feed, queue) {
            let _infallible = writeln!(
                text,
                "resource feed: aws.lambda.EventSourceMapping {{ FunctionName = \"f\", EventSourceArn = queue{queue}.Arn }}"
            );
        }
        if let Some(variant) = self.template {
            let _infallible = writeln!(
                text,
                "resource template: aws.ec2.LaunchTemplate {{ LaunchTemplateData = {{ InstanceType = \"t{}.nano\" }} }}\nresource group2: aws.autoscaling.AutoScalingGroup {{ MinSize = \"0\", MaxSize = \"1\", LaunchTemplate = {{ LaunchTemplateId = template.LaunchTemplateId, Version = template.LatestVersionNumber }} }}",
                2 + variant
            );
        }
    }
}

fn program() -> impl Strategy<Value = Program> {
    let ranges = prop::sample::subsequence(vec![0u8, 1, 2, 3], 0..=3).prop_shuffle();
    let queue = prop::option::weighted(0.7, (1u8..4, any::<bool>()));
    (
        prop::option::weighted(0.8, 0u8..2),
        ranges,
        prop::option::of((0u8..2, any::<bool>())),
        (queue.clone(), queue).prop_map(|(a, b)| vec![a, b]),
        prop::option::of(0u8..2),
        prop::option::of(0u8..2),
        any::<bool>(),
    )
        .prop_map(|(vpc, subnets, group, queues, policy, template, feed)| Program {
            vpc,
            subnets,
            group,
            queues,
            policy,
            template,
            feed,
        })
}

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Make,
    Remove,
    TakeBack,
}

/// One run: of a program, of its removal or of what takes the run before it back, with trouble, and perhaps killed at a step.
#[derive(Debug, Clone)]
struct Turn {
    program: Program,
    what: What,
    faults: Faults,
    kill: Option<usize>,
}

fn turn() -> impl Strategy<Value = Turn> {
    let chance = || prop_oneof![Just(0u16), 0u16..200];
    // How long a cloud takes to settle is its own and does not change.
    let settling = Duration::from_secs(30);
    let faults = (any::<u64>(), chance(), chance(), chance(), chance()).prop_map(
        move |(seed, throttled, transient, lost, failed)| Faults { seed, throttled, transient, lost, failed, settling },
    );
    let what = prop_oneof![7 => Just(What::Make), 1 => Just(What::Remove), 2 => Just(What::TakeBack)];
    (program(), what, faults, prop::option::of(0usize..50)).prop_map(|(program, what, faults, kill)| Turn {
        program,
        what,
        faults,
        kill,
    })
}

/// One run, whatever comes of it.
fn play(disk: &Memory, turn: &Turn) {
    let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone())).with_faults(turn.faults);
    let graph = graph(&turn.program.text());
    run(async {
        let wire = Tripwire::new(lab.simulator().unwrap(), turn.kill.unwrap_or(usize::MAX));
        let provider: Arc<dyn Provider> = wire.clone();
        let session = async {
            match turn.what {
                What::TakeBack => drop(lab.undo_with(&provider).await),
                what => drop(lab.session_with(&graph, what == What::Remove, &provider).await),
            }
        };
        tokio::select! {
            () = session => {}
            () = wire.dead.notified() => {}
        }
    });
}

/// How many random histories are played; more by hand: `CLOUDC_MODEL_CASES=5000 cargo test -p cloudc-engine --test model`.
fn cases() -> u32 {
    std::env::var("CLOUDC_MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_run_without_trouble_brings_the_cloud_to_what_is_declared(
        turns in prop::collection::vec(turn(), 1..6),
        last in program(),
    ) {
        let disk = Memory::new();
        for turn in &turns {
            play(&disk, turn);
        }
        // What was made a moment ago may still not be seen; nothing else is wrong.
        let faults = Faults { settling: Duration::from_secs(30), ..Faults::default() };
        let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk)).with_faults(faults);
        let text = last.text();
        lab.up(&text);
        prop_assert_eq!(lab.plan(&text), Vec::<String>::new());
        prop_assert_eq!(lab.owned().len(), text.matches("resource ").count());
        lab.down(&text);
    }
}
