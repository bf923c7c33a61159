use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Secrets that clouds tell only once and the state keeps, in clear for the time of a call: by the address of the resource and
/// the place in its model. They are shown by nobody, and written nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Revealed(Arc<BTreeMap<(String, String), String>>);

impl Revealed {
    /// These.
    pub fn new(secrets: BTreeMap<(String, String), String>) -> Revealed {
        Revealed(Arc::new(secrets))
    }

    /// The secret at a place of a resource.
    pub fn get(&self, address: &str, place: &str) -> Option<&str> {
        self.0.get(&(address.to_owned(), place.to_owned())).map(String::as_str)
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Revealed({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revealed_is_not_shown() {
        let key = ("key".to_owned(), "SecretAccessKey".to_owned());
        let revealed = Revealed::new([(key, "canary".to_owned())].into());
        assert_eq!(revealed.get("key", "SecretAccessKey"), Some("canary"));
        assert_eq!(
            (revealed.get("other", "SecretAccessKey"), format!("{revealed:?}")),
            (None, "Revealed(1)".to_owned())
        );
    }
}
