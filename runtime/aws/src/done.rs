//! When something of a type is done: the rows of `data/done.txt`.

use std::collections::BTreeMap;
use std::str::SplitWhitespace;
use std::sync::LazyLock;
use std::time::Duration;

use cloudc_facts::rows;

/// What is known of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Done {
    /// How long it may take.
    pub(crate) longest: Duration,
    /// Whether a run that does not wait goes on when it is shown.
    pub(crate) when_shown: bool,
    /// What a run that waits for everything looks at beside.
    pub(crate) full: Option<Full>,
}

/// What says that something does what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// EC2's two checks of a machine passed.
    Status,
    /// A fleet has the machines that it asks for.
    Fulfilled,
    /// A group's machines serve.
    InService,
}

/// What holds where nothing is said.
const USUAL: Done = Done { longest: Duration::from_secs(7200), when_shown: false, full: None };

static ROWS: LazyLock<BTreeMap<&str, Done>> =
    LazyLock::new(|| rows(include_str!("../data/done.txt")).filter_map(row).collect());

fn row(words: SplitWhitespace<'static>) -> Option<(&'static str, Done)> {
    let words: Vec<&str> = words.collect();
    let [ty, minutes, short, full] = words.as_slice() else { return None };
    let full = match *full {
        "status" => Some(Full::Status),
        "fulfilled" => Some(Full::Fulfilled),
        "in-service" => Some(Full::InService),
        _ => None,
    };
    let longest = Duration::from_secs(minutes.parse::<u64>().ok()? * 60);
    Some((ty, Done { longest, when_shown: *short == "shown", full }))
}

/// When something of a type is done.
pub(crate) fn of(ty: &str) -> Done {
    ROWS.get(ty).copied().unwrap_or(USUAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_type() {
        let lines = include_str!("../data/done.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(ROWS.len(), lines.count());
        assert!(ROWS.keys().all(|name| cloudc_facts::facts().resource_type(name).is_some()));
    }
}
