use super::view::{View, Wants};

/// A container service registers with a target group only when a balancer uses the group.
///
/// Source: "The target group .. does not have an associated load balancer" of `CreateService`.
pub(super) const RULE: super::Rule = super::Rule { name: "a service waits for the listener of its target group", find };

const LISTENERS: [&str; 2] = ["aws.elasticloadbalancingv2.Listener", "aws.elasticloadbalancingv2.ListenerRule"];

fn find(view: &View<'_>, wants: &mut Wants) {
    for &group in view.of_type("aws.elasticloadbalancingv2.TargetGroup") {
        let mut users: Vec<u32> = view.users(group).map(|link| link.from).collect();
        users.dedup();
        let (listeners, others): (Vec<u32>, Vec<u32>) =
            users.into_iter().partition(|&user| LISTENERS.contains(&view.ty(user)));
        let services: Vec<u32> = others.into_iter().filter(|&it| view.ty(it) == "aws.ecs.Service").collect();
        wants.all(&services, &listeners);
    }
}
