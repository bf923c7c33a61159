//! A program as large as one likes.
#![allow(unreachable_pub, reason = "it is a part of tests")]

use std::fmt::Write;

/// So many networks with a subnet, a group, a topic and 48 queues that listen to it: 100 resources each.
pub fn program(networks: usize) -> String {
    let mut text = String::new();
    for net in 0..networks {
        let _infallible = write!(
            text,
            "resource vpc{net}: aws.ec2.VPC {{ CidrBlock = 10.{net}.0.0/16 }}\n\
             resource topic{net}: aws.sns.Topic {{}}\n\
             for i in range(48) {{\n\
               resource queue{net}: aws.sqs.Queue {{ VisibilityTimeout = i + 1 }}\n\
               resource feed{net}: aws.sns.Subscription {{ TopicArn = topic{net}.TopicArn, Protocol = \"sqs\", Endpoint = queue{net}[i].Arn }}\n\
             }}\n\
             resource group{net}: aws.ec2.SecurityGroup {{ GroupDescription = \"all\", VpcId = vpc{net}.VpcId }}\n\
             resource a{net}: aws.ec2.Subnet {{ VpcId = vpc{net}.VpcId, CidrBlock = 10.{net}.1.0/24 }}\n"
        );
    }
    text
}
