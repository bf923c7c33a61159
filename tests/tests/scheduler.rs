//! What is found about pods and pools, against what the scheduler of Kubernetes says: `tests/cluster/scheduler/answers.json`
//! holds its answers to these cases, and `cargo ready scheduler` asks it again.
//!
//! A case is a program with pools, a Deployment and perhaps a daemon set, all made by chance that is the same each time.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::fmt::Write;

use cloudc_compiler::emit::{self, Input};
use cloudc_compiler::{MemoryWorld, Options, Severity, compile};
use cloudc_tests::root;
use serde_json::{Value, json};

const CASES: u64 = 300;

/// Types of machines that the judge knows too.
const TYPES: &[&str] = &[
    "t3.medium",
    "c6i.large",
    "m6i.xlarge",
    "m6i.2xlarge",
    "r6g.xlarge",
    "m7g.large",
    "g5.xlarge",
    "g5.4xlarge",
    "g4dn.12xlarge",
];
const CPU: &[&str] = &["100m", "500m", "1", "1.7", "1930m", "1780m", "3.7", "3.77", "3.8", "7", "7.6", "15.5", "40"];
const MEMORY: &[&str] = &[
    "64Mi", "1Gi", "2.9Gi", "3.3Gi", "6.6Gi", "7Gi", "13Gi", "14Gi", "14.5Gi", "15Gi", "28Gi", "29.5Gi", "30Gi",
    "57Gi", "170Gi",
];
const SELECTORS: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    r#"nodeSelector = { workload = "gpu" }"#,
    r#"nodeSelector = { workload = "web" }"#,
    r#"nodeSelector = { "kubernetes.io/arch" = "arm64" }"#,
    r#"nodeSelector = { "kubernetes.io/arch" = "amd64", workload = "web" }"#,
    r#"affinity = { nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms = [
      { matchExpressions = [{ key = "workload", operator = "In", values = ["gpu", "other"] }] },
      { matchExpressions = [{ key = "workload", operator = "DoesNotExist" }, { key = "tier", operator = "NotIn", values = ["a"] }] },
    ] } } }"#,
    r#"affinity = { nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms = [
      { matchExpressions = [{ key = "tier", operator = "Exists" }] },
    ] } } }"#,
];
const TOLERATIONS: &[&str] = &[
    "",
    "",
    r#"tolerations = [{ operator = "Exists" }]"#,
    r#"tolerations = [{ key = "gpu", operator = "Exists" }]"#,
    r#"tolerations = [{ key = "gpu", value = "true", effect = "NoSchedule" }]"#,
    r#"tolerations = [{ key = "gpu", operator = "Equal", value = "no" }, { key = "spot", operator = "Exists", effect = "NoExecute" }]"#,
];
const LABELS: &[&[(&str, &str)]] =
    &[&[], &[("workload", "gpu")], &[("workload", "web"), ("tier", "a")], &[("tier", "b")]];
const TAINTS: &[&[(&str, &str, &str)]] = &[
    &[],
    &[],
    &[],
    &[],
    &[("gpu", "true", "NO_SCHEDULE")],
    &[("spot", "", "NO_EXECUTE")],
    &[("soft", "x", "PREFER_NO_SCHEDULE")],
];

/// GiB of memory of each type, in the same order.
const SIZES: &[f64] = &[4.0, 4.0, 16.0, 32.0, 32.0, 8.0, 16.0, 64.0, 192.0];
/// Shares of it, near what is left to pods.
const SHARES: &[f64] = &[0.4, 0.7, 0.84, 0.88, 0.9, 0.92, 0.96];

