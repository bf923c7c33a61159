//! The things that the calls for a node may be about: its own, and those that it refers to.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::{Node, Reason};

use crate::action::services;
use crate::deployer::Deployer;
use crate::need::Condition;
use crate::values::{self, Seen, property};
use crate::{Way, names};

/// Something that a call may be about.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its ARN, with wildcards.
    pub(crate) arn: String,
    /// Whether it is what the call makes, changes or removes.
    pub(crate) own: bool,
    /// What its tags say, where its identifier is not known beforehand.
    pub(crate) tags: Condition,
    /// The node that it is of.
    pub(crate) of: Option<usize>,
}

impl Deployer<'_> {
    /// Everything that calls for a node may be about.
    pub(crate) fn candidates(&self, number: usize) -> Vec<Candidate> {
        let mut found = self.of(number, true);
        for other in self.referred(number) {
            found.extend(self.of(other, false));
        }
        if let Some(node) = self.graph.node(number) {
            self.written(node, &mut found);
        }
        found
    }

    /// The nodes that the properties of a node refer to.
    pub(crate) fn referred(&self, number: usize) -> Vec<usize> {
        let edges = self.graph.needs(number).iter();
        let mut all: Vec<usize> =
            edges.filter(|edge| matches!(edge.reason, Reason::Property { .. })).map(|edge| edge.to).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn of(&self, number: usize, own: bool) -> Vec<Candidate> {
        let tags = self.tags(number);
        let candidate = |arn: crate::arns::Arn| Candidate {
            tags: if arn.named { Condition::new() } else { tags.clone() },
            arn: arn.text,
            own,
            of: Some(number),
        };
        self.own(number).into_iter().map(candidate).collect()
    }

    /// What the tags of a node surely say: the mark of `cloudc apply`, or CloudFormation's own.
    fn tags(&self, number: usize) -> Condition {
        let mut condition = Condition::new();
        let Some((node, ty)) = self.typed(number) else { return condition };
        let tagging = ty.tagging().filter(|tagging| tagging.at_creation && node.mode == cloudc_graph::Mode::Managed);
        let (Some(tagging), Some(app)) = (tagging, self.app()) else { return condition };
        match self.way {
            Way::CloudFormation if tagging.by_cloudformation => {
                let stack = names::stack(app);
                let values = vec![Arc::from(stack.as_str()), Arc::from(format!("{stack}-*"))];
                condition.insert(("StringLike", "aws:ResourceTag/aws:cloudformation:stack-name".into()), values);
            }
            Way::Direct if tagging.property.is_some() => {
                condition.insert(("StringEquals", "aws:ResourceTag/cloudc:app".into()), vec![app.into()]);
            }
            _ => {}
        }
        condition
    }

    /// What properties name by ARN, identifier, or the key of an object in a bucket.
    fn written(&self, node: &Node, found: &mut Vec<Candidate>) {
        let mut arns = Vec::new();
        values::each(&node.properties, &mut |seen| match seen {
            Seen::Text(text) if text.starts_with("arn:") => arns.push(text.to_owned()),
            Seen::Text(text) => arns.extend(by_identifier(text)),
            Seen::Record(record) => {
                if let (Some(bucket), Some(key)) = (record.get("S3Bucket"), record.get("S3Key")) {
                    let (bucket, key) = (self.text(bucket, 0), self.text(key, 0));
                    arns.push(format!("arn:${{Partition}}:s3:::{bucket}/{key}"));
                }
            }
            Seen::Name(_) | Seen::Later(_) => {}
        });
        if node.ty.starts_with("aws.iam.") {
            arns.extend(holders(node));
        }
        found.extend(arns.into_iter().map(|arn| Candidate { arn, own: false, tags: Condition::new(), of: None }));
    }
}

/// The roles, users and groups that a policy names.
fn holders(node: &Node) -> Vec<String> {
    const HOLDERS: &[(&str, &str)] = &[
        ("RoleName", "role"),
        ("Roles", "role"),
        ("UserName", "user"),
        ("Users", "user"),
        ("GroupName", "group"),
        ("Groups", "group"),
    ];
    let arn = |kind: &str, name: &str| format!("arn:${{Partition}}:iam::${{Account}}:{kind}/{name}");
    let named = HOLDERS.iter().filter_map(|(name, kind)| Some((property(&node.properties, name)?, *kind)));
    let texts = named.flat_map(|(value, kind)| match value {
        Value::Text(text) => vec![arn(kind, text)],
        Value::List(values) => {
            let texts = values.iter().filter_map(|value| match value {
                Value::Text(text) => Some(arn(kind, text)),
                _ => None,
            });
            texts.collect()
        }
        _ => Vec::new(),
    });
    texts.collect()
}

/// The ARN of something of EC2 by its identifier: `subnet-0a1b2c3d`.
fn by_identifier(text: &str) -> Option<String> {
    let (kind, rest) = text.split_at_checked(text.find('-')? + 1)?;
    let is_id = rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let kind = services().ids.get(kind).filter(|_| is_id)?;
    let account = if ["image", "snapshot"].contains(&kind.as_str()) { "" } else { "${Account}" };
    Some(format!("arn:${{Partition}}:ec2:${{Region}}:{account}:{kind}/{text}"))
}
