//! A cluster that is made anew in the simulated cloud, with all that lives on it: whenever the process dies, everything is on the
//! new one in the end and nothing is left of the old one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_durable::Memory;
use cloudc_provider::{Faults, Provider};
use common::{Lab, graph, run};
use tripwire::Tripwire;

/// A cluster with a namespace, a workload, a definition and an object of its kind, and a chart.
fn program(name: &str) -> String {
    format!(
        r#"
resource vpc: aws.ec2.VPC {{ CidrBlock = 10.0.0.0/16 }}
for i, z in ["a", "b"] {{
  resource subnet: aws.ec2.Subnet {{ VpcId = vpc.VpcId, CidrBlock = subnet(10.0.0.0/16, 8, i), AvailabilityZone = zone(z) }}
}}
component kube {{
  param subnets: [String]
  resource role: aws.iam.Role {{ AssumeRolePolicyDocument = trust("eks.amazonaws.com") }}
  resource cluster: aws.eks.Cluster {{
    Name               = "{name}"
    RoleArn            = role.Arn
    ResourcesVpcConfig = {{ SubnetIds = subnets }}
  }}
  connection = {{ endpoint = cluster.Endpoint, authority = cluster.CertificateAuthorityData, eks = cluster.Name }}
}}
kube edge {{ subnets = [subnet["a"].SubnetId, subnet["b"].SubnetId] }}
resource space: k8s.core.v1.Namespace on edge {{ metadata = {{ name = "shop" }} }}
resource settings: k8s.core.v1.ConfigMap on edge {{ metadata = {{ name = "settings", namespace = space.metadata.name }}, data = {{ a = "b" }} }}
resource web: k8s.apps.v1.Deployment on edge {{
  metadata = {{ name = "web", namespace = space.metadata.name }}
  spec     = {{
    selector = {{ matchLabels = {{ app = "web" }} }}
    template = {{ metadata = {{ labels = {{ app = "web" }} }}, spec = {{ containers = [{{ name = "main", image = "web:1" }}] }} }}
  }}
}}
resource tools: helm.Release on edge {{ name = "tools", chart = "tools", repo = "https://charts.example.com", version = "1.0.0", namespace = space.metadata.name }}
"#
    )
}

/// What lives on the cluster, by address.
const LIVING: [&str; 4] = ["settings", "space", "tools", "web"];

/// Where everything on the cluster is recorded to live.
fn homes(lab: &Lab) -> BTreeSet<String> {
    let document = lab.document();
    let api =
        |address: &&str| document.at(address).unwrap().site.api.clone().expect("its cluster is recorded").to_string();
    LIVING.iter().map(api).collect()
}

#[test]
fn one_of_another_name_takes_everything_along() {
    let lab = Lab::new();
    lab.up(&program("one"));
    let before = homes(&lab);
    let session = lab.up(&program("two"));
    let anew: BTreeSet<&str> = session.plan.steps.iter().map(|step| step.address.as_str()).collect();
    assert!(LIVING.iter().all(|address| anew.contains(address)), "{anew:?}");
    let after = homes(&lab);
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before, after);
    assert!(lab.plan(&program("two")).is_empty());
    lab.down(&program("two"));
}

#[test]
fn one_of_the_same_name_goes_first() {
    let lab = Lab::new();
    lab.up(&program("one"));
    let count = lab.owned().len();
    // A role is what no cluster changes.
    let other = program("one").replace("RoleArn            = role.Arn", "RoleArn            = other.Arn");
    let other = other.replace("  resource cluster:", "  resource other: aws.iam.Role {\n    AssumeRolePolicyDocument = trust(\"eks.amazonaws.com\")\n  }\n  resource cluster:");
    lab.up(&other);
    assert_eq!(lab.owned().len(), count + 1);
    assert!(lab.plan(&other).is_empty());
    lab.down(&other);
}

/// Runs until the process dies at a step of the cloud; how many steps there were.
fn die(lab: &Lab, text: &str, at: usize) -> (bool, usize) {
    let graph = graph(text);
    run(async {
        let wire = Tripwire::new(lab.simulator().unwrap(), at);
        let provider: Arc<dyn Provider> = wire.clone();
        let dead = tokio::select! {
            done = lab.session_with(&graph, false, &provider) => { assert!(done.is_ok(), "{:?}", done.err().map(|trouble| trouble.0)); false }
            () = wire.dead.notified() => true,
        };
        (dead, wire.steps())
    })
}

#[test]
fn the_process_dies_at_every_step() {
    let full = Memory::new();
    let on = |disk: &Memory| Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone())).with_faults(Faults::default());
    on(&full).up(&program("one"));
    let full = full.after_crash();
    let to = program("two");
    let (_, count) = die(&on(&full.copy()), &to, usize::MAX);
    assert!(count >= 20, "{count}");
    for at in 0..count {
        let lab = on(&full.copy());
        assert!(die(&lab, &to, at).0, "{at} of {count}");
        lab.apply(&to);
        lab.check();
        assert!(lab.plan(&to).is_empty(), "{at} of {count}: {:?}", lab.plan(&to));
        assert_eq!(homes(&lab).len(), 1, "{at} of {count}");
    }
}
