//! Whether pods find a place: what the scheduler of Kubernetes asks of a node.
//!
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>

use cloudc_base::value::Value;

use super::allocatable::{OPEN, Room};
use super::object::{get, items};
use super::pods::{Needs, Pods};
use super::pool::Pool;
use super::selector::{requirement, value_of};
use crate::read::{Sure, text};

/// Whether a pod fits on a machine of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fit {
    pub(crate) sure: Sure,
    /// Why not, or why perhaps not.
    pub(crate) why: Option<Why>,
    /// How many of these pods one machine can hold at most, if nothing else is on it.
    pub(crate) most: Option<i128>,
}

/// Why a pod does not fit on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// It wants machines with other labels: which.
    Label(String),
    /// It does not stand a taint: which.
    Taint(String),
    /// It asks for more of something than there is: what, how much, how much there is; in thousandths.
    Room(String, i128, i128),
}

/// Whether pods fit on the machines of a pool, next to the daemon sets that certainly run there.
pub(crate) fn fit(pods: &Pods<'_>, pool: &Pool<'_>, daemons: &[Pods<'_>]) -> Fit {
    let place = stands(pods, pool);
    if place.sure == Sure::No {
        return place;
    }
    let (Some(needs), Some(machines)) = (pods.needs(), &pool.machines) else {
        return Fit { sure: Sure::Perhaps, why: None, most: None };
    };
    let here = daemons.iter().filter(|daemon| stands(daemon, pool).sure == Sure::Yes);
    let taken: Vec<Needs<'_>> = here.filter_map(Pods::needs).collect();
    // Which of its types a group takes is up to EKS: one that fits is enough to say nothing.
    let each = machines.iter().map(|room| on_machine(&needs, room, &taken));
    let best = each.max_by_key(|fit| (fit.sure, fit.most));
    let best = best.unwrap_or(Fit { sure: Sure::Perhaps, why: None, most: None });
    let best = if pods.is_alone() { Fit { most: best.most.map(|most| most.min(1)), ..best } } else { best };
    if place.sure < best.sure { Fit { most: best.most, ..place } } else { best }
}

fn on_machine(needs: &Needs<'_>, room: &Room, taken: &[Needs<'_>]) -> Fit {
    let mut fit = Fit { sure: Sure::Yes, why: None, most: None };
    for (name, &asks) in needs.iter().filter(|(_, asks)| **asks > 0) {
        let gone: i128 = taken.iter().filter_map(|needs| needs.get(name)).sum();
        let Some((least, most)) = room.amount(name) else { continue };
        // Where nobody knows how much there is, there is nothing to say.
        let open = most == OPEN;
        let (least, most) = ((least - gone).max(0), (most - gone).max(0));
        let sure = if asks <= least {
            Sure::Yes
        } else if asks <= most {
            Sure::Perhaps
        } else {
            Sure::No
        };
        if sure < fit.sure {
            fit.sure = sure;
            let known = Why::Room((*name).to_owned(), asks, if sure == Sure::No { most } else { least });
            fit.why = (!open).then_some(known);
        }
        fit.most = Some(fit.most.map_or(most / asks, |count| count.min(most / asks)));
    }
    let pods = room.pods - i128::try_from(taken.len()).unwrap_or_default();
    Fit { most: Some(fit.most.map_or(pods, |count| count.min(pods))), ..fit }
}

/// Whether pods may stand on the machines of a pool: labels and taints.
fn stands(pods: &Pods<'_>, pool: &Pool<'_>) -> Fit {
    let wishes = [selected(pods, pool), wanted(pods, pool)].into_iter().chain(tolerated(pods, pool));
    let worst = wishes.min_by_key(|(sure, _)| *sure);
    match worst {
        Some((Sure::Yes, _)) | None => Fit { sure: Sure::Yes, why: None, most: None },
        Some((sure, why)) => Fit { sure, why: Some(why), most: None },
    }
}

