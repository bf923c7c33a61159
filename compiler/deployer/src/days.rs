//! What is needed beside plan, apply and destroy: to halt and resume, to see what is there, to take things over, to log in; for every
//! phase the state's bucket and the roles in other accounts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use cloudc_base::value::{Entries, Value};
use cloudc_graph::Mode;

use crate::Way;
use crate::action::{About, Action, Call, all};
use crate::deployer::Deployer;
use crate::need::{Condition, Phase};
use crate::types::Handler;

/// The phases that write into the state.
const WRITES: [Phase; 5] = [Phase::Apply, Phase::Destroy, Phase::Halt, Phase::Resume, Phase::Import];

/// The table `looks.json`: calls that are refused when they were carried out before, and what is asked then.
static LOOKS: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/looks.json")).unwrap_or_default());

/// Adds what every phase needs beside the calls for nodes, and what later days need.
pub(crate) fn add(deployer: &mut Deployer<'_>) {
    state(deployer);
    if deployer.way == Way::Direct {
        key(deployer);
        roles(deployer);
        operations(deployer);
        for number in deployer.numbers() {
            found(deployer, number);
        }
    }
}

/// The bucket of the state, where the program names one.
fn state(deployer: &mut Deployer<'_>) {
    let place = deployer.says("state").and_then(|place| Some(place.strip_prefix("s3://")?.to_owned()));
    let (Some(place), Some(app)) = (place, deployer.app().map(str::to_owned)) else { return };
    let (bucket, prefix) = place.split_once('/').unwrap_or((&place, ""));
    let folder: Vec<&str> = [prefix.trim_matches('/'), &app].into_iter().filter(|part| !part.is_empty()).collect();
    let bucket = format!("arn:${{Partition}}:s3:::{bucket}");
    let objects = format!("{bucket}/{}/*", folder.join("/"));
    let phases: &[Phase] = if deployer.way == Way::Direct { &Phase::ALL } else { &Phase::RUNS };
    for &phase in phases {
        let mut add = |action: &str, arn: &str| deployer.add(None, action, arn, Condition::new(), phase, None);
        add("s3:GetObject", &objects);
        // Without it nobody is told that something is not there.
        add("s3:ListBucket", &bucket);
        if WRITES.contains(&phase) {
            add("s3:PutObject", &objects);
            add("s3:DeleteObject", &objects);
        }
    }
}

/// The key that seals what clouds tell once, where there is any.
fn key(deployer: &mut Deployer<'_>) {
    let tells = |number: &usize| {
        let node = deployer.graph.node(*number).filter(|node| node.mode == Mode::Managed);
        node.is_some_and(|node| cloudc_facts::tells_once(&node.ty))
    };
    let Some(key) = deployer.says("state_key").filter(|_| deployer.numbers().iter().any(tells)) else { return };
    let mut condition = Condition::new();
    let arn = match key.find("alias/") {
        // Which key an alias stands for is not known beforehand.
        Some(at) => {
            let alias = key.get(at..).unwrap_or_default();
            condition.insert(("ForAnyValue:StringEquals", "kms:ResourceAliases".into()), vec![alias.into()]);
            "arn:${Partition}:kms:${Region}:${Account}:key/*".to_owned()
        }
        None if key.starts_with("arn:") => key,
        None => format!("arn:${{Partition}}:kms:${{Region}}:${{Account}}:key/{key}"),
    };
    for action in ["kms:Decrypt", "kms:GenerateDataKey"] {
        deployer.add(None, action, &arn, condition.clone(), Phase::Apply, None);
    }
}

/// The role that is taken on in each other account that something lives in.
fn roles(deployer: &mut Deployer<'_>) {
    let accounts: BTreeSet<_> = deployer
        .numbers()
        .into_iter()
        .filter_map(|number| deployer.graph.node(number)?.place.account.clone())
        .collect();
    let named = deployer.field("accounts");
    for account in accounts {
        let Some(Value::Record(named)) = &named else { return };
        let Some(Value::Record(one)) = named.get(&account) else { continue };
        let (Some(id), Some(role)) = (text(one, "id"), text(one, "role")) else { continue };
        let arn = match role.starts_with("arn:") {
            true => role,
            false => format!("arn:${{Partition}}:iam::{id}:role/{role}"),
        };
        // Logging in calls nothing.
        for phase in Phase::ALL.into_iter().filter(|phase| *phase != Phase::Connect) {
            deployer.add(None, "sts:AssumeRole", &arn, Condition::new(), phase, None);
        }
    }
}

