//! Handing roles to services, and the roles that services make for themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::action::{Call, services};
use crate::deployer::Deployer;
use crate::need::Condition;
use crate::values::{self, Seen, property};

const ROLE: &str = "aws.iam.Role";
/// What carries a role to whoever refers to it.
const CARRIERS: &[&str] = &["aws.iam.InstanceProfile", "aws.ec2.LaunchTemplate", "aws.ecs.TaskDefinition"];

impl Deployer<'_> {
    /// `iam:PassRole` for each role that a node hands on, to the services that the role trusts.
    pub(crate) fn pass_roles(&mut self, call: &Call<'_>) {
        for role in self.roles(call.number) {
            let Some((node, _)) = self.typed(role) else { continue };
            let services = trusted(node);
            let condition = passed_to(services);
            for arn in self.own(role) {
                self.need(call, "iam:PassRole", &arn.text, &condition, Some(role));
            }
        }
        let Some((node, _)) = self.typed(call.number) else { return };
        let mut written = BTreeSet::new();
        values::each(&node.properties, &mut |seen| {
            if let Seen::Text(text) = seen
                && text.starts_with("arn:")
                && text.contains(":role/")
            {
                written.insert(text.to_owned());
            }
        });
        for arn in written {
            self.need(call, "iam:PassRole", &arn, &Condition::new(), None);
        }
    }

    /// The roles that a node refers to, through what carries them too.
    fn roles(&self, number: usize) -> BTreeSet<usize> {
        let (mut roles, mut seen, mut work) = (BTreeSet::new(), BTreeSet::new(), vec![number]);
        while let Some(at) = work.pop() {
            for other in self.referred(at).into_iter().filter(|other| seen.insert(*other)) {
                match self.graph.node(other).map(|node| &*node.ty) {
                    Some(ROLE) => {
                        roles.insert(other);
                    }
                    Some(ty) if CARRIERS.contains(&ty) => work.push(other),
                    _ => {}
                }
            }
        }
        roles
    }

    /// `iam:CreateServiceLinkedRole`: a service makes its own role when it is first used.
    pub(crate) fn linked_role(&mut self, call: &Call<'_>) {
        let mut condition = Condition::new();
        let name = services().linked.get(call.service).map_or("*.amazonaws.com", String::as_str);
        condition.insert(("StringLike", "iam:AWSServiceName".into()), vec![name.into()]);
        let arn = "arn:${Partition}:iam::${Account}:role/aws-service-role/*";
        self.need(call, "iam:CreateServiceLinkedRole", arn, &condition, None);
    }
}

/// The condition that a role goes to one of these services.
pub(crate) fn passed_to(services: Vec<Arc<str>>) -> Condition {
    let mut condition = Condition::new();
    if !services.is_empty() {
        condition.insert(("StringEquals", "iam:PassedToService".into()), services);
    }
    condition
}

/// The services that a role trusts, sorted.
fn trusted(role: &Node) -> Vec<Arc<str>> {
    let mut found = BTreeSet::new();
    let Some(document) = property(&role.properties, "AssumeRolePolicyDocument") else { return Vec::new() };
    let mut add = |value: &Value| {
        values::each(value, &mut |seen| {
            if let Seen::Text(text) = seen {
                found.insert(Arc::from(text));
            }
        });
    };
    values::each(document, &mut |seen| {
        if let Seen::Record(record) = seen
            && let Some(Value::Record(principal)) = record.get("Principal")
            && let Some(service) = principal.get("Service")
        {
            add(service);
        }
    });
    found.into_iter().collect()
}
