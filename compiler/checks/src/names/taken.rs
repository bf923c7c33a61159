use std::collections::hash_map::Entry;

use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_facts::{exclusive, facts};
use cloudc_graph::{Mode, Node};
use ipnet::IpNet;
use rustc_hash::FxHashMap;

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::{address_range, first, text, written};

crate::check::code!("E0518" "taken" Error "taken.md");

/// What only one thing can have.
struct Claim {
    /// Two that have the same cannot be there at once.
    key: String,
    /// Nor two of the same key whose ranges overlap; without one the key alone decides.
    range: Option<IpNet>,
    /// The property that says it.
    property: String,
    /// What both have, in words.
    shown: String,
}

/// Rules of security groups have a check of their own, which knows those that stand in the group too.
const ELSEWHERE: &[&str] = &["aws.ec2.SecurityGroupIngress", "aws.ec2.SecurityGroupEgress"];

/// Two things of which only one can be there: they have one name, overlapping ranges, the same place in a table.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let mut ranges: FxHashMap<String, Vec<(IpNet, usize)>> = FxHashMap::default();
    let mut order: Vec<usize> = (0..context.graph.nodes().len()).collect();
    // As the program is read.
    order.sort_by_key(|&number| context.graph.node(number).map(|node| (blame::place(node), node.span)));
    for number in order {
        let Some(node) = context.graph.node(number).filter(|node| node.mode == Mode::Managed) else { continue };
        for claim in claims(node) {
            let first = match claim.range {
                Some(range) => {
                    let known = ranges.entry(claim.key.clone()).or_default();
                    let first = overlapping(known, &range);
                    known.push((range, number));
                    first
                }
                None => match taken.entry(claim.key.clone()) {
                    Entry::Occupied(entry) => Some(*entry.get()),
                    Entry::Vacant(entry) => {
                        entry.insert(number);
                        None
                    }
                },
            };
            if let Some(first) = first.and_then(|first| context.graph.node(first)) {
                findings.push(finding(node, first, &claim));
                break;
            }
        }
    }
}

fn overlapping(known: &[(IpNet, usize)], range: &IpNet) -> Option<usize> {
    known.iter().find(|(other, _)| other.contains(range) || range.contains(other)).map(|(_, number)| *number)
}

/// What a node has for itself; what is not known yet does not count.
fn claims(node: &Node) -> Vec<Claim> {
    let place = place(node);
    if node.on.is_some() {
        return object(node, &place).into_iter().collect();
    }
    if ELSEWHERE.contains(&&*node.ty) {
        return Vec::new();
    }
    let mut claims: Vec<Claim> = exclusive(&node.ty).iter().filter_map(|row| claim(node, &place, row)).collect();
    let identifier = facts().resource_type(&node.ty).map(|ty| ty.identifier().to_vec()).unwrap_or_default();
    let names: Vec<String> = identifier.iter().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let own = claim(node, &place, &names).filter(|own| claims.iter().all(|claim| claim.key != own.key));
    claims.extend(own.filter(|_| !names.is_empty()));
    claims
}

/// An object of a cluster: its kind, namespace and name.
fn object(node: &Node, place: &str) -> Option<Claim> {
    let name = first(&node.properties, "metadata.name").and_then(text)?;
    let namespace = first(&node.properties, "metadata.namespace").and_then(text);
    let inside = namespace.map(|namespace| format!(" in `{namespace}`")).unwrap_or_default();
    let key = format!("{place} {} {}/{name}", own_kind(node), namespace.unwrap_or_default());
    Some(Claim { key, range: None, property: "metadata".to_owned(), shown: format!("the name `{name}`{inside}") })
}

/// The group and kind that an object says itself, where its type says neither.
fn own_kind(node: &Node) -> String {
    let said = |name: &str| first(&node.properties, name).and_then(text).unwrap_or_default();
    let group = said("apiVersion").split_once('/').map(|(group, _)| group).unwrap_or_default();
    format!("{group} {}", said("kind"))
}

fn claim(node: &Node, place: &str, row: &[&str]) -> Option<Claim> {
    let (range, exact) = match row.split_last() {
        Some((last, others)) if last.starts_with('~') => (Some(last.trim_start_matches('~')), others),
        _ => (None, row),
    };
    let values: Option<Vec<String>> = exact.iter().map(|property| plain(first(&node.properties, property)?)).collect();
    let values = values?;
    let last = range.or_else(|| exact.last().copied())?;
    let said: Vec<String> = exact.iter().zip(&values).map(|(name, value)| format!("`{name}` {value}")).collect();
    let (range, shown) = match range {
        Some(name) => {
            let range = address_range(first(&node.properties, name)?)?;
            (Some(range), format!("addresses of `{range}`"))
        }
        None => (None, said.join(" and ")),
    };
    Some(Claim { key: format!("{place} {}", said.join(" ")), range, property: last.to_owned(), shown })
}

/// A value in one piece: what is later counts by how it comes about.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::List(_) | Value::Record(_) | Value::Null => None,
        Value::Text(text) => Some(format!("`{text}`")),
        other => Some(format!("`{other}`")),
    }
}

/// The type, and where its names are its own: buckets have theirs in the whole world, users and roles in an account.
fn place(node: &Node) -> String {
    let worldwide = &*node.ty == "aws.s3.Bucket" || node.ty.starts_with("aws.iam.");
    let region = node.place.region.as_deref().filter(|_| !worldwide).unwrap_or_default();
    let account = node.place.account.as_deref().unwrap_or_default();
    let on = node.on.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{} {account}/{region}/{on}", node.ty)
}

fn finding(second: &Node, first: &Node, claim: &Claim) -> Finding {
    let message = format!("`{}` has {} too, as `{}`: only one of them can be there", second.address, claim.shown, first.address);
    let span = written(second, &claim.property);
    let finding = blame::at(&CODE, second, span, message).label(blame::place(first), "the other");
    let noun = [first, second].into_iter().find(|node| !node.through.is_empty());
    match noun.and_then(|node| node.address.parent()).filter(|_| second.ty.ends_with("Policy")) {
        Some(noun) => finding.help(format!(
            "`{noun}` writes this policy itself: say who may do what with a sentence, `allow cdn to read {noun}`, or add to its `statements`"
        )),
        None => finding,
    }
}
