//! Clusters thought out one by one, each for one thing that decides whether pods find a place; beside those made by chance in
//! `scheduler.rs`. `tests/cluster/scheduler/by_hand.json` holds what the scheduler of Kubernetes says, and `cargo ready scheduler` asks
//! it again; of Fargate, which has another one, what EKS's guide says is written here.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_compiler::emit::{self, Input};
use cloudc_compiler::{MemoryWorld, Options, compile};
use cloudc_tests::root;
use serde_json::{Value, json};

/// A cluster and what is to run on it.
#[derive(Default)]
struct Hand {
    name: &'static str,
    pools: Vec<Pool>,
    /// What else the cluster is made of.
    inside: &'static str,
    /// What else is on it.
    beside: &'static str,
    /// The pod's `spec`.
    spec: String,
    replicas: i64,
    /// A daemon set's pods.
    daemon: &'static str,
}

/// Machines: a group of EKS's, or such as Karpenter makes.
#[derive(Default, Clone)]
struct Pool {
    types: &'static [&'static str],
    labels: &'static [(&'static str, &'static str)],
    taints: &'static [(&'static str, &'static str)],
    /// How many there are at most.
    most: i64,
    /// GiB of the disk; 20 if nobody says.
    disk: Option<i64>,
    grown: bool,
    /// What the judge is told: addresses are given sixteen at a time; so many pods share a graphics processor.
    prefixes: bool,
    shared: Option<i64>,
}

const PREFIXES: &str = r#"resource cni: aws.eks.Addon { ClusterName = cluster.Name, AddonName = "vpc-cni", ConfigurationValues = json({ env = { ENABLE_PREFIX_DELEGATION = "true" } }) }"#;
const PLUGIN: &str = r#"resource plugin: helm.Release on edge { chart = "nvidia-device-plugin", repo = "https://nvidia.github.io/k8s-device-plugin" }"#;
const SHARING: &str = r#"resource plugin: helm.Release on edge { chart = "nvidia-device-plugin", repo = "https://nvidia.github.io/k8s-device-plugin", values = { config = { map = { default = "sharing: { timeSlicing: { resources: [{ name: nvidia.com/gpu, replicas: 4 }] } }" } } } }"#;

fn pool(types: &'static [&'static str]) -> Pool {
    Pool { types, most: 3, ..Pool::default() }
}

