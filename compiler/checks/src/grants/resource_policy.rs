use std::collections::BTreeMap;
use std::sync::LazyLock;

use cloudc_base::value::Value;
use serde::Deserialize;

use super::document::{self, Effect, Patterns, Statement, Unknown};
use super::{Arns, Grant, Grants, Pattern, Principal};
use crate::read::{Index, Target, at, first, text};

/// How a type holds the policy of a resource.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    /// The property that holds the document.
    document: String,
    /// The property that names what it is about; none if it is about the node itself.
    of: Option<String>,
    /// Types of what it is about.
    #[serde(default)]
    types: Vec<String>,
    /// Whether the document is a single statement.
    #[serde(default)]
    bare: bool,
    /// Whether it is about whatever its statements name.
    #[serde(default)]
    any: bool,
}

/// The table `resource_policies.json`.
fn table() -> &'static BTreeMap<String, Policy> {
    static TABLE: LazyLock<BTreeMap<String, Policy>> =
        LazyLock::new(|| serde_json::from_str(include_str!("resource_policies.json")).unwrap_or_default());
    &TABLE
}

/// Finds what resources let others do with them.
pub(super) fn build(grants: &mut Grants, index: &Index<'_>, arns: &Arns<'_>) {
    for (ty, policy) in table() {
        for (number, node) in index.of_type(ty) {
            let types: Vec<&str> = policy.types.iter().map(String::as_str).collect();
            let owners = match &policy.of {
                Some(path) => {
                    at(&node.properties, path).into_iter().filter_map(|value| owner(index, value, &types)).collect()
                }
                None => vec![number],
            };
            if owners.is_empty() && !policy.any {
                continue;
            }
            let owners = if policy.any { Vec::new() } else { owners };
            for document in at(&node.properties, &policy.document) {
                add(grants, arns, policy, document, &owners, number);
            }
        }
    }
    permissions(grants, index, arns);
}

fn owner(index: &Index<'_>, value: &Value, types: &[&str]) -> Option<usize> {
    match index.target(value, types) {
        Target::Node(number) => Some(number),
        _ => None,
    }
}

fn add(grants: &mut Grants, arns: &Arns<'_>, policy: &Policy, document: &Value, owners: &[usize], node: usize) {
    let wrapped = Value::record([("Statement", document.clone())]);
    let property = property_of(policy);
    match document::statements(arns, if policy.bare { &wrapped } else { document }) {
        Ok(statements) => {
            for statement in statements {
                let (who, but) = statement.principals.clone().unwrap_or((vec![Principal::Anyone], false));
                grants.statements.push(Grant { statement, who, but, owners: owners.to_vec(), node, property });
            }
        }
        Err(Unknown) => grants.unknown.push((vec![Principal::Anyone], node)),
    }
}

/// The first name of the path to a document.
fn property_of(policy: &Policy) -> &'static str {
    let top = policy.document.split('.').next().unwrap_or_default();
    table().values().find_map(|known| known.document.split('.').next().filter(|name| *name == top)).unwrap_or("")
}

/// `aws.lambda.Permission`: one statement in the policy of a function.
fn permissions(grants: &mut Grants, index: &Index<'_>, arns: &Arns<'_>) {
    for (number, node) in index.of_type("aws.lambda.Permission") {
        let part = |name: &str| first(&node.properties, name);
        let types = ["aws.lambda.Function", "aws.lambda.Alias", "aws.lambda.Version"];
        let Some(function) = part("FunctionName").and_then(|value| owner(index, value, &types)) else { continue };
        let function = base(index, function);
        let who = part("Principal").map_or(Principal::Anyone, |value| match text(value) {
            Some(name) if name.contains(".amazonaws.com") => Principal::Service(name.to_owned()),
            _ => Principal::one(arns, "AWS", value),
        });
        let conditional = ["SourceArn", "SourceAccount", "EventSourceToken", "PrincipalOrgID"]
            .iter()
            .any(|name| part(name).is_some());
        grants.statements.push(Grant {
            statement: Statement {
                effect: Effect::Allow,
                actions: Patterns::These(part("Action").into_iter().map(document::action).collect()),
                resources: Patterns::These(vec![Pattern::glob("*")]),
                principals: None,
                conditional,
                // Each of them names who asks.
                identified: conditional,
            },
            who: vec![who],
            but: false,
            owners: vec![function],
            node: number,
            property: "",
        });
    }
}

/// The function that a version or an alias is of.
fn base(index: &Index<'_>, number: usize) -> usize {
    let Some(node) = index.node(number).filter(|node| &*node.ty != "aws.lambda.Function") else { return number };
    index.referred(node, "FunctionName", "aws.lambda.Function").first().copied().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_types_and_properties_that_there_are() {
        let read: BTreeMap<String, Policy> =
            serde_json::from_str(include_str!("resource_policies.json")).expect("it reads");
        let facts = cloudc_facts::facts();
        for (ty, policy) in read {
            let schema = facts.resource_type(&ty).unwrap_or_else(|| panic!("there is no type {ty}")).schema();
            for path in [Some(&policy.document), policy.of.as_ref()].into_iter().flatten() {
                let step = |schema: cloudc_facts::Schema, name: &str| {
                    schema.property(name).or_else(|| schema.items()?.property(name))
                };
                assert!(path.split('.').try_fold(schema.clone(), step).is_some(), "{ty} has no {path}");
            }
            for of in &policy.types {
                assert!(facts.resource_type(of).is_some(), "there is no type {of}");
            }
        }
    }
}