/// `nodeSelector`
fn selected(pods: &Pods<'_>, pool: &Pool<'_>) -> (Sure, Why) {
    let Some(Value::Record(wanted)) = get(pods.spec, &["nodeSelector"]) else {
        let sure = if get(pods.spec, &["nodeSelector"]).is_some() { Sure::Perhaps } else { Sure::Yes };
        return (sure, Why::Label(String::new()));
    };
    let written = wanted.iter().filter(|(_, value)| **value != Value::Null);
    let each = written.map(|(key, value)| {
        let sure = value_of(pool.label(key), value);
        (sure, Why::Label(format!("{key}={}", text(value).unwrap_or(".."))))
    });
    each.min_by_key(|(sure, _)| *sure).unwrap_or((Sure::Yes, Why::Label(String::new())))
}

/// `nodeAffinity`, where it is required: one of the terms must hold, and all of its expressions.
fn wanted(pods: &Pods<'_>, pool: &Pool<'_>) -> (Sure, Why) {
    let path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
    let terms = items(pods.spec, &path);
    let holds = |term: &Value| {
        let fields = if items(term, &["matchFields"]).is_empty() { Sure::Yes } else { Sure::Perhaps };
        let each = items(term, &["matchExpressions"]).into_iter().map(|one| requirement(one, |key| pool.label(key)));
        each.min().unwrap_or(Sure::Yes).min(fields)
    };
    let sure = terms.iter().map(|term| holds(term)).max().unwrap_or(Sure::Yes);
    let first =
        terms.iter().flat_map(|term| items(term, &["matchExpressions"])).find_map(|one| text(get(one, &["key"])?));
    (sure, Why::Label(first.unwrap_or_default().to_owned()))
}

/// Each taint that keeps pods away, and whether these stand it.
fn tolerated(pods: &Pods<'_>, pool: &Pool<'_>) -> Vec<(Sure, Why)> {
    let tolerations = items(pods.spec, &["tolerations"]);
    let soft = |taint: &Value| {
        part(taint, "Effect")
            .and_then(text)
            .is_some_and(|effect| effect.starts_with("PREFER") || effect.starts_with("Prefer"))
    };
    let hard = pool.taints.iter().filter(|taint| !soft(taint));
    let each = hard.map(|taint| {
        let key = part(taint, "Key").and_then(text);
        let sure = tolerations.iter().map(|toleration| stood(taint, toleration)).max().unwrap_or(Sure::No);
        (if key.is_none() { sure.max(Sure::Perhaps) } else { sure }, Why::Taint(key.unwrap_or_default().to_owned()))
    });
    each.collect()
}

/// A part of a taint, as EKS writes it (`Key`) or as Kubernetes does (`key`).
fn part<'v>(taint: &'v Value, name: &str) -> Option<&'v Value> {
    get(taint, &[name]).or_else(|| get(taint, &[&name.to_ascii_lowercase()]))
}

/// Whether a toleration is about a taint. EKS writes effects its own way: `NO_SCHEDULE` for `NoSchedule`.
fn stood(taint: &Value, toleration: &Value) -> Sure {
    let same = |wanted: Option<&Value>, found: Option<&str>| match wanted {
        None => Sure::Yes,
        Some(wanted) => match (text(wanted), found) {
            (Some(""), _) => Sure::Yes,
            (Some(wanted), Some(found)) => Sure::of(wanted == found),
            (Some(_), None) | (None, _) => Sure::Perhaps,
        },
    };
    let of = |name: &str| part(taint, name).and_then(text);
    let effect = match of("Effect") {
        Some("NO_SCHEDULE") => Some("NoSchedule"),
        Some("NO_EXECUTE") => Some("NoExecute"),
        other => other,
    };
    let wants = |name: &str| get(toleration, &[name]);
    let value = match wants("operator").map(text) {
        Some(Some("Exists")) => Sure::Yes,
        Some(None) => Sure::Perhaps,
        _ => match (wants("value"), part(taint, "Value")) {
            (None, None) => Sure::Yes,
            (None, Some(found)) => text(found).map_or(Sure::Perhaps, |found| Sure::of(found.is_empty())),
            (Some(value), found) => same(Some(value), Some(found.map_or(Some(""), text).unwrap_or_default())),
        },
    };
    same(wants("key"), of("Key")).min(same(wants("effect"), effect)).min(value)
}
