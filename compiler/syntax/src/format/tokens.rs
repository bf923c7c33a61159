//! The tokens of a file as the formatter sees them: a text is one token, and marks know what they mean.

use std::collections::HashMap;

use crate::lexer::{Lexer, Shape};
use crate::tree::Node;
use crate::{File, Kind};

/// What a bracket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// Members, or fields of a type: a line's end separates them.
    Members,
    /// Elements or arguments: commas separate them.
    Elements,
    /// One thing: a value, a type, an index, a comprehension.
    One,
}

/// What a token is to the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A name, a number or a text.
    Word,
    /// An operator or `=`: blanks on both sides.
    Mark,
    /// Nothing stands between it and what follows: `!` and `-` before a value, `...`, `@`.
    Prefix,
    /// Nothing stands between it and what it follows: `?` after a type, `:`.
    Suffix,
    /// Nothing stands on either side: `.`, `..`, `?` before an index, the brackets of `Secret<..>`.
    Joint,
    /// A comma that separates.
    Comma,
    /// The comma of an `assert`, which no line's end can replace.
    OwnComma,
    /// An opening bracket.
    Open(Group),
    /// A closing bracket.
    Close(Group),
    /// A comment, documentation or not.
    Comment,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Tok<'t> {
    pub(super) text: &'t str,
    pub(super) role: Role,
    /// Line ends before it: 0, 1, or 2 for any number of blank lines.
    pub(super) breaks: u8,
    /// Whether it followed the token before without a blank.
    pub(super) touches: bool,
    /// The form that begins with this token, if one does.
    pub(super) form: Option<Kind>,
}

/// Collects the tokens of a sound file.
pub(super) fn collect<'t>(text: &'t str, file: &File) -> Vec<Tok<'t>> {
    let meanings = Meanings::of(file);
    let mut tokens: Vec<Tok<'t>> = Vec::new();
    let mut open = Vec::new();
    let (mut breaks, mut touches) = (0u8, false);
    let mut lexer = Lexer::new(text, 0);
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Newline => (breaks, touches) = ((breaks + 1).min(2), false),
            Shape::Blank => touches = false,
            shape => {
                let end = if shape == Shape::Quote { rest_of_text(&mut lexer) } else { token.end };
                let piece = text.get(token.start..end).unwrap_or("").trim_end_matches(['\r', ' ', '\t']);
                let role = meanings.role(shape, piece, token.start, &mut open);
                let form = meanings.forms.get(&token.start).copied();
                tokens.push(Tok { text: piece, role, breaks, touches, form });
                (breaks, touches) = (0, true);
            }
        }
    }
    tokens
}

/// Passes over a text whose quote has been seen; gives where it ends.
fn rest_of_text(lexer: &mut Lexer<'_>) -> usize {
    let depth = lexer.depth();
    let mut end = 0;
    while lexer.depth() >= depth {
        let Some(token) = lexer.next() else { break };
        end = token.end;
    }
    end
}

/// What the tree knows about marks, by where they stand.
struct Meanings {
    groups: HashMap<usize, Group>,
    marks: HashMap<usize, Role>,
    forms: HashMap<usize, Kind>,
}

impl Meanings {
    fn of(file: &File) -> Meanings {
        let mut meanings = Meanings { groups: HashMap::new(), marks: HashMap::new(), forms: HashMap::new() };
        for item in file.items() {
            for node in item.tree.nodes() {
                meanings.take(item.start, node);
            }
        }
        meanings
    }

    fn take(&mut self, start: usize, node: Node<'_>) {
        let range = node.range().start + start..node.range().end + start;
        match node.kind() {
            Kind::Body | Kind::RecordType => self.group(range.start, Group::Members),
            Kind::List if node.child(Kind::Comprehension).is_none() => self.group(range.start, Group::Elements),
            Kind::Args | Kind::Params => self.group(range.start, Group::Elements),
            Kind::Sign => self.mark(range.start, Role::Prefix),
            Kind::QuestionMark => self.mark(range.start, Role::Suffix),
            Kind::Index if node.text().starts_with('?') => self.mark(range.start, Role::Joint),
            Kind::SecretType => {
                self.mark(range.start + "Secret".len(), Role::Joint);
                self.mark(range.end - 1, Role::Suffix);
            }
            Kind::Assert => {
                let condition =
                    node.children().next().map_or(0, |condition| condition.range().end - node.range().start);
                let comma = node.text().get(condition..).and_then(|rest| rest.find(','));
                if let Some(comma) = comma {
                    self.mark(range.start + condition + comma, Role::OwnComma);
                }
            }
            _ => {}
        }
        if is_form(node.kind()) {
            self.forms.insert(range.start, node.kind());
        }
    }

    fn group(&mut self, at: usize, group: Group) {
        self.groups.insert(at, group);
    }

    fn mark(&mut self, at: usize, role: Role) {
        self.marks.insert(at, role);
    }

    fn role(&self, shape: Shape, text: &str, at: usize, open: &mut Vec<Group>) -> Role {
        match (shape, text) {
            (Shape::Comment | Shape::Doc, _) => Role::Comment,
            (Shape::Open, _) => {
                let group = self.groups.get(&at).copied().unwrap_or(Group::One);
                open.push(group);
                Role::Open(group)
            }
            (Shape::Close, _) => Role::Close(open.pop().unwrap_or(Group::One)),
            (Shape::Mark, _) if self.marks.contains_key(&at) => self.marks.get(&at).copied().unwrap_or(Role::Mark),
            (Shape::Mark, ",") => Role::Comma,
            (Shape::Mark, "." | "?." | "..") => Role::Joint,
            (Shape::Mark, ":") => Role::Suffix,
            (Shape::Mark, "..." | "@") => Role::Prefix,
            (Shape::Mark, _) => Role::Mark,
            _ => Role::Word,
        }
    }
}

/// Forms whose columns line up with those of their neighbours.
fn is_form(kind: Kind) -> bool {
    use Kind::{
        Assign, Block, Call, Existing, Field, Let, Metric, Operation, Output, Param, Resource, Scale, TypeDef, Verb,
    };
    let forms =
        [Assign, Block, Call, Existing, Field, Let, Metric, Operation, Output, Param, Resource, Scale, TypeDef, Verb];
    forms.contains(&kind)
}
