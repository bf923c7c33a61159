//! Pods on machines that nobody sees: Fargate of EKS.
//!
//! <https://docs.aws.amazon.com/eks/latest/userguide/fargate.html>,
//! <https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html>

use cloudc_base::value::Value;
use cloudc_graph::Node;

use super::object::{get, items};
use super::pods::Pods;
use super::selector::{self, Label};
use crate::read::{Sure, text};

/// Pods of some namespaces, perhaps with some labels, which run on Fargate.
#[derive(Debug)]
pub(crate) struct Profile<'g> {
    pub(crate) node: &'g Node,
}

/// What becomes of pods whose profile this is.
#[derive(Debug)]
pub(crate) struct Taken<'g> {
    pub(crate) profile: &'g Node,
    /// Whether it is surely theirs.
    pub(crate) sure: Sure,
    /// What they want and Fargate does not have.
    pub(crate) lacks: Option<&'static str>,
}

/// What Fargate gives a pod at most: processors, and memory, of which Kubernetes itself takes 256 MiB; in thousandths.
const CPU: i128 = 16 * 1000;
const MEMORY: i128 = (120 * 1024 - 256) * 1024 * 1024 * 1000;
/// And of its disk.
const SCRATCH: i128 = 175 * 1024 * 1024 * 1024 * 1000;

impl<'g> Profile<'g> {
    pub(super) fn of(node: &'g Node) -> Profile<'g> {
        Profile { node }
    }

    /// Whether pods are those of this profile: one of its selectors takes them.
    pub(super) fn is_for(&self, pods: &Pods<'_>) -> Sure {
        if pods.object.kind == "DaemonSet" {
            return Sure::No;
        }
        let each = items(&self.node.properties, &["Selectors"]).into_iter().map(|one| selects(one, pods));
        each.max().unwrap_or(Sure::Perhaps)
    }

    pub(super) fn taken(&self, pods: &Pods<'_>, sure: Sure) -> Taken<'g> {
        Taken { profile: self.node, sure, lacks: lacks(pods) }
    }
}

fn selects(selector: &Value, pods: &Pods<'_>) -> Sure {
    let space = match (get(selector, &["Namespace"]).and_then(text), pods.object.namespace) {
        (Some(wanted), Some(found)) => Sure::of(alike(wanted, found)),
        _ => Sure::Perhaps,
    };
    let each = items(selector, &["Labels"]).into_iter().map(|label| {
        let part = |name: &str| get(label, &[name]).and_then(text);
        let (Some(key), Some(value)) = (part("Key"), part("Value")) else { return Sure::Perhaps };
        match selector::of(pods.labels, key) {
            Label::Not => Sure::No,
            Label::Is(found) => Sure::of(alike(value, found)),
            _ => Sure::Perhaps,
        }
    });
    each.min().unwrap_or(Sure::Yes).min(space)
}

/// Whether a text is what is wanted, in which `*` stands for any and `?` for one.
fn alike(wanted: &str, found: &str) -> bool {
    let (wanted, found): (Vec<char>, Vec<char>) = (wanted.chars().collect(), found.chars().collect());
    // Which beginnings of what is found the pattern's beginning takes.
    let mut takes: Vec<bool> = std::iter::once(true).chain(found.iter().map(|_| false)).collect();
    for letter in wanted {
        let mut next = vec![letter == '*' && takes.first() == Some(&true)];
        for (place, one) in found.iter().enumerate() {
            let before = takes.get(place) == Some(&true);
            let here = takes.get(place + 1) == Some(&true);
            next.push(match letter {
                '*' => here || next.last() == Some(&true),
                '?' => before,
                _ => before && *one == letter,
            });
        }
        takes = next;
    }
    takes.last() == Some(&true)
}

/// What pods want and Fargate does not have.
fn lacks(pods: &Pods<'_>) -> Option<&'static str> {
    let is_true = |value: &Value, path: &[&str]| get(value, path) == Some(&Value::Bool(true));
    let containers = pods.containers();
    if containers.iter().any(|one| is_true(one, &["securityContext", "privileged"])) {
        return Some("privileged containers");
    }
    let ports = containers.iter().flat_map(|one| items(one, &["ports"]));
    if is_true(pods.spec, &["hostNetwork"]) || ports.into_iter().any(|port| get(port, &["hostPort"]).is_some()) {
        return Some("the addresses and ports of machines");
    }
    if items(pods.spec, &["volumes"]).into_iter().any(|volume| get(volume, &["hostPath"]).is_some()) {
        return Some("folders of machines");
    }
    if !items(&pods.object.node.properties, &["spec", "volumeClaimTemplates"]).is_empty() {
        return Some("disks that are made for pods");
    }
    let needs = pods.needs()?;
    let asks = |name: &str| needs.get(name).copied().unwrap_or(0);
    if needs.iter().any(|(name, amount)| name.contains('/') && *amount > 0) {
        return Some("graphics processors and other devices");
    }
    match (asks("cpu") > CPU, asks("memory") > MEMORY, asks("ephemeral-storage") > SCRATCH) {
        (true, ..) => Some("more than 16 processors"),
        (_, true, _) => Some("more than 119.75 GiB of memory"),
        (.., true) => Some("more than 175 GiB of disk"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn names_are_matched_by_what_stands_for_any() {
        assert!(alike("prod*", "prod-a") && alike("*", "") && alike("a?c*", "abcd") && alike("web", "web"));
        assert!(!alike("prod*", "pro") && !alike("a?c", "ac") && !alike("web", "web2"));
    }
}
