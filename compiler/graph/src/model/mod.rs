//! Order that the cloud needs and no property shows: one rule, one file, one line in [`RULES`].
//!
//! A rule looks at types and references only. Its edges are soft: one that would close a circle is left out.

mod api_methods;
mod bucket_notification;
mod cloud;
mod cluster_kind;
mod elastic_ip;
mod event_source;
mod group_rules;
mod listener;
mod named_objects;
mod named_resources;
mod namespace;
mod nat_gateway;
mod network_endpoints;
mod role_policies;
mod route_gateway;
mod starts;
mod subnet_routes;
mod view;

pub(crate) use view::View;
use view::Wants;

/// What the model knows of one order.
pub(crate) struct Rule {
    /// In words, as the reason of its edges.
    name: &'static str,
    /// Says who wants to wait for what.
    find: fn(&View<'_>, &mut Wants),
}

/// All rules. Where two edges cannot both be had, that of the earlier rule stays.
const RULES: &[Rule] = &[
    route_gateway::RULE,
    elastic_ip::RULE,
    nat_gateway::RULE,
    subnet_routes::RULE,
    network_endpoints::RULE,
    group_rules::RULE,
    role_policies::RULE,
    event_source::RULE,
    bucket_notification::RULE,
    listener::RULE,
    api_methods::RULE,
    namespace::RULE,
    cluster_kind::RULE,
    named_objects::RULE,
    named_resources::RULE,
];

/// An edge that a rule asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Soft {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The rule, in words.
    pub(crate) rule: &'static str,
}

/// What all rules ask for, by preference: by rule, then by node. Two nodes have one edge, that of the first rule.
pub(crate) fn soft(view: &View<'_>) -> Vec<Soft> {
    let mut all: Vec<(u32, u32, usize)> = Vec::new();
    for (rank, rule) in RULES.iter().enumerate() {
        let mut wants = Wants::default();
        (rule.find)(view, &mut wants);
        all.extend(wants.pairs().into_iter().map(|(from, to)| (from, to, rank)));
    }
    all.sort_unstable();
    all.dedup_by_key(|&mut (from, to, _)| (from, to));
    all.sort_unstable_by_key(|&(from, to, rank)| (rank, from, to));
    let soft = |(from, to, rank): (u32, u32, usize)| RULES.get(rank).map(|rule| Soft { from, to, rule: rule.name });
    all.into_iter().filter_map(soft).collect()
}