/// A container that asks for these.
fn container(requests: &str) -> String {
    format!(r#"containers = [{{ name = "main", image = "web:1", resources = {{ requests = {{ {requests} }} }} }}]"#)
}

fn hand(name: &'static str, pools: &[Pool], spec: &str) -> Hand {
    Hand { name, pools: pools.to_vec(), spec: spec.to_owned(), replicas: 1, beside: PLUGIN, ..Hand::default() }
}

fn cases() -> Vec<Hand> {
    let small = container(r#"cpu = "10m", memory = "16Mi""#);
    let gpu = |count: i64, more: &str| {
        format!(
            r#"containers = [{{ name = "main", image = "web:1", resources = {{ requests = {{ {more} }}, limits = {{ "nvidia.com/gpu" = "{count}" }} }} }}]"#
        )
    };
    let one = |types| Pool { most: 1, ..pool(types) };
    let apart = |label: &str| {
        format!(
            r#"affinity = {{ podAntiAffinity = {{ requiredDuringSchedulingIgnoredDuringExecution = [{{ topologyKey = "kubernetes.io/hostname", labelSelector = {{ matchLabels = {{ app = "{label}" }} }} }}] }} }}
    {small}"#
        )
    };
    let graphics = Pool {
        types: &["g6.xlarge"],
        labels: &[("kind", "gpu")],
        taints: &[("gpu", "NoSchedule")],
        grown: true,
        ..Pool::default()
    };
    let grown = |types| Pool { types, grown: true, ..Pool::default() };
    let tolerant = r#"tolerations = [{ key = "gpu", operator = "Exists" }]"#;
    let tainted = |taint: &'static [(&'static str, &'static str)]| Pool { taints: taint, ..pool(&["c6i.large"]) };
    let listening = r#"containers = [{ name = "main", image = "web:1", ports = [{ containerPort = 8080PORT }], resources = { requests = { cpu = "10m" } } }]"#;
    vec![
        Hand { replicas: 40, ..hand("interfaces run out of addresses", &[one(&["t3.medium"])], &small) },
        Hand {
            replicas: 40,
            inside: PREFIXES,
            ..hand("prefixes do not", &[Pool { prefixes: true, ..one(&["t3.medium"]) }], &small)
        },
        Hand {
            replicas: 111,
            inside: PREFIXES,
            ..hand("but the kubelet's bound is 110", &[Pool { prefixes: true, ..one(&["t3.medium"]) }], &small)
        },
        Hand { replicas: 240, ..hand("large machines have 234 addresses", &[one(&["c6i.12xlarge"])], &small) },
        Hand {
            replicas: 240,
            inside: PREFIXES,
            ..hand("with prefixes 250 pods", &[Pool { prefixes: true, ..one(&["c6i.12xlarge"]) }], &small)
        },
        hand(
            "a sidecar runs beside what comes after it",
            &[pool(&["c6i.large"])],
            &format!(
                r#"initContainers = [
      {{ name = "side", image = "side:1", restartPolicy = "Always", resources = {{ requests = {{ cpu = "0.6" }} }} }},
      {{ name = "init", image = "init:1", resources = {{ requests = {{ cpu = "1.5" }} }} }},
    ]
    {small}"#
            ),
        ),
        hand(
            "and not beside what came before it",
            &[pool(&["c6i.large"])],
            &format!(
                r#"initContainers = [
      {{ name = "init", image = "init:1", resources = {{ requests = {{ cpu = "1.5" }} }} }},
      {{ name = "side", image = "side:1", restartPolicy = "Always", resources = {{ requests = {{ cpu = "0.6" }} }} }},
    ]
    {small}"#
            ),
        ),
        hand(
            "what a runtime takes counts",
            &[pool(&["c6i.large"])],
            &format!("overhead = {{ cpu = \"250m\" }}\n    {}", container(r#"cpu = "1.6""#)),
        ),
        hand("without it the pod fits", &[pool(&["c6i.large"])], &container(r#"cpu = "1.6""#)),
        hand(
            "what the whole pod asks for counts",
            &[pool(&["c6i.large"])],
            r#"resources = { requests = { cpu = "1" } }
    containers = [{ name = "a", image = "a:1", resources = { requests = { cpu = "0.9" } } }, { name = "b", image = "b:1" }]"#,
        ),
        hand("a disk of 20 GiB leaves 17", &[pool(&["m6i.xlarge"])], &container(r#""ephemeral-storage" = "15Gi""#)),
        hand("and not 18", &[pool(&["m6i.xlarge"])], &container(r#""ephemeral-storage" = "18Gi""#)),
        hand(
            "a larger disk leaves more",
            &[Pool { disk: Some(100), ..pool(&["m6i.xlarge"]) }],
            &container(r#""ephemeral-storage" = "60Gi""#),
        ),
        hand(
            "nobody sets huge pages aside",
            &[pool(&["m6i.2xlarge"])],
            r#"containers = [{ name = "main", image = "web:1", resources = { requests = { cpu = "1", memory = "1Gi", "hugepages-2Mi" = "1Gi" }, limits = { memory = "1Gi", "hugepages-2Mi" = "1Gi" } } }]"#,
        ),
        hand("one graphics processor is not two", &[pool(&["g5.xlarge"])], &gpu(2, "")),
        Hand {
            beside: SHARING,
            ..hand("but for pods that share it", &[Pool { shared: Some(4), ..pool(&["g5.xlarge"]) }], &gpu(2, ""))
        },
        hand("four are four", &[pool(&["g4dn.12xlarge"])], &gpu(4, r#"cpu = "40""#)),
        Hand {
            replicas: 4,
            ..hand("copies that stand apart need a machine each", &[pool(&["m6i.xlarge"])], &apart("web"))
        },
        Hand { replicas: 4, ..hand("apart from others they need none", &[pool(&["m6i.xlarge"])], &apart("other")) },
        Hand {
            replicas: 4,
            ..hand(
                "a port of the machine is one pod's",
                &[pool(&["m6i.xlarge"])],
                &listening.replace("PORT", ", hostPort = 8080"),
            )
        },
        Hand {
            replicas: 4,
            ..hand("one of the pod's own is not", &[pool(&["m6i.xlarge"])], &listening.replace("PORT", ""))
        },
        Hand {
            replicas: 4,
            ..hand(
                "with the machine's addresses every port is its",
                &[pool(&["m6i.xlarge"])],
                &format!("hostNetwork = true\n    {}", listening.replace("PORT", "")),
            )
        },
        Hand {
            replicas: 4,
            ..hand(
                "spread evenly more than one may stand on a machine",
                &[pool(&["m6i.xlarge"])],
                &format!(
                    r#"topologySpreadConstraints = [{{ maxSkew = 1, topologyKey = "kubernetes.io/hostname", whenUnsatisfiable = "DoNotSchedule", labelSelector = {{ matchLabels = {{ app = "web" }} }} }}]
    {small}"#
                ),
            )
        },
        hand(
            "who stands one effect does not stand another",
            &[tainted(&[("gpu", "NoExecute")])],
            &format!(
                r#"tolerations = [{{ key = "gpu", operator = "Exists", effect = "NoSchedule" }}]
    {small}"#
            ),
        ),
        hand("what is only preferred keeps nobody away", &[tainted(&[("gpu", "PreferNoSchedule")])], &small),
        hand(
            "who stands all stands each",
            &[tainted(&[("gpu", "NoSchedule"), ("spot", "NoExecute")])],
            &format!("tolerations = [{{ operator = \"Exists\" }}]\n    {small}"),
        ),
        hand(
            "either architecture is one that is there",
            &[pool(&["m7g.large"])],
            &format!(
                r#"affinity = {{ nodeAffinity = {{ requiredDuringSchedulingIgnoredDuringExecution = {{ nodeSelectorTerms = [{{ matchExpressions = [{{ key = "kubernetes.io/arch", operator = "In", values = ["amd64", "arm64"] }}] }}] }} }} }}
    {small}"#
            ),
        ),
        hand(
            "one that is not is none",
            &[pool(&["m7g.large"])],
            &format!("nodeSelector = {{ \"kubernetes.io/arch\" = \"amd64\" }}\n    {small}"),
        ),
        Hand { daemon: "", ..hand("a machine without agents", &[pool(&["c6i.large"])], &container(r#"cpu = "1.5""#)) },
        Hand {
            daemon: r#"containers = [{ name = "main", image = "agent:1", resources = { requests = { cpu = "0.5" } } }]"#,
            ..hand("one with an agent", &[pool(&["c6i.large"])], &container(r#"cpu = "1.5""#))
        },
        Hand {
            daemon: r#"containers = [{ name = "main", image = "agent:1", resources = { requests = { cpu = "0.5" } } }]"#,
            ..hand(
                "one whose taint the agent does not stand",
                &[tainted(&[("gpu", "NoSchedule")])],
                &format!("{tolerant}\n    {}", container(r#"cpu = "1.5""#)),
            )
        },
        hand(
            "a machine that grows fits",
            std::slice::from_ref(&graphics),
            &format!(
                "nodeSelector = {{ kind = \"gpu\" }}\n    {tolerant}\n    {}",
                gpu(1, r#"cpu = "3", memory = "12Gi""#)
            ),
        ),
        hand(
            "not one for more than it has",
            std::slice::from_ref(&graphics),
            &format!("{tolerant}\n    {}", gpu(1, r#"cpu = "30""#)),
        ),
        hand(
            "not one with another label",
            std::slice::from_ref(&graphics),
            &format!("nodeSelector = {{ kind = \"gpus\" }}\n    {tolerant}\n    {}", gpu(1, "")),
        ),
        hand("not one whose taint it does not stand", &[graphics], &gpu(1, "")),
        hand(
            "of several types the largest counts",
            &[grown(&["m6i.xlarge", "m6i.2xlarge"])],
            &container(r#"cpu = "7""#),
        ),
        hand("and no larger one", &[grown(&["m6i.xlarge", "m6i.2xlarge"])], &container(r#"cpu = "8""#)),
    ]
}

/// The program of a case.
fn program(case: &Hand) -> String {
    let subnets = r#"["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]"#;
    let quoted = |all: &[&str]| all.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", ");
    let pairs = |all: &[(&str, &str)]| {
        all.iter().map(|(key, value)| format!("{key} = \"{value}\"")).collect::<Vec<_>>().join(", ")
    };
    let (mut groups, mut grown) = (String::new(), String::new());
    for (number, pool) in case.pools.iter().enumerate() {
        let (types, labels) = (quoted(pool.types), pairs(pool.labels));
        if pool.grown {
            let taints =
                pool.taints.iter().map(|(key, effect)| format!("{{ key = \"{key}\", effect = \"{effect}\" }}"));
            grown.push_str(&format!(
                r#"resource grown{number}: k8s.karpenter.v1.NodePool on edge {{ metadata = {{ name = "grown{number}" }}, spec = {{ template = {{
  metadata = {{ labels = {{ {labels} }} }}
  spec     = {{
    nodeClassRef = {{ group = "karpenter.k8s.aws", kind = "EC2NodeClass", name = "all" }}
    requirements = [{{ key = "node.kubernetes.io/instance-type", operator = "In", values = [{types}] }}]
    taints       = [{}]
  }}
}} }} }}
"#,
                taints.collect::<Vec<_>>().join(", ")
            ));
            continue;
        }
        let effect = |effect: &str| match effect {
            "NoSchedule" => "NO_SCHEDULE",
            "NoExecute" => "NO_EXECUTE",
            _ => "PREFER_NO_SCHEDULE",
        };
        let taints = pool.taints.iter().map(|(key, of)| format!("{{ Key = \"{key}\", Effect = \"{}\" }}", effect(of)));
        let disk = pool.disk.map(|disk| format!(", DiskSize = {disk}")).unwrap_or_default();
        groups.push_str(&format!(
            "  resource pool{number}: aws.eks.Nodegroup {{
    ClusterName = cluster.Name, NodeRole = role.Arn, Subnets = {subnets}, InstanceTypes = [{types}]{disk}
    ScalingConfig = {{ MinSize = 0, MaxSize = {}, DesiredSize = 0 }}, Labels = {{ {labels} }}, Taints = [{}]
  }}\n",
            pool.most,
            taints.collect::<Vec<_>>().join(", ")
        ));
    }
    let workload = |kind: &str, name: &str, count: &str, spec: &str| {
        format!(
            "resource {name}: k8s.apps.v1.{kind} on edge {{ spec = {{
  {count}selector = {{ matchLabels = {{ app = \"{name}\" }} }}
  template = {{ metadata = {{ labels = {{ app = \"{name}\" }} }}, spec = {{
    {spec}
  }} }}
}} }}\n"
        )
    };
    let daemon = if case.daemon.is_empty() { String::new() } else { workload("DaemonSet", "agent", "", case.daemon) };
    format!(
        "app shop {{ region = \"eu-west-1\" }}
component kube {{
  resource role: aws.iam.Role {{ AssumeRolePolicyDocument = trust(\"eks.amazonaws.com\") }}
  resource cluster: aws.eks.Cluster {{ RoleArn = role.Arn, ResourcesVpcConfig = {{ SubnetIds = {subnets} }} }}
{groups}  {}
  connection = {{ endpoint = cluster.Endpoint, authority = cluster.CertificateAuthorityData, eks = cluster.Name }}
}}
kube edge {{}}
{}
{grown}{}{daemon}",
        case.inside,
        case.beside,
        workload("Deployment", "web", &format!("replicas = {}\n  ", case.replicas), &case.spec),
    )
}

/// What is found: whether pods fit, `no`, `perhaps` or `yes`, and whether all of them do.
fn found(text: &str) -> (&'static str, bool, Vec<String>) {
    let world = MemoryWorld::new().with("main.cld", text);
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let names: Vec<&str> = compiled.checked.findings.iter().map(|finding| finding.code.name).collect();
    let known = ["pod-fits-no-pool", "pod-fits-tightly", "pool-too-small"];
    let messages = compiled.checked.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>();
    assert!(names.iter().all(|name| known.contains(name)), "{messages:?}\n{text}");
    let options = emit::Options::default();
    let (graph, sources) = (&compiled.graph, &compiled.checked.sources);
    let files = match emit::kubernetes(&Input { graph, sources, world: &world, options: &options }) {
        Ok(emitted) => emitted.stream.iter().filter_map(|path| emitted.text(path)).map(str::to_owned).collect(),
        Err(findings) => panic!("{findings:?}"),
    };
    let fits = match (names.contains(&known[0]), names.contains(&known[1])) {
        (true, _) => "no",
        (_, true) => "perhaps",
        _ => "yes",
    };
    (fits, !names.contains(&known[0]) && !names.contains(&known[2]), files)
}

#[test]
fn findings_are_what_the_scheduler_says() {
    let (mut asked, mut said) = (Vec::new(), Vec::new());
    for case in cases() {
        let text = program(&case);
        let (fits, all, files) = found(&text);
        let pools: Vec<Value> = case.pools.iter().map(|pool| {
            let labels: serde_json::Map<String, Value> = pool.labels.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
            let taints: Vec<Value> = pool.taints.iter().map(|(key, effect)| json!({ "key": key, "effect": effect })).collect();
            json!({
                "types": pool.types, "labels": labels, "taints": taints, "prefixes": pool.prefixes, "disk": pool.disk.unwrap_or(20),
                "shared": pool.shared.unwrap_or(1), "most": if pool.grown { 1000 } else { pool.most },
            })
        }).collect();
        asked.push(json!({ "name": case.name, "pools": pools, "files": files, "replicas": case.replicas }));
        said.push((case.name, fits, all, text));
    }
    assert!(said.len() > 30, "{}", said.len());
    let folder = root().join("target/scheduler");
    std::fs::create_dir_all(&folder).expect("it can be made");
    std::fs::write(folder.join("by_hand.json"), Value::Array(asked).to_string()).expect("it can be written");
    if std::env::var_os("CLOUDC_BLESS").is_some() {
        return; // The scheduler's answers come next.
    }
    let answers = std::fs::read_to_string(root().join("tests/cluster/scheduler/by_hand.json")).expect("they are there");
    let answers: Vec<Value> = serde_json::from_str(&answers).expect("it is JSON");
    assert_eq!(answers.len(), said.len());
    let mut wrong = Vec::new();
    for (answer, (name, fits, all, text)) in answers.iter().zip(&said) {
        let expected = match (&answer["least"], &answer["most"]) {
            (Value::Bool(true), _) => "yes",
            (_, Value::Bool(true)) => "perhaps",
            _ => "no",
        };
        if (answer["name"].as_str(), *fits, answer["all"].as_bool()) != (Some(name), expected, Some(*all)) {
            wrong.push(format!("{name}: found {fits}, all {all}; the scheduler says {answer}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pods of a cluster whose profile takes those in the namespace `web` with the label `tier = front`, and whether they run.
const ON_FARGATE: [(&str, &str, bool); 9] = [
    ("its own", r#"cpu = 0.5, memory = 1GiB, labels = { tier = "front" }"#, true),
    ("another label", r#"cpu = 0.5, memory = 1GiB, labels = { tier = "back" }"#, false),
    ("no label", "cpu = 0.5, memory = 1GiB", false),
    ("the largest", r#"cpu = 16, memory = 119GiB, labels = { tier = "front" }"#, true),
    ("more processors", r#"cpu = 17, memory = 64GiB, labels = { tier = "front" }"#, false),
    ("more memory: 256 MiB are Kubernetes' own", r#"cpu = 16, memory = 120GiB, labels = { tier = "front" }"#, false),
    ("graphics", r#"cpu = 1, memory = 2GiB, gpu = 1, labels = { tier = "front" }"#, false),
    ("a privileged one", r#"cpu = 1, memory = 2GiB, privileged = true, labels = { tier = "front" }"#, false),
    (
        "the machine's addresses",
        r#"cpu = 1, memory = 2GiB, machine { network = true }, labels = { tier = "front" }"#,
        false,
    ),
];

#[test]
fn fargate_takes_what_its_guide_says() {
    for (name, fields, runs) in ON_FARGATE {
        let text = format!(
            "app shop {{ region = \"eu-west-1\" }}
network net {{ zones = 2, nat = \"gateway\" }}
cluster main {{
  version = \"1.33\"
  network = net
  fargate system {{ namespace = \"kube-system\" }}
  fargate web {{ namespace = \"we*\", labels = {{ tier = \"front\" }} }}
}}
service site {{ cluster = main, namespace = \"web\", image = \"web:1\", {fields} }}
"
        );
        let world = MemoryWorld::new().with("main.cld", text.as_str());
        let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
        let names: Vec<&str> = compiled.checked.findings.iter().map(|finding| finding.code.name).collect();
        let expected: &[&str] = if runs { &[] } else { &["pod-fits-no-pool"] };
        let names: Vec<&str> =
            names.into_iter().filter(|name| *name != "gpu-without-plugin" || name.is_empty()).collect();
        assert_eq!(names, expected, "{name}");
    }
}
