//! Logical ids: what resources are called in templates.
//!
//! CloudFormation takes a resource whose id changes for another one, and removes the old one. So an id is made of the
//! resource's address and nothing else: whatever else is added, removed or renamed, it stays.
//!
//! Ids have letters and digits only, so dots, underscores and keys are lost in them, and `net.public_route`,
//! `net.public.route` and `net["public"].route` would be one. Each id therefore is given to one kind of address, the usual
//! one; every other address has five capitals of its hash behind it:
//!
//! | address | id |
//! |---|---|
//! | one name: `package_url`, with a key of one small letter `vpc["a"]` | `packageUrl`, `vpcA` |
//! | a word and a name: `net.public_route`, `net.private["b"]` | `NetPublicRoute`, `NetPrivateB` |
//! | any other: `net.rules.idle`, `my_net.vpc`, `http.path["GET /"]` | `NetRulesIdleQWERT`, .. |
//!
//! A word is small letters and digits; words of a name have at least two of them, the first one at least one.

use cloudc_base::{Address, Key, Step};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::tree::Name;

/// How many characters of an id come from names; CloudFormation takes 255 in all.
const MAX_LENGTH: usize = 200;

/// The ids of things: no two alike, each made of its address.
pub(crate) fn ids<'a>(addresses: impl ExactSizeIterator<Item = &'a Address>) -> Vec<Name> {
    let mut ids: Vec<Name> = Vec::with_capacity(addresses.len());
    let mut seen: FxHashSet<Name> = FxHashSet::default();
    for address in addresses {
        let mut id = Name::Shared(id(address).into());
        // Hashes of two addresses may begin alike: all of the hash does not.
        if seen.contains(&id) {
            let longer = format!("{}{}", &*id, letters(address, 20));
            id = Name::Shared(longer.into());
        }
        seen.insert(id.clone());
        ids.push(id);
    }
    ids
}

/// The id of a thing.
pub(crate) fn id(address: &Address) -> String {
    let steps = steps(address);
    let plain = match *steps.as_slice() {
        [only] if words(&only.name).is_some() && is_short(&only.keys) => Some(camel(&text(only))),
        [first, last] if first.keys.is_empty() && is_word(&first.name) && words(&last.name).is_some() => {
            is_short(&last.keys).then(|| format!("{}{}", pascal(&first.name), pascal(&text(last))))
        }
        _ => None,
    };
    match plain {
        Some(plain) if plain.len() <= MAX_LENGTH => plain,
        _ => {
            let all: String = steps.iter().map(|step| pascal(&text(step))).collect();
            let begin: String = all.chars().take(MAX_LENGTH).collect();
            format!("{}{}", if begin.is_empty() { "Program" } else { &begin }, letters(address, 5))
        }
    }
}

/// The id of what the root file declares under a name: a param or an output.
pub fn root_id(name: &str) -> String {
    id(&Address::root().child(name))
}

/// The steps of an address, from the root.
pub(crate) fn steps(address: &Address) -> Vec<&Step> {
    let mut steps = Vec::new();
    let mut at = Some(address);
    while let Some(address) = at {
        steps.extend(address.last());
        at = address.parent();
    }
    steps.reverse();
    steps
}

/// The words of a name, if it is a usual one.
fn words(name: &str) -> Option<()> {
    let mut words = name.split('_');
    let usual = words.next().is_some_and(is_word) && words.all(|word| word.len() >= 2 && is_word(word));
    usual.then_some(())
}

fn is_word(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Whether there is no key, or one small letter.
fn is_short(keys: &[Key]) -> bool {
    match keys {
        [] => true,
        [Key::Text(key)] => key.len() == 1 && is_word(key),
        _ => false,
    }
}

/// The name and the keys of a step.
fn text(step: &Step) -> String {
    step.keys.iter().fold(step.name.to_string(), |text, key| match key {
        Key::Text(key) => format!("{text}_{key}"),
        Key::Number(number) => format!("{text}_{number}"),
    })
}

/// `public_route` as `PublicRoute`; what is neither letter nor digit is left out.
pub(crate) fn pascal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::new(), |mut text, word| {
        let (first, rest) = word.split_at(1);
        text.push_str(&first.to_ascii_uppercase());
        text.push_str(rest);
        text
    })
}

fn camel(name: &str) -> String {
    let mut text = pascal(name);
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// Capitals that depend on all of an address.
fn letters(address: &Address, count: usize) -> String {
    let hash = Sha256::digest(address.to_string().as_bytes());
    hash.iter().take(count).map(|byte| char::from(b'A' + byte % 26)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(steps: &[(&str, Option<&str>)]) -> Address {
        steps.iter().fold(Address::root(), |parent, (name, key)| {
            parent.keyed(*name, key.iter().map(|key| Key::Text((*key).into())).collect())
        })
    }

    #[test]
    fn usual_addresses_have_plain_ids() {
        type Case<'t> = (&'t [(&'t str, Option<&'t str>)], &'t str);
        let cases: [Case<'_>; 6] = [
            (&[("package_url", None)], "packageUrl"),
            (&[("vpc", Some("a"))], "vpcA"),
            (&[("builds", None), ("queue", None)], "BuildsQueue"),
            (&[("net", None), ("public_route", None)], "NetPublicRoute"),
            (&[("net", None), ("private", Some("b"))], "NetPrivateB"),
            (&[("net", None), ("b", None)], "NetB"),
        ];
        for (steps, wanted) in cases {
            assert_eq!(id(&at(steps)), wanted);
        }
    }

    #[test]
    fn others_have_a_hash() {
        for steps in [
            &[("net", None), ("rules", None), ("idle", None)][..],
            &[("my_net", None), ("vpc", None)],
            &[("net", None), ("public", None), ("route", None)],
            &[("net", None), ("private", Some("B"))],
            &[("http", None), ("path", Some("GET /{id}"))],
            &[("net", None), ("private_b", None)],
            &[("Vpc", None)],
            &[("x__y", None)],
            &[("a", None), ("b", Some("ß"))],
        ] {
            let id = id(&at(steps));
            assert!(id.len() > 5 && id[id.len() - 5..].bytes().all(|byte| byte.is_ascii_uppercase()), "{id}");
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
        }
    }

    #[test]
    fn long_addresses_have_short_ids() {
        let long = "x".repeat(300);
        assert!(id(&at(&[(&long, None)])).len() <= 255);
    }

    fn step() -> impl Strategy<Value = (String, Option<String>)> {
        ("[ab]{1,2}(_[ab]{1,2}){0,2}", prop::option::of("[aAb0_-]{1,2}"))
    }

    proptest! {
        #[test]
        fn no_two_addresses_share_an_id(all in prop::collection::btree_set(prop::collection::vec(step(), 1..4), 1..60)) {
            let addresses: Vec<Address> = all.iter().map(|steps| {
                let steps: Vec<(&str, Option<&str>)> = steps.iter().map(|(name, key)| (name.as_str(), key.as_deref())).collect();
                at(&steps)
            }).collect();
            let mut alone: Vec<String> = addresses.iter().map(id).collect();
            alone.sort();
            alone.dedup();
            prop_assert_eq!(alone.len(), addresses.len());
        }
    }
}
