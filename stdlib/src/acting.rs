//! In whose name services act: `facts/acting.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::rows;

/// Who acts for a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acting {
    /// The service: `cloudfront.amazonaws.com`.
    pub principal: &'static str,
    /// What it says that it acts for: an attribute, or a text with attributes, `${account}` and `${region}` in it.
    pub source: &'static str,
}

static TABLE: LazyLock<BTreeMap<&'static str, Acting>> = LazyLock::new(|| {
    let all = rows(include_str!("../facts/acting.txt"));
    all.filter_map(|mut words| Some((words.next()?, Acting { principal: words.next()?, source: words.next()? })))
        .collect()
});

/// The service that acts in the name of a resource of a type, if one does.
pub fn acting(ty: &str) -> Option<Acting> {
    TABLE.get(ty).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn every_source_can_be_read() {
        for (ty, acting) in TABLE.iter() {
            let known = facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            let parts: Vec<&str> = match acting.source.contains("${") {
                true => acting.source.split("${").skip(1).filter_map(|part| part.split('}').next()).collect(),
                false => vec![acting.source],
            };
            for part in parts.into_iter().filter(|part| !["account", "region"].contains(part)) {
                assert!(known.is_attribute(part), "`{ty}` has no attribute `{part}`");
            }
            assert!(acting.principal.ends_with(".amazonaws.com"), "{ty}");
        }
    }
}
