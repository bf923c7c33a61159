use std::fmt;

use serde::Deserialize;

/// A place in a resource: property names joined by `/`, `*` standing for any item or key (`Tags/*/Key`).
///
/// It prints as programs write it, with dots: `PrimaryEndPoint.Address`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Path(Box<str>);

impl Path {
    /// The path that a table spells so, with slashes.
    pub(crate) fn new(path: &str) -> Path {
        Path(path.into())
    }

    /// The path as the tables spell it, with slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names from the outside in.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// Whether it is the place `dotted` (`PrimaryEndPoint.Address`; slashes are fine too) or a place that holds that.
    pub fn covers(&self, dotted: &str) -> bool {
        let mut inner = steps(dotted);
        self.steps().all(|step| inner.next().is_some_and(|other| step == "*" || step == other))
    }

    /// Whether it is the place `dotted` or a place inside of that.
    pub fn is_within(&self, dotted: &str) -> bool {
        let mut own = self.steps();
        steps(dotted).all(|step| own.next().is_some_and(|other| other == "*" || step == other))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.replace('/', "."))
    }
}

/// The names in a path, whether it is written with dots or with slashes.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '/']).filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_compare_step_by_step() {
        let path = Path("PrimaryEndPoint/Address".into());
        assert_eq!(path.to_string(), "PrimaryEndPoint.Address");
        assert!(path.covers("PrimaryEndPoint.Address") && path.is_within("PrimaryEndPoint"));
        assert!(!path.covers("PrimaryEndPoint") && !path.is_within("PrimaryEndPoint.Address.x"));
        assert!(Path("Outputs/*".into()).covers("Outputs.Url") && !Path("Ab".into()).covers("A"));
    }
}
