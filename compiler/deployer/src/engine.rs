//! What the engine itself needs: its own calls, what is uploaded, what is looked up.

use std::sync::Arc;

use cloudc_base::value::{From, Value};
use cloudc_facts::facts;
use cloudc_graph::Mode;

use crate::action::Call;
use crate::deployer::Deployer;
use crate::need::{Condition, Phase};
use crate::roles::passed_to;
use crate::values::{self, Seen};
use crate::{Way, names, refreshes};

const ALL: &[Phase] = &Phase::RUNS;
const CHANGES: &[Phase] = &[Phase::Apply, Phase::Destroy];
const LOOKS: &[Phase] = &[Phase::Plan, Phase::Apply];
const APPLY: &[Phase] = &[Phase::Apply];

/// The calls of Cloud Control.
const CLOUD_CONTROL: &[(&str, &[Phase])] = &[
    ("cloudformation:GetResource", ALL),
    // What was made, and whose answer was lost, is looked for.
    ("cloudformation:ListResources", ALL),
    ("cloudformation:GetResourceRequestStatus", CHANGES),
    ("cloudformation:CreateResource", APPLY),
    ("cloudformation:UpdateResource", APPLY),
    ("cloudformation:DeleteResource", CHANGES),
];

/// The calls about a stack.
const STACK: &[(&str, &[Phase])] = &[
    ("cloudformation:DescribeStacks", ALL),
    ("cloudformation:DescribeStackEvents", ALL),
    ("cloudformation:DescribeStackResources", ALL),
    ("cloudformation:ListStackResources", ALL),
    ("cloudformation:GetTemplate", LOOKS),
    ("cloudformation:GetTemplateSummary", LOOKS),
    ("cloudformation:CreateChangeSet", LOOKS),
    ("cloudformation:DescribeChangeSet", LOOKS),
    ("cloudformation:DeleteChangeSet", LOOKS),
    ("cloudformation:ExecuteChangeSet", APPLY),
    ("cloudformation:CreateStack", APPLY),
    ("cloudformation:UpdateStack", APPLY),
    ("cloudformation:ContinueUpdateRollback", APPLY),
    ("cloudformation:RollbackStack", APPLY),
    ("cloudformation:SetStackPolicy", APPLY),
    ("cloudformation:DeleteStack", CHANGES),
];

/// Adds what is needed beside the handlers of nodes.
pub(crate) fn add(deployer: &mut Deployer<'_>) {
    match deployer.way {
        Way::Direct => cloud_control(deployer),
        Way::CloudFormation => stack(deployer),
    }
    uploads(deployer);
    later(deployer);
    reads(deployer);
    if deployer.way == Way::Direct {
        clusters(deployer);
        refreshes::add(deployer);
    }
}

/// Cloud Control takes no resource; it is asked once for each place.
fn cloud_control(deployer: &mut Deployer<'_>) {
    for number in of_clouds(deployer) {
        let condition = deployer.in_region("cloudformation", Some(number));
        for (action, phases) in CLOUD_CONTROL {
            let managed = deployer.graph.node(number).is_some_and(|node| node.mode == Mode::Managed);
            let looks = ["cloudformation:GetResource", "cloudformation:ListResources"].contains(action);
            for phase in phases.iter().filter(|_| managed || looks) {
                deployer.add(Some(number), action, "*", condition.clone(), *phase, Some(number));
            }
        }
    }
}

/// The nodes that AWS makes or has.
fn of_clouds(deployer: &Deployer<'_>) -> Vec<usize> {
    let numbers = deployer.numbers().into_iter();
    let of_cloud = |number: &usize| {
        let node = deployer.graph.node(*number);
        node.is_some_and(|node| node.ty.starts_with("aws.") && matches!(node.mode, Mode::Managed | Mode::Existing))
    };
    numbers.filter(of_cloud).collect()
}

