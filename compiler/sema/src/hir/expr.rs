use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

use super::{Body, Name, Path};

/// The head of a loop.
#[derive(Debug, Clone, PartialEq)]
pub struct ForHead {
    /// The first of two names: the key of a map or the index of a list.
    pub key: Option<Name>,
    /// The name of the value.
    pub name: Name,
    /// What it goes over.
    pub over: Expr,
    /// The condition of a comprehension.
    pub condition: Option<Box<Expr>>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts that the form names")]
pub enum ExprKind {
    /// Text that could not be read.
    Unread,
    Literal(Value),
    Name(Arc<str>),
    /// A text with values in it.
    Text(Vec<TextPart>),
    List(Vec<Expr>),
    Comprehension {
        head: Box<ForHead>,
        value: Box<Expr>,
    },
    Record(Body),
    Step {
        of: Box<Expr>,
        name: Name,
        optional: bool,
    },
    Index {
        of: Box<Expr>,
        key: Box<Expr>,
        optional: bool,
    },
    Call {
        callee: Box<Expr>,
        arguments: Vec<Argument>,
    },
    Binary {
        operator: Operator,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Choice {
        branches: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    /// `any NOUN` in a list of parties.
    Any(Path),
    /// `...list` in a list or among arguments.
    Spread(Box<Expr>),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Plain text, escapes read.
    Plain(Arc<str>),
    /// `${..}`
    Value(Expr),
}

/// An argument of a call or attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The name before `=`, if it has one.
    pub name: Option<Name>,
    /// Its value.
    pub value: Expr,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its mark")]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Else,
    Range,
    Add,
    Subtract,
    Multiply,
    Divide,
}
