use cloudc_base::Finding;
use cloudc_facts::facts;

use crate::blame;
use crate::cluster::Object;
use crate::context::{Context, Findings};

crate::check::code!("E0608" "removed-api" Error "removed_api.md");

/// Versions of APIs that are gone, line by line.
const REMOVED: &str = include_str!("removed_apis.txt");

/// Objects of an API version that the cluster's release does not have, any more or yet.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        let Some(version) = cluster.version else { continue };
        findings.extend(cluster.objects.iter().filter_map(|object| finding(object, version)));
    }
}

fn finding(object: &Object<'_>, version: &str) -> Option<Finding> {
    let at = blame::place(object.node);
    let api = match object.group.as_str() {
        "" => object.version.clone(),
        group => format!("{group}/{}", object.version),
    };
    if let Some(gone) = gone(&api, &object.kind).filter(|gone| release(version) >= release(gone.release)) {
        let message = format!("Kubernetes {version} has no `{api}` for {}: it went in {}", object.shown(), gone.release);
        let help = match gone.instead {
            "-" => "there is nothing in its place".to_owned(),
            instead => format!("write `{instead}`, and look at what changed in it"),
        };
        return Some(Finding::new(&CODE, at, message).help(help));
    }
    let there = releases(object)?;
    let known: Vec<Box<str>> = facts().kubernetes_releases();
    let is_known = known.iter().any(|known| **known == *version);
    if !is_known || there.iter().any(|there| **there == *version) {
        return None;
    }
    let message = format!("Kubernetes {version} has no `{api}` for {}", object.shown());
    Some(Finding::new(&CODE, at, message).help(format!("it is there in {}", there.join(", "))))
}

/// The releases that have a kind, where not all of them do.
fn releases(object: &Object<'_>) -> Option<Vec<Box<str>>> {
    let ty = facts().resource_type(&object.node.ty)?;
    let bits = ty.schema().releases()?;
    let all = facts().kubernetes_releases();
    Some(all.into_iter().enumerate().filter(|(number, _)| bits.contains(*number)).map(|(_, name)| name).collect())
}

/// An API version that is gone.
struct Gone {
    release: &'static str,
    instead: &'static str,
}

fn gone(api: &str, kind: &str) -> Option<Gone> {
    REMOVED.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut words = line.split(' ');
        let (version, kinds, release, instead) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let fits = version == api && (kinds == "*" || kinds.split(',').any(|one| one == kind));
        fits.then_some(Gone { release, instead })
    })
}

/// `1.33` as numbers.
fn release(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_reads() {
        for line in REMOVED.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split(' ').collect();
            assert!(words.len() == 4 && release(words[2]).is_some(), "{line}");
            assert!(gone(words[0], words[1].split(',').next().unwrap_or("*")).is_some(), "{line}");
        }
        assert!(gone("apps/v1", "Deployment").is_none());
    }
}