/// Chance that is the same each time (a linear congruential generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// A case: its program, and its pools as the judge reads them.
fn case(chance: &mut Chance) -> (String, Vec<Value>) {
    let mut text = "app shop { region = \"eu-west-1\" }\ncomponent kube {\n".to_owned();
    text.push_str("  resource role: aws.iam.Role { AssumeRolePolicyDocument = trust(\"eks.amazonaws.com\") }\n");
    let subnets = "[\"subnet-0aaaaaaaaaaaaaaaa\", \"subnet-0bbbbbbbbbbbbbbbb\"]";
    let _infallible = writeln!(
        text,
        "  resource cluster: aws.eks.Cluster {{ RoleArn = role.Arn, ResourcesVpcConfig = {{ SubnetIds = {subnets} }} }}"
    );
    let mut pools = Vec::new();
    for number in 0..=chance.below(3) {
        let (ty, labels, taints) = (chance.of(TYPES), chance.of(LABELS), chance.of(TAINTS));
        pools.push(pool(&mut text, number, subnets, ty, labels, taints));
    }
    text.push_str("  connection = { endpoint = cluster.Endpoint, authority = cluster.CertificateAuthorityData, eks = cluster.Name }\n}\n");
    text.push_str("kube edge {}\n");
    text.push_str("resource plugin: helm.Release on edge { chart = \"nvidia-device-plugin\", repo = \"https://nvidia.github.io/k8s-device-plugin\" }\n");
    // Half of the pods ask for about as much memory as a machine of the first pool has.
    let first = TYPES.iter().position(|ty| pools[0]["type"] == *ty).unwrap_or_default();
    let share = SIZES[first] * SHARES[chance.below(SHARES.len())] * 1024.0;
    let near = format!("{}Mi", share.round());
    let own = (chance.of(CPU), chance.of(MEMORY));
    let amounts = if chance.below(2) == 0 { ("100m", near.as_str()) } else { own };
    workload(&mut text, "Deployment", "web", amounts, chance);
    if chance.below(3) == 0 {
        workload(&mut text, "DaemonSet", "agent", ("200m", "512Mi"), chance);
    }
    (text, pools)
}

fn pool(
    text: &mut String,
    number: usize,
    subnets: &str,
    ty: &str,
    labels: &[(&str, &str)],
    taints: &[(&str, &str, &str)],
) -> Value {
    let pairs = |(key, value): &(&str, &str)| format!("{key} = \"{value}\"");
    let labels_text = labels.iter().map(pairs).collect::<Vec<_>>().join(", ");
    let taint = |(key, value, effect): &(&str, &str, &str)| match *value {
        "" => format!("{{ Key = \"{key}\", Effect = \"{effect}\" }}"),
        value => format!("{{ Key = \"{key}\", Value = \"{value}\", Effect = \"{effect}\" }}"),
    };
    let taints_text = taints.iter().map(taint).collect::<Vec<_>>().join(", ");
    let _infallible = writeln!(
        text,
        "  resource pool{number}: aws.eks.Nodegroup {{
    ClusterName = cluster.Name, NodeRole = role.Arn, Subnets = {subnets}, InstanceTypes = [\"{ty}\"]
    ScalingConfig = {{ MinSize = 1, MaxSize = 9, DesiredSize = 1 }}, Labels = {{ {labels_text} }}, Taints = [{taints_text}]
  }}"
    );
    let effect = |effect: &str| match effect {
        "NO_SCHEDULE" => "NoSchedule",
        "NO_EXECUTE" => "NoExecute",
        _ => "PreferNoSchedule",
    };
    let labels: serde_json::Map<String, Value> =
        labels.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    let taints = taints.iter().map(|(key, value, of)| json!({ "key": key, "value": value, "effect": effect(of) }));
    json!({ "type": ty, "labels": labels, "taints": taints.collect::<Vec<_>>() })
}

