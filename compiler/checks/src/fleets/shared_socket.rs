use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, text};

crate::check::code!("E0617" "shared-socket" Error "shared_socket.md");

/// Where a machine keeps what rules all of its containers.
const RULES: &[&str] = &["docker.sock", "containerd.sock", "crio.sock"];

/// What holds containers, the paths of their machines that they are shown, and where its labels stand.
const PLACES: &[(&str, &str)] = &[
    ("aws.ecs.TaskDefinition", "Volumes.Host.SourcePath"),
    ("k8s.apps.v1.Deployment", "spec.template.spec.volumes.hostPath.path"),
    ("k8s.apps.v1.StatefulSet", "spec.template.spec.volumes.hostPath.path"),
];

/// Published services whose containers may rule their machine: whoever takes one over has it all.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path) in PLACES {
        for (number, node) in context.index.made(ty) {
            let shown = at(&node.properties, path).into_iter().filter_map(text);
            let socket = shown.filter(|path| is_rule(path)).min();
            if let Some(socket) = socket.filter(|_| is_published(context, number, node)) {
                let message = format!(
                    "this can be reached from outside and has `{socket}`: whoever takes it over has the whole machine"
                );
                let help = "let a container that nobody reaches talk to it, and publish another";
                findings.push(blame(&CODE, node, path, message).help(help));
            }
        }
    }
}

fn is_rule(path: &str) -> bool {
    path == "/" || RULES.iter().any(|name| path.ends_with(name))
}

/// Whether a balancer hands requests on to it.
fn is_published(context: &Context<'_>, number: usize, node: &Node) -> bool {
    if node.ty.starts_with("aws.") {
        let users = context.graph.needed_by(number).filter_map(|edge| context.index.node(edge.from));
        return users
            .into_iter()
            .any(|user| &*user.ty == "aws.ecs.Service" && !at(&user.properties, "LoadBalancers").is_empty());
    }
    let labels = at(&node.properties, "spec.template.metadata.labels");
    context.index.of_type("k8s.core.v1.Service").any(|(_, service)| {
        let public = at(&service.properties, "spec.type")
            .into_iter()
            .filter_map(text)
            .any(|kind| kind == "LoadBalancer" || kind == "NodePort");
        public
            && service.on == node.on
            && at(&service.properties, "spec.selector").into_iter().any(|selector| selects(selector, &labels))
    })
}

/// Whether all of a selector's labels are among those of a pod.
fn selects(selector: &Value, labels: &[&Value]) -> bool {
    let (Value::Record(selector), Some(Value::Record(labels))) = (selector, labels.first()) else { return false };
    selector.iter().next().is_some() && selector.iter().all(|(name, value)| labels.get(name) == Some(value))
}