fn stack(deployer: &mut Deployer<'_>) {
    let name = deployer.app().map_or_else(|| "*".to_owned(), names::stack);
    let arn = |name: &str| format!("arn:${{Partition}}:cloudformation:${{Region}}:${{Account}}:stack/{name}/*");
    // The stack, those of other places, and those that it holds.
    let stacks = if name == "*" { vec![arn("*")] } else { vec![arn(&name), arn(&format!("{name}-*"))] };
    // One node of each place stands for its stack.
    let mut places = std::collections::BTreeSet::new();
    let numbers = deployer.numbers().into_iter();
    let node = |number: &usize| deployer.graph.node(*number).filter(|node| node.mode == Mode::Managed);
    let numbers: Vec<usize> =
        numbers.filter(|number| node(number).is_some_and(|node| places.insert(node.place.clone()))).collect();
    let protects = deployer.graph.nodes().iter().any(|node| node.lifecycle.protect);
    for number in numbers {
        for (action, phases) in STACK {
            if *action == "cloudformation:SetStackPolicy" && !protects {
                continue;
            }
            for (phase, stack) in phases.iter().flat_map(|phase| stacks.iter().map(move |stack| (phase, stack))) {
                deployer.add(None, action, stack, Condition::new(), *phase, Some(number));
            }
        }
        let condition = deployer.in_region("cloudformation", Some(number));
        for phase in LOOKS {
            let action = "cloudformation:ValidateTemplate";
            deployer.add(None, action, "*", condition.clone(), *phase, Some(number));
        }
    }
}

/// What is uploaded.
fn uploads(deployer: &mut Deployer<'_>) {
    let bucket = deployer.assets();
    let keys: Vec<Arc<str>> = deployer.graph.assets().iter().map(|asset| Arc::clone(&asset.key)).collect();
    let mut add = |action: &str, arn: &str| deployer.add(None, action, arn, Condition::new(), Phase::Apply, None);
    for key in &keys {
        for action in ["s3:GetObject", "s3:PutObject"] {
            add(action, &format!("arn:${{Partition}}:s3:::{bucket}/{key}"));
        }
    }
    if !keys.is_empty() && bucket != "*" {
        for action in ["s3:CreateBucket", "s3:ListBucket"] {
            add(action, &format!("arn:${{Partition}}:s3:::{bucket}"));
        }
    }
}

/// Secrets that are read, images and zones that are looked up.
fn later(deployer: &mut Deployer<'_>) {
    let mut found: Vec<(usize, &'static str, String, &'static [Phase])> = Vec::new();
    for number in deployer.numbers() {
        let Some(node) = deployer.graph.node(number) else { continue };
        values::each(&node.properties, &mut |seen| {
            let Seen::Later(later) = seen else { return };
            match later.from() {
                From::Secret(reference) => found.extend(secret(deployer.way, number, reference)),
                From::Lookup { what: "image", arguments } => {
                    if let Some(Value::Text(parameter)) = arguments.first() {
                        let arn = format!(
                            "arn:${{Partition}}:ssm:${{Region}}::parameter/{}",
                            parameter.trim_start_matches('/')
                        );
                        found.push((number, parameter_action(deployer.way), arn, LOOKS));
                    }
                }
                From::Lookup { .. } => found.push((number, "ec2:DescribeAvailabilityZones", "*".to_owned(), LOOKS)),
                _ => {}
            }
        });
    }
    for (number, action, arn, phases) in found {
        let condition = if arn == "*" { deployer.in_region("ec2", Some(number)) } else { Condition::new() };
        for phase in phases {
            deployer.add(Some(number), action, &arn, condition.clone(), *phase, Some(number));
        }
    }
}

/// CloudFormation asks for several parameters at once.
fn parameter_action(way: Way) -> &'static str {
    if way == Way::Direct { "ssm:GetParameter" } else { "ssm:GetParameters" }
}

