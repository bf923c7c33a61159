//! What always replaces a resource although its type says only that it sometimes does: `facts/replaced.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::Path;

static TABLE: LazyLock<BTreeMap<&'static str, Vec<Path>>> = LazyLock::new(|| {
    let mut table = BTreeMap::new();
    for line in include_str!("../facts/replaced.txt").lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        if let Some(ty) = words.next() {
            table.insert(ty, words.map(Path::new).collect());
        }
    }
    table
});

/// The properties of a type that always replace.
pub(crate) fn replaced(ty: &str) -> &'static [Path] {
    TABLE.get(ty).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Replacement, facts};

    #[test]
    fn every_row_is_about_what_sometimes_replaces() {
        for (ty, paths) in TABLE.iter() {
            let known = facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for path in paths {
                let sometimes = known.sometimes_create_only().iter().any(|place| place == path);
                assert!(sometimes, "`{ty}` does not say that `{}` sometimes replaces", path.as_str());
                assert!(matches!(known.replacement(path.as_str()), Replacement::Always));
            }
        }
    }
}
