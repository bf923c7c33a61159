//! What takes requests on the internet and hands them on into a network: an API by its link, CloudFront by its origin there.

use super::relay::{Handing, Relay, Sender, port_of, takes};
use super::{PlaceId, Topology};
use crate::read::{at, first, text};
use crate::sets::Services;

const LINK: &str = "aws.apigatewayv2.VpcLink";
const INTEGRATION: &str = "aws.apigatewayv2.Integration";
const REST_LINK: &str = "aws.apigateway.VpcLink";
const REST: &str = "aws.apigateway.RestApi";
const METHOD: &str = "aws.apigateway.Method";
const ORIGIN: &str = "aws.cloudfront.VpcOrigin";
const DISTRIBUTION: &str = "aws.cloudfront.Distribution";
const LISTENER: &str = "aws.elasticloadbalancingv2.Listener";
const BALANCER: &str = "aws.elasticloadbalancingv2.LoadBalancer";

/// Finds them; `places` are those of a node. One that hands on to what is not in the program is left to whoever asks what may
/// bring packets by a way that is not followed.
pub(super) fn fronts(all: &Topology<'_>, places: &impl Fn(usize) -> Vec<PlaceId>) -> Vec<Relay> {
    let links = all.index.of_type(LINK).filter_map(|(link, _)| link_front(all, link, places));
    let origins = all.index.of_type(ORIGIN).filter_map(|(origin, _)| origin_front(all, origin, places));
    let rest = all.index.of_type(REST_LINK).map(|(link, node)| rest_front(all, link, node, places));
    links.chain(origins).chain(rest).collect()
}

/// Requests to a REST API that it hands on by a link, which comes out at a balancer for packets. An API that endpoints alone lead to
/// takes none on the internet.
///
/// Source: "Set up API Gateway private integrations for REST APIs" in the API Gateway Developer Guide.
fn rest_front(
    all: &Topology<'_>,
    link: usize,
    node: &cloudc_graph::Node,
    places: &impl Fn(usize) -> Vec<PlaceId>,
) -> Relay {
    let index = all.index;
    let balancers = index.referred(node, "TargetArns", BALANCER);
    let uses = |at: &cloudc_graph::Node| {
        let mut found = false;
        cloudc_graph::references(&at.properties, |reference| found |= index.number(reference.of) == Some(link));
        found
    };
    let apis = index.of_type(REST).filter(|(_, api)| uses(api)).map(|(number, _)| (number, number));
    let methods = index
        .of_type(METHOD)
        .filter(|(_, method)| uses(method))
        .filter_map(|(number, method)| index.referred(method, "RestApiId", REST).first().map(|api| (number, *api)));
    let outside = |api: usize| {
        let types = index.node(api).map(|api| at(&api.properties, "EndpointConfiguration.Types"));
        !types.is_some_and(|types| types.into_iter().any(|kind| text(kind) == Some("PRIVATE")))
    };
    let mut handings = Vec::new();
    for (user, _) in apis.chain(methods).filter(|(_, api)| outside(*api)) {
        for &balancer in &balancers {
            let gives = listened(all, balancer);
            handings.push(Handing {
                takes: web(),
                to: places(balancer),
                gives,
                sender: Sender::Edge,
                listener: user,
                targets: link,
            });
        }
    }
    Relay { node: link, places: Vec::new(), handings, is_front: true }
}

/// What the listeners of a balancer take.
fn listened(all: &Topology<'_>, balancer: usize) -> Services {
    let index = all.index;
    let ours = index
        .of_type(LISTENER)
        .filter(|(_, node)| index.referred(node, "LoadBalancerArn", BALANCER).contains(&balancer));
    ours.fold(Services::none(), |sum, (_, node)| sum.or(&takes(&node.properties)))
}

/// Requests to an API that its integrations hand on by a link, out of the link's own interfaces.
fn link_front(all: &Topology<'_>, link: usize, places: &impl Fn(usize) -> Vec<PlaceId>) -> Option<Relay> {
    let index = all.index;
    let mut handings = Vec::new();
    for (integration, node) in index.of_type(INTEGRATION) {
        if !index.referred(node, "ConnectionId", LINK).contains(&link) {
            continue;
        }
        let listener = *index.referred(node, "IntegrationUri", LISTENER).first()?;
        let at_listener = index.node(listener)?;
        let balancer = *index.referred(at_listener, "LoadBalancerArn", BALANCER).first()?;
        handings.push(Handing {
            takes: web(),
            to: places(balancer),
            gives: takes(&at_listener.properties),
            sender: Sender::Relay,
            listener: integration,
            targets: listener,
        });
    }
    Some(Relay { node: link, places: places(link), handings, is_front: true })
}

/// Requests to a distribution that go to something in a network, out of interfaces that CloudFront makes there.
///
/// Source: "Restrict access with VPC origins" in the CloudFront Developer Guide.
fn origin_front(all: &Topology<'_>, origin: usize, places: &impl Fn(usize) -> Vec<PlaceId>) -> Option<Relay> {
    let index = all.index;
    let node = index.node(origin)?;
    let config = first(&node.properties, "VpcOriginEndpointConfig")?;
    let targets = ["aws.elasticloadbalancingv2.LoadBalancer", "aws.ec2.Instance"];
    let target =
        targets.iter().find_map(|ty| index.referred(node, "VpcOriginEndpointConfig.Arn", ty).first().copied())?;
    let said = |name: &str, or: u16| first(config, name).and_then(port_of).unwrap_or(or);
    let (clear, sealed) = (said("HTTPPort", 80), said("HTTPSPort", 443));
    let gives = match first(config, "OriginProtocolPolicy").and_then(text) {
        Some("http-only") => Services::tcp(clear, clear),
        Some("https-only") => Services::tcp(sealed, sealed),
        _ => Services::tcp(clear, clear).or(&Services::tcp(sealed, sealed)),
    };
    let uses = |distribution: &cloudc_graph::Node| {
        let path = "DistributionConfig.Origins.VpcOriginConfig.VpcOriginId";
        !at(&distribution.properties, path).is_empty() && index.referred(distribution, path, ORIGIN).contains(&origin)
    };
    let handing = |(distribution, _)| Handing {
        takes: web(),
        to: places(target),
        gives: gives.clone(),
        sender: Sender::Edge,
        listener: distribution,
        targets: origin,
    };
    let handings = index.of_type(DISTRIBUTION).filter(|(_, node)| uses(node)).map(handing).collect();
    Some(Relay { node: origin, places: Vec::new(), handings, is_front: true })
}

/// What is asked of the web.
fn web() -> Services {
    Services::tcp(80, 80).or(&Services::tcp(443, 443))
}
