use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

/// A param of the program whose value stays open: whoever applies what is emitted decides it.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name in the program.
    pub name: Arc<str>,
    /// What it takes.
    pub kind: ParamKind,
    /// Whether its value is a secret: such a param may stay open always, for the compiler never sees what it is.
    pub secret: bool,
    /// The only texts that it takes; empty: any.
    pub allowed: Vec<Arc<str>>,
    /// The least and the greatest number that it takes.
    pub range: Option<(f64, f64)>,
    /// What it is if nobody says otherwise; known.
    pub default: Option<Value>,
    /// What it is for.
    pub doc: Option<Arc<str>>,
    /// Its declaration.
    pub span: Span,
}

/// What a param takes that an engine can be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A range of addresses.
    Cidr,
    /// An address.
    Ip,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
}

impl ParamKind {
    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self, ParamKind::Texts | ParamKind::Numbers)
    }

    /// Whether it is written without quotes in documents.
    pub fn is_bare(self) -> bool {
        matches!(self, ParamKind::Int | ParamKind::Number | ParamKind::Bool)
    }
}
