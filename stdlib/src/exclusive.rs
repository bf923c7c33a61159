//! What no two resources of a type have at once, beside their primary identifier: `facts/exclusive.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::rows;

/// Rows of properties by type.
type Table = BTreeMap<&'static str, Vec<Vec<&'static str>>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::new();
    for mut words in rows(include_str!("../facts/exclusive.txt")) {
        if let Some(ty) = words.next() {
            table.entry(ty).or_default().push(words.collect());
        }
    }
    table
});

/// Rows of properties: two resources of the type whose values of one row are all the same cannot be there at once.
///
/// A property with `~` before it, the last of its row, holds a range of addresses, which must not overlap the other's. A
/// property that is not written does not count.
pub fn exclusive(ty: &str) -> &'static [Vec<&'static str>] {
    TABLE.get(ty).map_or(&[], Vec::as_slice)
}

/// The types that have rows, sorted.
pub fn exclusive_types() -> impl Iterator<Item = &'static str> {
    TABLE.keys().copied()
}