/// What the operations of nouns call.
fn operations(deployer: &mut Deployer<'_>) {
    let all: Vec<(Phase, Entries)> = deployer
        .graph
        .instances()
        .iter()
        .flat_map(|instance| instance.operations.iter())
        .filter_map(|(name, operation)| match (&**name, operation) {
            ("halt", Value::Record(fields)) => Some((Phase::Halt, fields.entries())),
            ("resume", Value::Record(fields)) => Some((Phase::Resume, fields.entries())),
            ("connect", Value::Record(fields)) => Some((Phase::Connect, fields.entries())),
            _ => None,
        })
        .collect();
    for (phase, fields) in all {
        let Some(Value::Handle(on)) = fields.get("on") else { continue };
        let Some(number) = deployer.graph.number(on).filter(|number| deployer.numbers().contains(number)) else {
            continue;
        };
        let is_machine = deployer.graph.node(number).is_some_and(|node| &*node.ty == "aws.ec2.Instance");
        let called = match phase {
            // The key that lets in is given for a minute, to machines that are known one by one.
            Phase::Connect if is_machine => Some("ec2-instance-connect:SendSSHPublicKey".to_owned()),
            Phase::Connect => None,
            _ => text(&fields, "action"),
        };
        // What is called of clusters is nothing that IAM knows.
        let called = called.filter(|action| crate::is_action(action));
        for action in called.iter().chain(called.as_ref().and_then(|action| LOOKS.get(action))) {
            let Some(action) = deployer.types.action(action) else { continue };
            let candidates: Vec<_> =
                deployer.candidates(number).into_iter().filter(|candidate| candidate.own).collect();
            let service = action.text.split(':').next().unwrap_or_default().to_owned();
            let call =
                Call { number, service: &service, candidates: &candidates, phases: &[phase], at_creation: false };
            deployer.action(&call, &action);
        }
    }
}

/// What it takes to list everything of a node's type, and to take one over, which may be called anything and carries no mark yet.
fn found(deployer: &mut Deployer<'_>, number: usize) {
    let node = deployer.graph.node(number).filter(|node| node.mode == Mode::Managed && node.ty.starts_with("aws."));
    let Some(types) = node.and_then(|node| deployer.types.of(&node.ty)) else { return };
    for made in types.calls.iter().filter(|made| made.when.is_none()) {
        let has = |wanted: &[Handler]| made.handlers.iter().any(|handler| wanted.contains(handler));
        if has(&[Handler::Read, Handler::List]) {
            anything(deployer, number, &made.action, Phase::Discover);
        }
        if has(&[Handler::Read, Handler::List, Handler::Tag]) {
            anything(deployer, number, &made.action, Phase::Import);
        }
    }
    let condition = deployer.in_region("cloudformation", Some(number));
    let lists = ["cloudformation:GetResource", "cloudformation:ListResources"];
    let takes = ["cloudformation:GetResourceRequestStatus", "cloudformation:UpdateResource"];
    let calls = lists.iter().flat_map(|action| [(*action, Phase::Discover), (*action, Phase::Import)]);
    for (action, phase) in calls.chain(takes.iter().map(|action| (*action, Phase::Import))) {
        deployer.add(Some(number), action, "*", condition.clone(), phase, Some(number));
    }
}

/// An action on everything that it can be about.
fn anything(deployer: &mut Deployer<'_>, number: usize, action: &Action, phase: Phase) {
    match &action.about {
        About::Kinds(kinds) => {
            let arns: Vec<String> = kinds.iter().flat_map(all).map(|(arn, _, _)| arn).collect();
            for arn in arns {
                let arn = arn.replace("${ResourceName}", "*");
                deployer.add(Some(number), &action.text, &arn, Condition::new(), phase, Some(number));
            }
        }
        About::Anything => {
            let condition = deployer.in_region(&action.service, Some(number));
            deployer.add(Some(number), &action.text, "*", condition, phase, Some(number));
        }
        // Nothing is made.
        About::Role | About::LinkedRole => {}
    }
}

fn text(fields: &Entries, name: &str) -> Option<String> {
    match fields.get(name) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_what_iam_knows() {
        let read: BTreeMap<String, String> =
            serde_json::from_str(include_str!("../data/looks.json")).expect("it reads");
        assert!(read.iter().flat_map(|(call, look)| [call, look]).all(|action| crate::is_action(action)));
        assert_eq!(read.len(), LOOKS.len());
    }
}
