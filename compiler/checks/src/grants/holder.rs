use super::document::{self, Unknown};
use super::{Arns, Grant, Grants, Managed, Principal};
use crate::read::{Index, Target, at, first};

const ROLE: &str = "aws.iam.Role";
const USER: &str = "aws.iam.User";
const GROUP: &str = "aws.iam.Group";
const MANAGED: &str = "aws.iam.ManagedPolicy";

/// Policies that are resources: the type, and the properties that name whose they are.
const POLICIES: &[(&str, &[(&str, &str)])] = &[
    ("aws.iam.RolePolicy", &[("RoleName", ROLE)]),
    ("aws.iam.UserPolicy", &[("UserName", USER)]),
    ("aws.iam.GroupPolicy", &[("GroupName", GROUP)]),
    ("aws.iam.Policy", &[("Roles", ROLE), ("Users", USER), ("Groups", GROUP)]),
    (MANAGED, &[("Roles", ROLE), ("Users", USER), ("Groups", GROUP)]),
];

/// Finds what roles, users and groups may do.
pub(super) fn build(grants: &mut Grants, index: &Index<'_>, arns: &Arns<'_>) {
    for &(ty, holders) in POLICIES {
        for (number, node) in index.of_type(ty) {
            let mut who = Vec::new();
            for (path, holder) in holders {
                who.extend(at(&node.properties, path).into_iter().map(|value| named(index, value, holder)));
            }
            if ty == MANAGED {
                who.extend(attached(index, number));
            }
            let document = first(&node.properties, "PolicyDocument");
            if let (MANAGED, Some(Ok(statements))) = (ty, document.map(|document| document::statements(arns, document)))
            {
                grants.documents.insert(number, statements);
            }
            add(grants, arns, document, &who, (number, "PolicyDocument"));
        }
    }
    for ty in [ROLE, USER, GROUP, "aws.sso.PermissionSet"] {
        for (number, node) in index.of_type(ty) {
            let who = [Principal::Node(number)];
            for document in
                at(&node.properties, "Policies.PolicyDocument").into_iter().chain(at(&node.properties, "InlinePolicy"))
            {
                add(grants, arns, Some(document), &who, (number, "Policies"));
            }
            for path in ["ManagedPolicyArns", "ManagedPolicies"] {
                for value in at(&node.properties, path) {
                    match index.target(value, &[MANAGED]) {
                        Target::Node(policy) if index.is(policy, MANAGED) => {}
                        _ => match Managed::read(value, number) {
                            Some(managed) => grants.managed.push(managed),
                            None => grants.unknown.push((who.to_vec(), number)),
                        },
                    }
                }
            }
            if let Some(bound) = first(&node.properties, "PermissionsBoundary") {
                grants.bounds.push((number, index.node_of(bound, MANAGED)));
            }
        }
    }
    memberships(grants, index);
}

/// Who a value names.
fn named(index: &Index<'_>, value: &cloudc_base::value::Value, ty: &str) -> Principal {
    match index.target(value, &[ty]) {
        Target::Node(number) => Principal::Node(number),
        Target::Named(name) => Principal::Foreign(name.to_owned()),
        Target::Unknown => Principal::Unknown(value.to_string()),
    }
}

/// The identities that attach a managed policy of the program themselves.
fn attached(index: &Index<'_>, policy: usize) -> Vec<Principal> {
    let holders = [ROLE, USER, GROUP].into_iter().flat_map(|ty| index.of_type(ty));
    let has = |node: &cloudc_graph::Node| index.referred(node, "ManagedPolicyArns", MANAGED).contains(&policy);
    holders.filter(|(_, node)| has(node)).map(|(number, _)| Principal::Node(number)).collect()
}

fn add(
    grants: &mut Grants,
    arns: &Arns<'_>,
    document: Option<&cloudc_base::value::Value>,
    who: &[Principal],
    (node, property): (usize, &'static str),
) {
    let Some(document) = document.filter(|_| !who.is_empty()) else { return };
    match document::statements(arns, document) {
        Ok(statements) => grants.statements.extend(statements.into_iter().map(|statement| Grant {
            statement,
            who: who.to_vec(),
            but: false,
            owners: Vec::new(),
            node,
            property,
        })),
        Err(Unknown) => grants.unknown.push((who.to_vec(), node)),
    }
}

/// Which users are in which groups.
fn memberships(grants: &mut Grants, index: &Index<'_>) {
    for (user, node) in index.of_type(USER) {
        let groups = index.referred(node, "Groups", GROUP);
        grants.groups.extend(groups.into_iter().map(|group| (user, group)));
    }
    for (_, node) in index.of_type("aws.iam.UserToGroupAddition") {
        let groups = index.referred(node, "GroupName", GROUP);
        for user in index.referred(node, "Users", USER) {
            grants.groups.extend(groups.iter().map(|group| (user, *group)));
        }
    }
}
