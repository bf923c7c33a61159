//! What always replaces a resource although its type says only that it sometimes does: `facts/replaced.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::{Path, rows};

/// What a type says beyond its schema.
#[derive(Debug, Default)]
struct Row {
    /// Properties that always replace.
    whole: Vec<Path>,
    /// Lists in which an entry that becomes another one replaces, and the property that tells entries apart.
    edited: Vec<(Path, &'static str)>,
    /// Properties that replace unless they become what a new resource has anyway, and that.
    returns: Vec<(Path, &'static str)>,
}

static TABLE: LazyLock<BTreeMap<&'static str, Row>> = LazyLock::new(|| {
    let mut table = BTreeMap::new();
    for mut words in rows(include_str!("../facts/replaced.txt")) {
        let Some(ty) = words.next() else { continue };
        let row: &mut Row = table.entry(ty).or_default();
        for word in words {
            match (word.split_once('@'), word.split_once('>')) {
                (Some((list, key)), _) => row.edited.push((Path::new(list), key)),
                (None, Some((place, usual))) => row.returns.push((Path::new(place), usual)),
                (None, None) => row.whole.push(Path::new(word)),
            }
        }
    }
    table
});

/// The properties of a type that always replace.
pub(crate) fn replaced(ty: &str) -> &'static [Path] {
    TABLE.get(ty).map_or(&[], |row| row.whole.as_slice())
}

/// Of a list in which an entry that becomes another one replaces the resource, the property that tells entries apart.
pub(crate) fn edited(ty: &str, path: &str) -> Option<&'static str> {
    let rows = TABLE.get(ty).map_or(&[][..], |row| row.edited.as_slice());
    rows.iter().find(|(list, _)| list.as_str() == path).map(|(_, key)| *key)
}

/// Of a property that replaces the resource unless it becomes what a new resource has anyway, that value.
pub(crate) fn returns_to(ty: &str, path: &str) -> Option<&'static str> {
    let rows = TABLE.get(ty).map_or(&[][..], |row| row.returns.as_slice());
    rows.iter().find(|(place, _)| place.as_str() == path).map(|(_, usual)| *usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Replacement, facts};

    #[test]
    fn every_row_is_about_what_the_type_leaves_open() {
        for (ty, row) in TABLE.iter() {
            let known = facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for path in &row.whole {
                assert!(known.schema().at(path.as_str()).is_some(), "`{ty}` has no `{}`", path.as_str());
                let known_already = known.create_only().iter().any(|place| place.covers(path.as_str()));
                assert!(!known_already, "`{ty}` says itself that `{}` replaces", path.as_str());
                assert!(matches!(known.replacement(path.as_str()), Replacement::Always));
            }
            for (path, usual) in &row.returns {
                let schema = known.schema().at(path.as_str());
                let takes = schema.is_some_and(|schema| schema.allowed().iter().any(|one| one.text() == Some(usual)));
                assert!(takes, "`{}` of `{ty}` cannot be `{usual}`", path.as_str());
                assert_eq!(known.returns_to(path.as_str()), Some(*usual));
            }
            for (list, key) in &row.edited {
                let has = known.schema().at(list.as_str()).and_then(|list| list.items()).and_then(|item| item.at(key));
                assert!(has.is_some(), "`{ty}` has no list `{}` with a `{key}` in each entry", list.as_str());
                assert_eq!(known.key_of_edited(list.as_str()), Some(*key));
            }
        }
    }
}
