use std::sync::Arc;

use cloudc_base::Span;

use super::{Argument, Body, Expr, Field, ForHead, Name, Path, Target, TypeExpr};

/// What is declared, in one place: a file, a component, a branch of an `if`, the body of a `for`.
pub type Items = Arc<[Item]>;

/// A declaration with its attributes and documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// `@name(..)` before it.
    pub attributes: Vec<Attribute>,
    /// The lines of `///` before it, joined.
    pub doc: Option<Arc<str>>,
    /// The declaration itself.
    pub kind: ItemKind,
    /// Its text, without attributes.
    pub span: Span,
}

/// `@name` or `@name(..)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The name behind the `@`.
    pub name: Name,
    /// What stands in the brackets.
    pub arguments: Vec<Argument>,
}

/// The forms of a declaration; see `docs/language.md`.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts that the form names")]
pub enum ItemKind {
    App {
        name: Name,
        body: Body,
    },
    Use {
        path: Expr,
        name: Name,
    },
    Param {
        name: Name,
        ty: Box<TypeExpr>,
        default: Option<Box<Expr>>,
    },
    Let {
        name: Name,
        value: Expr,
    },
    Output {
        name: Name,
        value: Expr,
    },
    Type {
        name: Name,
        ty: Box<TypeExpr>,
    },
    Component {
        name: Name,
        items: Items,
    },
    Scale {
        target: Box<Target>,
        body: Body,
    },
    Resource {
        name: Name,
        ty: Path,
        on: Option<Box<Expr>>,
        body: Body,
    },
    Existing {
        name: Name,
        ty: Path,
        on: Option<Box<Expr>>,
        body: Body,
    },
    Patch {
        target: Box<Target>,
        body: Body,
    },
    Verb {
        name: Name,
        value: Expr,
    },
    Metric {
        name: Name,
        params: Vec<Field>,
        value: Expr,
    },
    Operation {
        name: Name,
        value: Expr,
    },
    ActsAs {
        inner: Expr,
    },
    Assert {
        condition: Expr,
        message: Expr,
    },
    Sentence(Arc<Sentence>),
    /// `identity = ..` and the other words of the contract.
    Contract {
        word: Name,
        value: Expr,
    },
    Call {
        noun: Path,
        name: Name,
        body: Body,
    },
    For {
        head: Box<ForHead>,
        items: Items,
    },
    ForEach {
        name: Name,
        ty: Path,
        items: Items,
    },
    If {
        branches: Vec<(Expr, Items)>,
        otherwise: Option<Items>,
    },
}

/// `allow` or `never`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Whether it forbids.
    pub never: bool,
    /// Who.
    pub subject: Party,
    /// May do what: a name, a list of names, an action in quotes, or a verb value.
    pub verb: Expr,
    /// With what; absent where the verb is a value that knows.
    pub object: Option<Party>,
    /// On which ports.
    pub ports: Option<Expr>,
    /// But for whom.
    pub except: Option<Party>,
}

/// The subject or object of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Party {
    /// A value.
    Value(Expr),
    /// `any NOUN`: everything of a noun, in rules for an organisation.
    Any(Path),
}
