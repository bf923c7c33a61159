//! What is written in boxes.

use cloudc_base::value::Value;

use crate::{Instance, Mode, Node};

/// `queue builds: what its documentation says`
pub(super) fn about(instance: &Instance) -> String {
    let start = format!("{} {}", instance.noun, instance.address);
    instance.doc.as_ref().map_or(start.clone(), |doc| format!("{start}: {doc}"))
}

/// `fleet · 6 resources`
pub(super) fn counted(noun: &str, count: usize, nodes: &[&Node]) -> String {
    match count {
        0 => noun.to_owned(),
        _ if nodes.iter().all(|node| node.mode == Mode::Existing) => format!("{noun} · existing"),
        1 => format!("{noun} · 1 resource"),
        _ => format!("{noun} · {count} resources"),
    }
}

/// `3 × ec2.Instance and 4 more`
pub(super) fn raw(own: &[&Node], all: usize) -> String {
    let Some(first) = own.first() else { return String::new() };
    let mut text = short(&first.ty).to_owned();
    if own.len() > 1 {
        text = format!("{} × {text}", own.len());
    }
    if first.mode == Mode::Existing {
        text.push_str(" · existing");
    }
    if all > own.len() {
        text.push_str(&format!(" and {} more", all - own.len()));
    }
    text
}

/// A type as a person calls it: `sqs.Queue`, `Deployment`.
pub(super) fn short(ty: &str) -> &str {
    match ty.split_once('.') {
        Some(("aws", rest)) => rest,
        Some(("k8s", rest)) => rest.rsplit('.').next().unwrap_or(rest),
        _ => ty,
    }
}

pub(super) fn cidr(node: &Node) -> Option<String> {
    let Value::Record(properties) = &node.properties else { return None };
    match properties.get("CidrBlock")? {
        Value::Text(text) => Some(text.to_string()),
        Value::Cidr(range) => Some(range.to_string()),
        _ => None,
    }
}

/// Where a node lives, if not where the program does.
pub(super) fn place(node: &Node) -> Option<String> {
    let account = node.place.account.as_ref().map(|account| format!("account {account}"));
    let parts: Vec<String> = account.into_iter().chain(node.place.region.as_ref().map(ToString::to_string)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
