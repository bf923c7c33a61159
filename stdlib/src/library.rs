//! The nouns that come with the language: programs, as users write them.

/// A file of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// The noun that it is, or the name of the file if others share it.
    pub name: &'static str,
    /// Where it stands, as messages show it: `stdlib/queue.cld`.
    pub path: &'static str,
    /// What it says.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// All nouns, by name.
pub fn nouns() -> &'static [Text] {
    NOUNS
}

/// The noun of this name.
pub fn noun(name: &str) -> Option<Text> {
    NOUNS.binary_search_by(|noun| noun.name.cmp(name)).ok().and_then(|index| NOUNS.get(index)).copied()
}

/// The page about a noun, or about a word that nouns share (`scale`, `rollout`), in Markdown.
pub fn page(name: &str) -> Option<&'static str> {
    PAGES
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()
        .and_then(|index| PAGES.get(index))
        .map(|(_, text)| *text)
}

/// The file that declares a type or component which all nouns share, such as `Scaling`.
pub fn shared(name: &str) -> Option<Text> {
    SHARED
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()
        .and_then(|index| SHARED.get(index))
        .map(|(_, text)| *text)
}

/// The text of the file that messages show under this path.
pub fn at(path: &str) -> Option<&'static str> {
    let noun = path.strip_prefix("stdlib/")?.strip_suffix(".cld")?;
    match noun.strip_prefix("shared/") {
        Some(shared) => SHARED.iter().find(|(_, text)| text.name == shared).map(|(_, text)| text.text),
        None => self::noun(noun).map(|noun| noun.text),
    }
}
