//! Which of the published calls are made for certain properties only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cloudc_graph::Node;

use crate::values::{self, Seen};

/// The table `when.json`: a service, an action, or a type and one of these; and what a property must be called, in part, for
/// the call to be made. `=s3`: some text must be that. An empty list: it is never made.
static WHEN: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/when.json")).unwrap_or_default());

/// What has to be there for a call to be made for a type, whose handlers belong to `service`; none if it is made always.
pub(crate) fn asked(ty: &str, service: &str, action: &str) -> Option<&'static [String]> {
    let (foreign, _) = action.split_once(':').unwrap_or((action, ""));
    let of_type = WHEN.get(&format!("{ty} {action}")).or_else(|| WHEN.get(&format!("{ty} {foreign}")));
    let of_service = || WHEN.get(foreign).filter(|_| foreign != service);
    of_type.or_else(|| WHEN.get(action)).or_else(of_service).map(Vec::as_slice)
}

/// Whether a call is made for certain properties only.
pub(crate) fn is_optional(action: &str) -> bool {
    WHEN.contains_key(action)
}

/// Whether a property has one of these names, or a text is one of these words.
pub(crate) fn shows(node: &Node, words: &[String]) -> bool {
    let mut found = false;
    values::each(&node.properties, &mut |seen| {
        found |= words.iter().any(|word| match (&seen, word.strip_prefix('=')) {
            (Seen::Text(text), Some(wanted)) => *text == wanted,
            (Seen::Name(name), None) => name.contains(word.as_str()),
            _ => false,
        });
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_speaks_of_types_that_there_are() {
        let table: BTreeMap<String, Vec<String>> =
            serde_json::from_str(include_str!("../data/when.json")).expect("it reads");
        for key in table.keys() {
            let (ty, call) = key.split_once(' ').map_or((None, key.as_str()), |(ty, call)| (Some(ty), call));
            let facts = cloudc_facts::facts();
            assert!(ty.is_none_or(|ty| facts.permissions(ty).is_some()), "{key}");
            assert!(!call.contains(':') || facts.is_iam_action(call), "{key}");
        }
    }
}
