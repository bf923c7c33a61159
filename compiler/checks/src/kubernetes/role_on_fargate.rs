use cloudc_base::Finding;
use cloudc_graph::Node;

use crate::blame;
use crate::cluster::{Cluster, Pods, get, is_of, items};
use crate::context::{Context, Findings};
use crate::read::{Sure, text};

crate::check::code!("E0632" "role-on-fargate" Error "role_on_fargate.md");

/// Roles of pods that run where nobody hands them a role.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        let Some(eks) = cluster.eks else { continue };
        for (number, link) in context.index.made("aws.eks.PodIdentityAssociation") {
            if is_of(context.index, link, eks) && may_something(context, link) {
                let acting = acting(cluster, link)
                    .find(|pods| cluster.pools.taken(pods).is_some_and(|taken| taken.sure == Sure::Yes));
                findings.extend(acting.map(|pods| finding(context, number, pods)));
            }
        }
    }
}

fn finding(context: &Context<'_>, link: usize, pods: &Pods<'_>) -> Finding {
    let message = format!("{} runs on Fargate, where no agent hands pods their role", pods.object.shown());
    let finding = Finding::new(&CODE, blame::place(pods.object.node), message);
    let finding = match context.graph.node(link) {
        Some(link) => finding.label(blame::place(link), "its role is given here"),
        None => finding,
    };
    finding.help("let it run in a pool, or take the role by its account: a provider of IAM, `oidc = true`, and the account's annotation")
}

/// The pods that act by the account of a link.
fn acting<'c, 'g>(cluster: &'c Cluster<'g>, link: &'c Node) -> impl Iterator<Item = &'c Pods<'g>> {
    let of = |name: &str| get(&link.properties, &[name]).and_then(text);
    let (space, account) = (of("Namespace"), of("ServiceAccount"));
    cluster.pods.iter().filter(move |pods| {
        let own = get(pods.spec, &["serviceAccountName"]).and_then(text);
        space.is_some() && pods.object.namespace == space && own.is_some() && own == account
    })
}

/// Whether the role of a link may do anything: a policy of its own, or one that sentences make.
fn may_something(context: &Context<'_>, link: &Node) -> bool {
    let role = get(&link.properties, &["RoleArn"]).and_then(|role| context.index.node_of(role, "aws.iam.Role"));
    let Some((number, role)) = role.and_then(|number| Some((number, context.graph.node(number)?))) else {
        return false;
    };
    let own = ["Policies", "ManagedPolicyArns"].iter().any(|name| !items(&role.properties, &[name]).is_empty());
    let given = context.index.made("aws.iam.RolePolicy").any(|(_, policy)| {
        get(&policy.properties, &["RoleName"]).and_then(|name| context.index.node_of(name, "aws.iam.Role"))
            == Some(number)
    });
    own || given
}