fn workload(text: &mut String, kind: &str, name: &str, (cpu, memory): (&str, &str), chance: &mut Chance) {
    let is_daemon = kind == "DaemonSet";
    let (selector, tolerations) = (chance.of(SELECTORS), chance.of(TOLERATIONS));
    let gpu = ["", "", "", "", ", \"nvidia.com/gpu\" = \"1\"", ", \"nvidia.com/gpu\" = 2"]
        [if is_daemon { 0 } else { chance.below(6) }];
    // Two containers, one that runs before, one that stays beside.
    let more = [
        "",
        ", { name = \"proxy\", image = \"proxy:1\", resources = { limits = { cpu = \"250m\", memory = \"256Mi\" } } }",
    ];
    let before = [
        "",
        "initContainers = [{ name = \"init\", image = \"init:1\", resources = { requests = { cpu = \"3\", memory = \"1Gi\" } } }]\n",
        "initContainers = [{ name = \"side\", image = \"side:1\", restartPolicy = \"Always\", resources = { requests = { cpu = \"0.3\" } } }]\n",
    ];
    let (more, before) = if is_daemon { ("", "") } else { (more[chance.below(2)], before[chance.below(3)]) };
    let _infallible = writeln!(
        text,
        "resource {name}: k8s.apps.v1.{kind} on edge {{ spec = {{
  selector = {{ matchLabels = {{ app = \"{name}\" }} }}
  template = {{ metadata = {{ labels = {{ app = \"{name}\" }} }}, spec = {{
    {selector}
    {tolerations}
    {before}containers = [{{ name = \"main\", image = \"{name}:1\", resources = {{
      requests = {{ cpu = \"{cpu}\", memory = \"{memory}\" }}, limits = {{ memory = \"{memory}\"{gpu} }}
    }} }}{more}]
  }} }}
}} }}"
    );
}

/// What is found, and the manifests.
fn judged(text: &str) -> (&'static str, Vec<String>) {
    let world = MemoryWorld::new().with("main.cld", text);
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let has = |name: &str| compiled.checked.findings.iter().any(|finding| finding.code.name == name);
    let others = compiled.checked.findings.iter().filter(|finding| {
        finding.code.severity == Severity::Error && !["pod-fits-no-pool", "pool-too-small"].contains(&finding.code.name)
    });
    let others: Vec<&str> = others.map(|finding| finding.message.as_str()).collect();
    assert!(others.is_empty(), "{others:?}\n{text}");
    let options = emit::Options::default();
    let (graph, sources) = (&compiled.graph, &compiled.checked.sources);
    let emitted = emit::kubernetes(&Input { graph, sources, world: &world, options: &options }).expect("all is known");
    let files = emitted.stream.iter().filter_map(|path| emitted.text(path)).map(str::to_owned).collect();
    let verdict = match (has("pod-fits-no-pool"), has("pod-fits-tightly")) {
        (true, false) => "no",
        (false, true) => "perhaps",
        (false, false) => "yes",
        (true, true) => "both",
    };
    (verdict, files)
}

#[test]
fn findings_are_what_the_scheduler_says() {
    let mut chance = Chance(7);
    let (mut cases, mut verdicts) = (Vec::new(), Vec::new());
    for number in 0..CASES {
        let (text, pools) = case(&mut chance);
        let (verdict, files) = judged(&text);
        let name = format!("case-{number}");
        cases.push(json!({ "name": name, "pools": pools, "files": files }));
        verdicts.push((name, verdict, text));
    }
    let folder = root().join("target/scheduler");
    std::fs::create_dir_all(&folder).expect("it can be made");
    std::fs::write(folder.join("cases.json"), Value::Array(cases).to_string()).expect("it can be written");
    if std::env::var_os("CLOUDC_BLESS").is_some() {
        return; // The scheduler's answers come next.
    }
    let answers = std::fs::read_to_string(root().join("tests/cluster/scheduler/answers.json")).expect("they are there");
    let answers: Vec<Value> = serde_json::from_str(&answers).expect("it is JSON");
    assert_eq!(answers.len(), verdicts.len());
    let mut wrong = Vec::new();
    for (answer, (name, verdict, text)) in answers.iter().zip(&verdicts) {
        let expected = match (&answer["least"], &answer["most"]) {
            (Value::Bool(true), _) => "yes",
            (_, Value::Bool(true)) => "perhaps",
            _ => "no",
        };
        if (answer["name"].as_str(), *verdict) != (Some(name), expected) {
            wrong.push(format!("{name}: found {verdict}, the scheduler says {expected}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let count = |wanted: &str| verdicts.iter().filter(|(_, verdict, _)| *verdict == wanted).count();
    assert!(
        count("yes") > 20 && count("no") > 20 && count("perhaps") > 10,
        "{} {} {}",
        count("yes"),
        count("no"),
        count("perhaps")
    );
}
