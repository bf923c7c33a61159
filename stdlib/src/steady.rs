//! Attributes that no change in place changes: `facts/steady.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::rows;

static TABLE: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let all = rows(include_str!("../facts/steady.txt"));
    all.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
});

/// Whether an attribute of a type stays what it is through changes in place.
pub(crate) fn is_steady(ty: &str, attribute: &str) -> bool {
    TABLE.get(ty).is_some_and(|attributes| attributes.contains(&attribute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn every_row_is_about_an_attribute() {
        for (ty, attributes) in TABLE.iter() {
            let known = facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for attribute in attributes {
                assert!(known.is_attribute(attribute), "`{ty}` has no attribute `{attribute}`");
                assert!(known.is_steady(attribute));
            }
        }
        assert!(!is_steady("aws.ec2.Instance", "PublicIp"), "it is another one after a stop");
    }
}
