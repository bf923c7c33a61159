use cloudc_graph::Mode;

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::written;
use crate::topology::{Group, Peer, Rule, Side};

crate::check::code!("I0515" "covered-rule" Information "covered_rule.md");

/// How many rules of one group are compared with one another.
const MOST: usize = 200;

/// Rules that another rule of the group makes superfluous. What sentences made is left alone: each stands for its own.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, group) in context.topology().groups.iter() {
        for side in [Side::Ingress, Side::Egress] {
            in_group(context, group, side, findings);
        }
    }
}

fn in_group(context: &Context<'_>, group: &Group<'_>, side: Side, findings: &mut Findings) {
    let rules = group.rules(side);
    for rule in rules.iter().take(MOST) {
        let Some(node) = context.graph.node(rule.node) else { continue };
        if node.mode != Mode::Managed || !node.sentences.is_empty() || rule.later().is_some() {
            continue;
        }
        let wider = rules.iter().take(MOST).find(|other| covers(other, rule) && !covers(rule, other));
        let Some(wider) = wider.and_then(|wider| context.graph.node(wider.node).map(|by| (wider, by))) else { continue };
        let (span, by) = (written(node, rule.property), written(wider.1, wider.0.property));
        let finding = blame::at(&CODE, node, span, "another rule of this group lets all of this through");
        findings.push(if by == span { finding } else { finding.label(by, "this one") });
    }
}

/// Whether a rule lets everything through that another does.
fn covers(wide: &Rule, narrow: &Rule) -> bool {
    let peers = match (&wide.peer, &narrow.peer) {
        (Peer::Group(one), Peer::Group(other)) => one == other,
        (Peer::Addresses(one), Peer::Addresses(other)) => {
            one.later.is_none() && !other.addresses.is_empty() && one.addresses.covers(&other.addresses)
        }
        _ => false,
    };
    peers && wide.services.covers(&narrow.services)
}
