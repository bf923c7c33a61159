//! A file without its text: what the tree says, in the terms that evaluation thinks in.
//!
//! Nothing is resolved here and nothing is computed but literals. Every part knows its span. Text that could not be
//! read is [`ExprKind::Unread`]: whatever touches it stays silent, because the mistake has been reported.

mod body;
mod expr;
mod item;
mod ty;

use std::sync::Arc;

use cloudc_base::Span;

pub use body::{Body, Head, Member, MemberKind, Target, TargetStep};
pub use expr::{Argument, Expr, ExprKind, ForHead, Operator, TextPart};
pub use item::{Attribute, Item, ItemKind, Items, Party, Sentence};
pub use ty::{Field, TypeExpr, TypeKind};

/// A name where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// Names joined by dots: a noun or a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The whole path with its dots.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}
