use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::{blame, is_inside};
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("W0619" "open-balancer" Warning "open_balancer.md");

/// Services that ask for a balancer which everybody in the internet may come to in clear.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.made("k8s.core.v1.Service").filter(|(_, node)| !is_inside(node)) {
        let asks = first(&node.properties, "spec.type").and_then(text) == Some("LoadBalancer");
        let few = !at(&node.properties, "spec.loadBalancerSourceRanges").is_empty();
        if asks && !few && speaks_clear(node) && !is_settled(node) {
            let message = "this asks for a balancer that lets the whole internet in, without TLS";
            let help = "say whose addresses may come, `loadBalancerSourceRanges`, keep it inside by the annotation `service.beta.kubernetes.io/aws-load-balancer-scheme`, or give it a certificate";
            findings.push(blame(&CODE, node, "spec", message).help(help));
        }
    }
}

/// Whether a port is none of those that speak TLS by themselves.
fn speaks_clear(node: &Node) -> bool {
    let ports = at(&node.properties, "spec.ports.port");
    ports.into_iter().filter_map(number).any(|port| !matches!(port, 443 | 8443 | 6443))
}

/// Whether notes say that it stays inside, or has a certificate.
fn is_settled(node: &Node) -> bool {
    let notes = at(&node.properties, "metadata.annotations");
    notes.into_iter().any(|notes| match notes {
        Value::Record(notes) => notes.iter().any(|(name, value)| {
            name.contains("ssl-cert")
                || name.contains("internal")
                || text(value).is_none_or(|value| value == "internal")
        }),
        _ => true,
    })
}
