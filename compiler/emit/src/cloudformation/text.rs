//! Texts made of known and later parts, as CloudFormation puts them together.

use crate::tree::{Map, Name, Tree};

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Text as it stands.
    Text(Name),
    /// What CloudFormation knows when it makes the stack.
    Leaf(Leaf),
}

/// A value that CloudFormation knows when it makes the stack.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// The function that gives it.
    pub(super) tree: Tree,
    /// How `Fn::Sub` spells it, if it does: `BuildsQueue.Arn`.
    pub(super) inline: Option<String>,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether it holds nothing that a document would have to escape (D25).
    pub(super) safe: bool,
}

/// What a later value is, as far as writing it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A number, `true` or `false`: bare in documents.
    Bare,
    /// A list of texts.
    List,
    /// Not known.
    Unknown,
}

/// The pieces as one value: `Fn::Sub` where it can spell the text, else `Fn::Join`.
pub(super) fn tree(pieces: Vec<Piece>) -> Tree {
    let mut pieces = merged(pieces);
    match pieces.len() {
        0 => Tree::text(""),
        1 => match pieces.pop() {
            Some(Piece::Text(text)) => Tree::Text(text),
            Some(Piece::Leaf(leaf)) => leaf.tree,
            None => Tree::text(""),
        },
        _ if pieces.iter().all(is_spelt) => sub(pieces),
        _ => join(pieces),
    }
}

/// The same text with neighbouring known parts put together.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (all.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(before)), Piece::Text(text)) => *before = format!("{}{}", &**before, &*text).into(),
            (_, piece) => all.push(piece),
        }
    }
    all
}

/// Whether `Fn::Sub` has an undoubted spelling for a piece: every `${` of a text opens a plain `${..}`, which is written
/// `${!..}`. What nests or does not close goes to `Fn::Join`, which reads nothing into texts.
fn is_spelt(piece: &Piece) -> bool {
    let Piece::Text(text) = piece else { return true };
    let mut rest = &**text;
    while let Some(open) = rest.find("${") {
        rest = rest.get(open + 2..).unwrap_or_default();
        let Some(close) = rest.find(['}', '$', '{']) else { return false };
        if rest.starts_with('!') || close == 0 || !rest.get(close..).is_some_and(|rest| rest.starts_with('}')) {
            return false;
        }
    }
    // A `$` at its end could open a place together with what follows.
    !text.ends_with('$')
}

fn sub(pieces: Vec<Piece>) -> Tree {
    let mut text = String::new();
    let mut values = Map::default();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(&piece.replace("${", "${!")),
            Piece::Leaf(Leaf { inline: Some(inline), .. }) => text.push_str(&format!("${{{inline}}}")),
            Piece::Leaf(Leaf { tree: Tree::Text(literal), .. }) => text.push_str(&literal),
            Piece::Leaf(leaf) => {
                // No resource and no param is called so: their ids are otherwise (see `ids`).
                let known = values.entries().iter().find(|entry| entry.value == leaf.tree);
                let name = match known {
                    Some(entry) => entry.name.to_string(),
                    None => {
                        let name = format!("Value{}", values.entries().len() + 1);
                        values.set(name.clone(), leaf.tree);
                        name
                    }
                };
                text.push_str(&format!("${{{name}}}"));
            }
        }
    }
    let text = Tree::text(text);
    Tree::call("Fn::Sub", if values.is_empty() { text } else { Tree::List(vec![text, Tree::Map(values)]) })
}

fn join(pieces: Vec<Piece>) -> Tree {
    let parts = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Tree::Text(text),
        Piece::Leaf(leaf) => leaf.tree,
    });
    Tree::call("Fn::Join", Tree::List(vec![Tree::text(""), Tree::List(parts.collect())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(inline: Option<&str>, tree: Tree) -> Piece {
        Piece::Leaf(Leaf { tree, inline: inline.map(str::to_owned), kind: Kind::Text, safe: true })
    }

    fn reference(id: &str) -> Piece {
        leaf(Some(id), Tree::call("Ref", Tree::text(id.to_owned())))
    }

    fn written(pieces: Vec<Piece>) -> String {
        let text = crate::tree::write(&tree(pieces), crate::Format::Json).0;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_are_substituted() {
        let text = |text: &'static str| Piece::Text(text.into());
        assert_eq!(written(vec![text("a"), text("b")]), r#""ab""#);
        assert_eq!(written(vec![reference("Q")]), r#"{"Ref": "Q"}"#);
        assert_eq!(written(vec![text("x-"), reference("Q")]), r#"{"Fn::Sub": "x-${Q}"}"#);
        assert_eq!(written(vec![text("echo ${HOME} "), reference("Q")]), r#"{"Fn::Sub": "echo ${!HOME} ${Q}"}"#);
    }

    #[test]
    fn what_substitution_could_misread_is_joined() {
        for text in ["${A:-${B}}", "${", "cost: $", "${!A}", "${}"] {
            let pieces = vec![Piece::Text(text.into()), reference("Q")];
            let expected = format!(r#"{{ "Fn::Join": [ "", [ "{text}", {{"Ref": "Q"}} ] ] }}"#);
            assert_eq!(written(pieces), expected);
        }
    }

    #[test]
    fn what_has_no_short_spelling_gets_a_name() {
        let zone = || leaf(None, Tree::call("Fn::Select", Tree::List(vec![Tree::Int(0), Tree::text("list")])));
        let text = Piece::Text("-".into());
        let expected = r#"{ "Fn::Sub": [ "${Value1}-${Value1}", { "Value1": {"Fn::Select": [0, "list"]} } ] }"#;
        assert_eq!(written(vec![zone(), text, zone()]), expected);
    }
}
