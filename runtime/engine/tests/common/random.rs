//! Programs by chance.
#![allow(unreachable_pub, reason = "it is a part of tests")]

use std::fmt::Write;

use proptest::prelude::*;

/// What a program declares; every number is a variant.
#[derive(Debug, Clone)]
pub struct Program {
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
    /// What the user writes.
    pub fn text(&self) -> String {
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

/// Any program.
pub fn program() -> impl Strategy<Value = Program> {
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
