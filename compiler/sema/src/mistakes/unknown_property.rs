use cloudc_base::{Finding, Span};
use cloudc_facts::{Bits, facts};

use crate::properties::{Meant, Place, is_name};

super::code!("E0220" "unknown-property" "unknown_property.md");

/// Words of other tools that stand among properties there, and what is written here.
const FOREIGN: &[(&[&str], &str)] = &[
    (&["DependsOn", "depends_on", "dependsOn"], "write `@after(..)` before the resource"),
    (&["DeletionPolicy", "UpdateReplacePolicy"], "write `@retain` or `@snapshot` before the resource"),
    (&["Condition", "count"], "write `if .. { }` around the resource"),
    (&["for_each"], "write `for .. { }` around the resource"),
    (&["lifecycle"], "write `@protect`, `@retain` or `@external(..)` before the resource"),
    (&["Type"], "the type stands behind the name: take it out"),
    (&["Properties"], "properties stand in the block itself"),
    (&["apiVersion", "kind"], "it follows from the type: take it out"),
];

/// A property is set that the type does not have.
pub(crate) fn finding(place: &Place, meant: &Meant) -> Finding {
    let finding = Finding::new(&CODE, place.key(), format!("`{}` has no property `{}`", place.ty, place.path));
    if let Some((_, way)) = FOREIGN.iter().find(|(words, _)| words.contains(&place.path.as_str())) {
        return finding.help(*way);
    }
    match meant {
        Meant::Name(near) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            match place.name.filter(|_| is_name(near)) {
                Some(span) => finding.fix(format!("write `{near}`"), span, &**near),
                None => finding,
            }
        }
        Meant::Inside(part) => finding.help(format!("`{part}` has one")),
        Meant::Nothing(names) if !names.is_empty() && names.len() <= 12 => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("there is {}", names.join(", ")))
        }
        Meant::Nothing(_) => finding,
    }
}

/// `@external` names a property that the type does not have.
pub(crate) fn external(span: Span, path: &str, ty: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("{ty} has no property `{path}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}

/// A property is set that the cluster's release of Kubernetes does not have.
pub(crate) fn release(place: &Place, releases: Bits) -> Finding {
    let message = format!("only Kubernetes {} has `{}`", shown(releases), place.path);
    Finding::new(&CODE, place.key(), message).help("the cluster is of another release")
}

/// Releases of Kubernetes in words.
pub(super) fn shown(releases: Bits) -> String {
    let known = facts().kubernetes_releases();
    let all: Vec<&str> =
        known.iter().enumerate().filter(|&(at, _)| releases.contains(at)).map(|(_, release)| &**release).collect();
    match all[..] {
        [only] => only.to_owned(),
        [first, .., last] => format!("{first} to {last}"),
        [] => "no release".to_owned(),
    }
}
