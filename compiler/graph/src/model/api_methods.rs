use super::view::{View, Wants};

/// A deployment is a picture of an API as it is then, and refers to the API only.
///
/// Source: the note on `DependsOn` in `AWS::ApiGateway::Deployment` and `AWS::ApiGatewayV2::Deployment`.
pub(super) const RULE: super::Rule = super::Rule { name: "a deployment waits for everything of its API", find };

/// The type of an API, of its deployments, and of what a deployment shows.
const APIS: &[(&str, &str, &[&str])] = &[
    (
        "aws.apigateway.RestApi",
        "aws.apigateway.Deployment",
        &["aws.apigateway.GatewayResponse", "aws.apigateway.Method"],
    ),
    (
        "aws.apigatewayv2.Api",
        "aws.apigatewayv2.Deployment",
        &["aws.apigatewayv2.Integration", "aws.apigatewayv2.Route"],
    ),
];

fn find(view: &View<'_>, wants: &mut Wants) {
    for (ty, deployment, parts) in APIS {
        for &api in view.of_type(ty) {
            let mut users: Vec<u32> = view.users(api).map(|link| link.from).collect();
            users.dedup();
            let of = |types: &[&str]| -> Vec<u32> {
                users.iter().copied().filter(|&user| types.contains(&view.ty(user))).collect()
            };
            wants.all(&of(&[deployment]), &of(parts));
        }
    }
}
