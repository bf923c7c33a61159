use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::{blame, is_inside};
use crate::context::{Context, Findings};
use crate::read::{Sure, first, text};

crate::check::code!("W0566" "open-route" Warning "open_route.md");

/// What answers requests, the property that says who may ask, and what it is called.
const DOORS: &[(&str, &str, &str)] = &[
    ("aws.apigateway.Method", "AuthorizationType", "this method"),
    ("aws.apigatewayv2.Route", "AuthorizationType", "this route"),
    ("aws.lambda.Url", "AuthType", "this address"),
];

/// Routes that answer everybody. A noun is asked for that by its use, which says so.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, property, what) in DOORS {
        for (_, node) in context.index.made(ty).filter(|(_, node)| !is_inside(node)) {
            let auth = first(&node.properties, property);
            let open = auth.is_none_or(|auth| text(auth) == Some("NONE"));
            if open && !is_excused(context, node) {
                let message = format!("{what} answers everybody in the internet");
                let help = format!(
                    "say who may ask, `{property} = \"AWS_IAM\"` or an authorizer, or `@accept(\"open-route\", \"why\")`"
                );
                findings.push(blame(&CODE, node, property, message).help(help));
            }
        }
    }
}

/// Whether it answers everybody for a reason: a browser asks before it asks in somebody's name, a key or the policy of the
/// API is wanted, or it is a message on a connection that was let in.
fn is_excused(context: &Context<'_>, node: &Node) -> bool {
    let part = |name: &str| first(&node.properties, name);
    let key = part("RouteKey").and_then(text).unwrap_or_default();
    let browser = key.starts_with("OPTIONS ") || part("HttpMethod").and_then(text) == Some("OPTIONS");
    let wants_key = part("ApiKeyRequired").is_some_and(|flag| Sure::flag(flag).can_be());
    let message = part("ApiId").and_then(|api| context.index.node_of(api, "aws.apigatewayv2.Api")).is_some_and(|api| {
        let protocol = context.index.node(api).and_then(|api| first(&api.properties, "ProtocolType"));
        protocol.and_then(text) == Some("WEBSOCKET") && key != "$connect"
    });
    let guarded =
        part("RestApiId").and_then(|api| context.index.node_of(api, "aws.apigateway.RestApi")).is_some_and(|api| {
            context.index.node(api).is_some_and(|api| first(&api.properties, "Policy").is_some() || is_private(api))
        });
    browser || wants_key || message || guarded
}

/// Whether an API is reached from networks only.
fn is_private(api: &Node) -> bool {
    let types = first(&api.properties, "EndpointConfiguration.Types");
    types.is_some_and(|ty| *ty == Value::text("PRIVATE"))
}
