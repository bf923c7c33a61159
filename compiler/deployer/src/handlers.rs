//! What the handlers of types call.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cloudc_facts::{Permissions, facts};

/// The table `handlers.json`: types of which nothing is published, from the API reference of their services.
static HANDLERS: LazyLock<BTreeMap<String, Arc<Permissions>>> = LazyLock::new(|| {
    serde_json::from_str::<BTreeMap<String, Permissions>>(include_str!("../data/handlers.json"))
        .map_or_else(|_| BTreeMap::new(), |read| read.into_iter().map(|(ty, calls)| (ty, Arc::new(calls))).collect())
});

/// What making, reading, changing and removing something of a type calls; none if that is not known.
pub fn calls(ty: &str) -> Option<Arc<Permissions>> {
    facts().permissions(ty).or_else(|| HANDLERS.get(ty).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_what_nobody_publishes() {
        let read: BTreeMap<String, Permissions> =
            serde_json::from_str(include_str!("../data/handlers.json")).expect("it reads");
        for (ty, calls) in read {
            assert!(facts().resource_type(&ty).is_some() && facts().permissions(&ty).is_none(), "{ty}");
            for action in calls.create.iter().chain(&calls.read).chain(&calls.update).chain(&calls.delete) {
                assert!(facts().is_iam_action(action), "{action}");
            }
        }
    }
}
