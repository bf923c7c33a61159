use std::sync::LazyLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::table::Table;

static DURATIONS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/durations.txt")));

/// What a call does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is deleted.
    Delete,
}

/// How long an action on a resource of this type typically takes until it is ready or gone.
pub fn typical(ty: &str, action: Action) -> Duration {
    let column = match action {
        Action::Create => 0,
        Action::Update => 1,
        Action::Delete => 2,
    };
    let seconds = DURATIONS.nearest(ty).and_then(|row| row.get(column)?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_type_and_has_three_numbers() {
        for ty in DURATIONS.types() {
            let known = ty.ends_with('*') || cloudc_facts::facts().resource_type(ty).is_some();
            assert!(known, "there is no `{ty}`");
            let row = DURATIONS.nearest(ty).unwrap();
            assert!(row.len() == 3 && row.iter().all(|number| number.parse::<u64>().is_ok()), "{ty}");
        }
        assert_eq!(typical("aws.eks.Cluster", Action::Create), Duration::from_secs(540));
        assert_eq!(typical("aws.iam.Group", Action::Delete), Duration::from_secs(3));
    }
}