/// Who reads a secret needs it: `secretsmanager:name#key`, `ssm:/path`.
fn secret(way: Way, number: usize, reference: &str) -> Option<(usize, &'static str, String, &'static [Phase])> {
    let (kind, name) = reference.split_once(':')?;
    let name = name.split('#').next().unwrap_or_default();
    let place = "${Region}:${Account}";
    match kind {
        "secretsmanager" if name.starts_with("arn:") => {
            Some((number, "secretsmanager:GetSecretValue", name.to_owned(), APPLY))
        }
        "secretsmanager" => {
            let arn = format!("arn:${{Partition}}:secretsmanager:{place}:secret:{name}-??????");
            Some((number, "secretsmanager:GetSecretValue", arn, APPLY))
        }
        "ssm" => {
            let arn = format!("arn:${{Partition}}:ssm:{place}:parameter/{}", name.trim_start_matches('/'));
            Some((number, parameter_action(way), arn, APPLY))
        }
        _ => None,
    }
}

/// Reads of an API: a call of its own, or a function in the template that makes it.
fn reads(deployer: &mut Deployer<'_>) {
    for number in deployer.numbers() {
        let read = deployer.graph.node(number).filter(|node| node.mode == Mode::Read);
        let Some(ty) = read.and_then(|node| facts().resource_type(&node.ty)) else { continue };
        let Some(action) = ty.api_call().and_then(|call| call.action.clone()) else { continue };
        match deployer.way {
            Way::Direct => {
                let candidates = deployer.candidates(number);
                let service = action.split(':').next().unwrap_or_default();
                let call = Call { number, service, candidates: &candidates, phases: LOOKS, at_creation: false };
                if let Some(action) = deployer.types.action(&action) {
                    deployer.action(&call, &action);
                }
            }
            Way::CloudFormation => reader(deployer, number),
        }
    }
}

/// The function in a template that reads: with its role, and that it is called.
fn reader(deployer: &mut Deployer<'_>, number: usize) {
    let begin = deployer.app().map(|app| format!("{}-", names::stack(app))).unwrap_or_default();
    let role = format!("arn:${{Partition}}:iam::${{Account}}:role/{begin}*");
    let function = format!("arn:${{Partition}}:lambda:${{Region}}:${{Account}}:function:{begin}*");
    let kinds = [("aws.iam.Role", "iam:", &role), ("aws.lambda.Function", "lambda:", &function)];
    for (ty, prefix, arn) in kinds {
        let Some(permissions) = facts().permissions(ty) else { continue };
        let lists = [(&permissions.create, APPLY), (&permissions.update, APPLY), (&permissions.delete, CHANGES)];
        for (action, phases) in
            lists.into_iter().flat_map(|(list, phases)| list.iter().map(move |action| (action, phases)))
        {
            let service = facts().iam_service(prefix.trim_end_matches(':'));
            let name = action.strip_prefix(prefix).and_then(|name| service?.action(name).map(str::to_owned));
            let Some(name) = name.filter(|_| !crate::when::is_optional(action)) else { continue };
            for phase in phases {
                deployer.add(Some(number), &format!("{prefix}{name}"), arn, Condition::new(), *phase, Some(number));
            }
        }
    }
    let condition = passed_to(vec!["lambda.amazonaws.com".into()]);
    deployer.add(Some(number), "iam:PassRole", &role, condition, Phase::Apply, Some(number));
    for phase in CHANGES {
        deployer.add(Some(number), "lambda:InvokeFunction", &function, Condition::new(), *phase, Some(number));
    }
}

/// Whoever works in a cluster asks for its address first.
fn clusters(deployer: &mut Deployer<'_>) {
    for number in deployer.numbers() {
        let Some(on) = deployer.graph.node(number).and_then(|node| node.on.clone()) else { continue };
        let is_cluster =
            |number: &usize| deployer.graph.node(*number).is_some_and(|node| &*node.ty == "aws.eks.Cluster");
        let found: Vec<usize> = deployer.graph.below(&on).filter(is_cluster).collect();
        for cluster in found {
            for arn in deployer.own(cluster) {
                for phase in ALL {
                    let none = Condition::new();
                    deployer.add(Some(number), "eks:DescribeCluster", &arn.text, none, *phase, Some(cluster));
                }
            }
        }
    }
}
