use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::path;
use crate::table::Table;

static FILLS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/fills.txt")));

/// The thing of which the cloud tells more once one of this type is there: its type, and what the property says of it.
pub fn filled<'p>(ty: &str, properties: &'p Json) -> Option<(&'static str, &'p str)> {
    FILLS.of(ty).iter().find_map(|row| match row.as_slice() {
        [property, other] => Some((*other, path::text(properties, property)?)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_types_and_a_property_that_there_are() {
        let facts = cloudc_facts::facts();
        for ty in FILLS.types() {
            let known = facts.resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for row in FILLS.of(ty) {
                assert!(known.schema().property(row[0]).is_some(), "`{ty}` has no `{}`", row[0]);
                assert!(facts.resource_type(row[1]).is_some(), "there is no `{}`", row[1]);
            }
        }
    }
}
