//! What a cloud does not delete as long as something refers to it: `data/holders.txt`.

use std::sync::LazyLock;

use crate::table::{Table, is_like};

static HOLDERS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/holders.txt")));

/// Whether things of the type `holder` keep one of the type `held` from being deleted while they refer to it.
pub fn holds(held: &str, holder: &str) -> bool {
    HOLDERS.of(held).iter().flatten().any(|pattern| is_like(holder, pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_about_types() {
        let known = |ty: &str| ty.ends_with('*') || cloudc_facts::facts().resource_type(ty).is_some();
        for ty in HOLDERS.types() {
            assert!(known(ty), "there is no `{ty}`");
            HOLDERS.of(ty).iter().flatten().for_each(|holder| assert!(known(holder), "there is no `{holder}`"));
        }
    }
}
