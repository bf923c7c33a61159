use cloudc_graph::Mode;
use rustc_hash::FxHashMap;

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::written;
use crate::topology::{Group, Rule, Side};

crate::check::code!("E0513" "duplicate-rule" Error "duplicate_rule.md");

/// A rule that a group has twice: the cloud keeps one, and who removes either removes that.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, group) in context.topology().groups.iter() {
        for side in [Side::Ingress, Side::Egress] {
            in_group(context, group, side, findings);
        }
    }
}

fn in_group(context: &Context<'_>, group: &Group<'_>, side: Side, findings: &mut Findings) {
    let mut known: FxHashMap<String, &Rule> = FxHashMap::default();
    for rule in group.rules(side) {
        let key = format!("{:?} {:?}", rule.services, rule.peer);
        let Some(first) = known.get(&key).copied() else {
            known.insert(key, rule);
            continue;
        };
        let pair = context.graph.node(first.node).zip(context.graph.node(rule.node));
        let Some((one, other)) = pair.filter(|(_, other)| other.mode == Mode::Managed) else { continue };
        let side = if side == Side::Ingress { "lets in" } else { "lets out" };
        let message = format!("`{}` {side} the same twice", group.key.shown(context.index));
        let (a, b) = (written(one, first.property), written(other, rule.property));
        let (a, b) = if a > b && rule.property.is_empty() { (b, a) } else { (a, b) };
        let node = if written(other, rule.property) == b { other } else { one };
        let finding = blame::at(&CODE, node, b, message).label(a, "first here");
        findings.push(finding.help("the cloud keeps one of them: who removes either removes both"));
    }
}
