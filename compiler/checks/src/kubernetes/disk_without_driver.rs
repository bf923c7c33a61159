use cloudc_base::Finding;
use cloudc_graph::Mode;

use crate::blame;
use crate::cluster::{Cluster, Object, get, items};
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("E0631" "disk-without-driver" Error "disk_without_driver.md");

/// What makes disks and what mounts file systems: how each add-on of EKS is called, the driver that it brings, and what the noun says.
const DRIVERS: [(&str, &str, &str); 2] = [
    ("aws-ebs-csi-driver", "ebs.csi.aws.com", "disks = true"),
    ("aws-efs-csi-driver", "efs.csi.aws.com", "shares = true"),
];

/// Disks and file systems that pods wait for in vain: nothing on the cluster makes or mounts them.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let own = |cluster: &&Cluster<'_>| {
        cluster.eks.is_some_and(|eks| eks.mode == Mode::Managed && get(&eks.properties, &["ComputeConfig"]).is_none())
    };
    for cluster in context.clusters().iter().filter(own) {
        for (addon, driver, word) in DRIVERS {
            let there = cluster.addons.iter().any(|name| name.is_none_or(|name| name == addon));
            // A chart may bring it under any name.
            if !there && !cluster.charts.iter().any(|chart| chart.contains("csi")) {
                // What Fargate takes has no disks in any case.
                let taken = |object: &&Object<'_>| {
                    let pods = cluster.pods.iter().find(|pods| pods.object.node.address == object.node.address);
                    pods.is_some_and(|pods| cluster.pools.taken(pods).is_some())
                };
                let asks = cluster.objects.iter().filter(|object| wants(cluster, object, driver) && !taken(object));
                findings.extend(asks.map(|object| finding(object, addon, word)));
            }
        }
    }
}

fn finding(object: &Object<'_>, addon: &str, word: &str) -> Finding {
    let what = if addon.contains("ebs") {
        "a disk, which nothing on the cluster makes"
    } else {
        "a file system, which nothing on the cluster mounts"
    };
    let message = format!("{} wants {what}", object.shown());
    Finding::new(&CODE, blame::place(object.node), message)
        .help(format!("install the add-on `{addon}`; the noun `cluster` does it with `{word}`"))
}

/// Whether an object asks for what a driver does.
fn wants(cluster: &Cluster<'_>, object: &Object<'_>, driver: &str) -> bool {
    if object.is("", "PersistentVolume") {
        return object.get(&["spec", "csi", "driver"]).and_then(text) == Some(driver);
    }
    if object.is("", "PersistentVolumeClaim") && object.get(&["spec", "volumeName"]).is_none() {
        return provisioner(cluster, object.get(&["spec", "storageClassName"]).map(text)) == Some(driver);
    }
    let claims = object.get(&["spec"]).map(|spec| items(spec, &["volumeClaimTemplates"])).unwrap_or_default();
    object.is("apps", "StatefulSet")
        && claims
            .into_iter()
            .any(|claim| provisioner(cluster, get(claim, &["spec", "storageClassName"]).map(text)) == Some(driver))
}

/// Who makes the disks of a class, as far as this program says; EKS's own class, `gp2`, is EBS's, and so is what nobody names.
fn provisioner<'c>(cluster: &'c Cluster<'_>, class: Option<Option<&str>>) -> Option<&'c str> {
    const EBS: &str = "ebs.csi.aws.com";
    let Some(class) = class else { return Some(EBS) };
    let class = class?;
    let known =
        cluster.objects.iter().find(|object| object.is("storage.k8s.io", "StorageClass") && object.name == Some(class));
    match known {
        Some(known) => known.get(&["provisioner"]).and_then(text),
        None => ["gp2", "gp3", "encrypted"].contains(&class).then_some(EBS),
    }
}
