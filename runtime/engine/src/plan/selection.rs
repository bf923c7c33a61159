use serde::{Deserialize, Serialize};

/// Which part of a program a plan is about: everything, unless addresses are named.
///
/// An address stands for everything in it: `net` for `net.vpc`, `net.private` for `net.private["a"]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// Only these, and what has to be done with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// All but these, and what cannot be done without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

/// Something that is in a part, or left out of it, though nobody named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Also {
    /// Its address.
    pub address: String,
    /// The address of what it goes with.
    pub because: String,
}

impl Selection {
    /// Whether it is everything.
    pub fn is_whole(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }

    /// Whether what stands at an address is asked for by its own address.
    pub(super) fn names(&self, address: &str) -> bool {
        let is_in = |named: &String| holds(named, address);
        (self.only.is_empty() || self.only.iter().any(is_in)) && !self.except.iter().any(is_in)
    }

    /// The names under which nothing stands, declared or recorded.
    pub fn unknown<'s>(&'s self, addresses: &[String]) -> Vec<&'s str> {
        let named = self.only.iter().chain(&self.except);
        let is_unknown = |named: &&String| !addresses.iter().any(|address| holds(named, address));
        named.filter(is_unknown).map(String::as_str).collect()
    }
}

/// Whether an address is another, or stands in it.
pub fn holds(holder: &str, address: &str) -> bool {
    let rest = address.strip_prefix(holder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_for_everything_in_it() {
        let addresses = ["net", "net.vpc", "net[1]", "network", "netx.vpc"];
        let held: Vec<&str> = addresses.into_iter().filter(|address| holds("net", address)).collect();
        assert_eq!(held, ["net", "net.vpc", "net[1]"]);
    }

    #[test]
    fn what_is_named_twice_is_left_out() {
        let selection = Selection { only: vec!["net".into()], except: vec!["net.vpc".into()] };
        assert!(selection.names("net.subnet") && !selection.names("net.vpc") && !selection.names("queue"));
        assert_eq!(selection.unknown(&["net.subnet".into()]), ["net.vpc"]);
    }
}
