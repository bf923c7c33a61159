//! What a cluster's manifests need to be told: the values that only the cloud knows.

use std::sync::Arc;

use cloudc_base::value::{From, Later};
use rustc_hash::{FxHashMap, FxHashSet};

use super::text::{Form, Leaf, Piece, filled};

/// The values that one cluster's manifests need, each once.
#[derive(Debug, Default)]
pub(super) struct Contract {
    pub(super) values: Vec<Value>,
    /// Texts that can only be filled as a whole, and their keys.
    pub(super) texts: Vec<(String, Vec<Piece>)>,
    /// The numbers of values by what they are called in words.
    by_words: FxHashMap<String, Vec<usize>>,
    taken: FxHashSet<String>,
}

/// What takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taker {
    /// An object that Kustomize fills in.
    Object,
    /// A file of values that Helm reads.
    Helm,
    /// A Secret that somebody else makes.
    Secret,
}

/// A value that only the cloud knows.
#[derive(Debug)]
pub(super) struct Value {
    /// What it is called: letters, digits and low lines.
    pub(super) key: String,
    pub(super) later: Arc<Later>,
    /// Whether a field or a text that stands in the manifests takes it, and not only a Secret that is made otherwise.
    pub(super) is_plain: bool,
    /// Whether a file of values takes it, which Helm reads.
    pub(super) is_told: bool,
    /// Where it is needed: the object and the field.
    pub(super) uses: Vec<String>,
}

impl Contract {
    /// The number of a value.
    pub(super) fn value(&mut self, later: &Arc<Later>) -> usize {
        let words = later.to_string();
        let known = self.by_words.get(&words).into_iter().flatten().copied();
        let same = |number: &usize| self.values.get(*number).is_some_and(|value| value.later == *later);
        if let Some(number) = known.clone().find(same) {
            return number;
        }
        let key = self.free(&key(later));
        let number = self.values.len();
        self.values.push(Value { key, later: Arc::clone(later), is_plain: false, is_told: false, uses: Vec::new() });
        self.by_words.entry(words).or_default().push(number);
        number
    }

    /// The key of a value.
    pub(super) fn key(&self, leaf: &Leaf) -> &str {
        self.values.get(leaf.value).map_or("", |value| &value.key)
    }

    /// What stands in a manifest until the value is there: no sign in it is one that texts are split at.
    pub(super) fn mark(&self, leaf: &Leaf) -> String {
        match leaf.form {
            Form::List(_) => format!("[LATER_{}]", self.key(leaf)),
            _ => format!("LATER_{}", self.key(leaf)),
        }
    }

    /// A text with marks in it.
    pub(super) fn marked(&self, pieces: &[Piece]) -> String {
        filled(pieces, |leaf| self.mark(leaf))
    }

    /// Notes where a value is needed, and what takes it.
    pub(super) fn uses(&mut self, pieces: &[Piece], place: &str, taker: Taker) {
        for piece in pieces {
            let Piece::Leaf(leaf) = piece else { continue };
            let Some(value) = self.values.get_mut(leaf.value) else { continue };
            value.is_plain |= taker == Taker::Object;
            value.is_told |= taker == Taker::Helm;
            if value.uses.last().is_none_or(|last| last != place) {
                value.uses.push(place.to_owned());
            }
        }
    }

    /// The key of a text that is filled as a whole.
    pub(super) fn whole(&mut self, wanted: &str, pieces: &[Piece]) -> String {
        if let Some((key, _)) = self.texts.iter().find(|(_, known)| known == pieces) {
            return key.clone();
        }
        let key = self.free(&word(wanted));
        self.texts.push((key.clone(), pieces.to_vec()));
        key
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut key = wanted.to_owned();
        let mut count = 1;
        while !self.taken.insert(key.clone()) {
            count += 1;
            key = format!("{wanted}_{count}");
        }
        key
    }
}

/// What a value is called: `redis_cache_PrimaryEndPoint_Address`.
fn key(later: &Later) -> String {
    match later.from() {
        From::Attribute { of, path } => word(&format!("{of}_{path}")),
        From::App(name) => word(name),
        From::Param(address) => word(&address.to_string()),
        From::Secret(reference) => word(reference.split_once(':').map_or(&**reference, |(_, rest)| rest)),
        From::Lookup { what, arguments } => {
            let about: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            word(&format!("{what}_{}", about.join("_")))
        }
        From::Element { of, index } => format!("{}_{index}", key(of)),
        From::Call { arguments, .. } | From::Joined(arguments) => {
            let inner = arguments.iter().find_map(|argument| argument.later());
            inner.map_or_else(|| "text".to_owned(), |inner| key(inner))
        }
    }
}

/// A text as a key: letters, digits and single low lines, at most 80.
fn word(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined: String = words.join("_").chars().take(80).collect();
    if joined.starts_with(|c: char| c.is_ascii_alphabetic()) { joined } else { format!("value_{joined}") }
}
