use cloudc_graph::{Mode, Node};

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};
use crate::sets::Services;
use crate::topology::Peer;

crate::check::code!("W0523" "clear-front" Warning "clear_front.md");

const BALANCER: &str = "aws.elasticloadbalancingv2.LoadBalancer";

/// Balancers that let the whole internet in without TLS, and hand it on.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, listener) in context.index.of_type("aws.elasticloadbalancingv2.Listener") {
        let in_clear = first(&listener.properties, "Protocol").and_then(text) == Some("HTTP");
        let port = first(&listener.properties, "Port").and_then(number).and_then(|port| u16::try_from(port).ok());
        let balancer = context.index.referred(listener, "LoadBalancerArn", BALANCER).first().copied();
        let (Some(port), Some(balancer)) = (port, balancer.filter(|_| in_clear && hands_on(listener))) else {
            continue;
        };
        if is_public(context, balancer) && admits_everybody(context, balancer, port) {
            let message = "the internet comes in without TLS: whoever is on the way reads and changes what is said";
            let help = "listen with `Protocol = \"HTTPS\"` and a certificate, and send those who come in clear there, by a `redirect`";
            findings.push(blame(&CODE, listener, "Protocol", message).help(help));
        }
    }
}

/// Whether what comes is handed to somebody, and not sent elsewhere or answered.
fn hands_on(listener: &Node) -> bool {
    let kinds = at(&listener.properties, "DefaultActions.Type");
    kinds.into_iter().filter_map(text).any(|kind| kind == "forward")
}

fn is_public(context: &Context<'_>, balancer: usize) -> bool {
    let Some(node) = context.graph.node(balancer).filter(|node| node.mode == Mode::Managed) else { return false };
    // Without a scheme it faces the internet.
    first(&node.properties, "Scheme").is_none_or(|scheme| text(scheme) == Some("internet-facing"))
}

/// Whether a group of the balancer lets most of the internet come to a port.
fn admits_everybody(context: &Context<'_>, balancer: usize, port: u16) -> bool {
    let all = context.topology();
    let groups =
        all.places.iter().filter(|(_, place)| place.owner == balancer).flat_map(|(_, place)| place.guard.groups());
    let rules = groups.filter_map(|id| all.groups.get(*id)).flat_map(|group| &group.ingress);
    let mut open = rules.filter(|rule| rule.services.meets(&Services::tcp(port, port)));
    open.any(|rule| matches!(&rule.peer, Peer::Addresses(sources) if sources.later.is_none() && sources.addresses.is_most_of_the_internet()))
}
