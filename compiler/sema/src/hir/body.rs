use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

use super::{Expr, ExprKind, ForHead, Name, Path};

/// What fields are set to: a block or a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// In the order in which they are written.
    pub members: Arc<[Member]>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One member of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// What it is.
    pub kind: MemberKind,
    /// Its text.
    pub span: Span,
}

/// The forms of a member.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts that the form names")]
pub enum MemberKind {
    /// `a.b["c"] = value`, and `a { .. }` for `a = { .. }`.
    Set {
        target: Target,
        value: Expr,
    },
    /// `param label { .. }`: an entry of a map.
    Entry {
        param: Path,
        label: Box<Expr>,
        body: Body,
    },
    Spread(Expr),
    /// `for .. => key = value`.
    Fold {
        head: Box<ForHead>,
        key: Box<Expr>,
        value: Box<Expr>,
    },
    For {
        head: Box<ForHead>,
        body: Body,
    },
    If {
        branches: Vec<(Expr, Body)>,
        otherwise: Option<Body>,
    },
    /// `@name(..)`, which has no place here.
    Attribute(Name),
}

/// What is assigned, scaled or patched: a name (perhaps in quotes, with interpolations), then steps and indexes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What it begins with.
    pub first: Head,
    /// `.name` and `[key]`.
    pub rest: Box<[TargetStep]>,
}

impl Target {
    /// A name alone.
    pub(crate) fn name(first: Head) -> Target {
        Target { first, rest: Box::default() }
    }

    /// The name that it is, if it is nothing more and nothing has to be computed for it.
    pub(crate) fn plain(&self) -> Option<&Name> {
        self.first.plain().filter(|_| self.rest.is_empty())
    }

    /// All of it.
    pub(crate) fn span(&self) -> Span {
        let end = match self.rest.last() {
            None => self.first.span().end,
            Some(TargetStep::Name(name)) => name.span.end,
            Some(TargetStep::Key(key)) => key.span.end + 1,
        };
        Span { end, ..self.first.span() }
    }
}

/// What a [`Target`] begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// A name, or a text without values in it.
    Plain(Name),
    /// A text with values in it, or what could not be read.
    Computed(Box<Expr>),
}

impl Head {
    /// A name, if that is what an expression is.
    pub(crate) fn new(expr: Expr) -> Head {
        match expr.kind {
            ExprKind::Literal(Value::Text(text)) => Head::Plain(Name { text, span: expr.span }),
            _ => Head::Computed(Box::new(expr)),
        }
    }

    /// The name, if nothing has to be computed for it.
    pub(crate) fn plain(&self) -> Option<&Name> {
        if let Head::Plain(name) = self { Some(name) } else { None }
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Head::Plain(name) => name.span,
            Head::Computed(expr) => expr.span,
        }
    }
}

/// A step of a [`Target`].
#[derive(Debug, Clone, PartialEq)]
pub enum TargetStep {
    /// `.name`
    Name(Name),
    /// `[key]`
    Key(Expr),
}
