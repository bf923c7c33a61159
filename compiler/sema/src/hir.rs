//! A file without its text: what the tree says, in the terms that evaluation thinks in.
//!
//! Nothing is resolved here and nothing is computed but literals. Every part knows its span. Text that could not be
//! read is [`ExprKind::Unread`]: whatever touches it stays silent, because the mistake has been reported.

use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

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
    /// `@name(..)` before it.
    pub attributes: Vec<Attribute>,
    /// The member itself.
    pub kind: MemberKind,
    /// Its text, without attributes.
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
}

/// What is assigned, scaled or patched: a name (perhaps in quotes, with interpolations), then steps and indexes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What it begins with.
    pub first: Expr,
    /// `.name` and `[key]`.
    pub rest: Vec<TargetStep>,
    /// All of it.
    pub span: Span,
}

/// A step of a [`Target`].
#[derive(Debug, Clone, PartialEq)]
pub enum TargetStep {
    /// `.name`
    Name(Name),
    /// `[key]`
    Key(Expr),
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

/// A type as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of a type.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts that the form names")]
pub enum TypeKind {
    Unread,
    Named(Path),
    /// `"a"`: a type with one value.
    Literal(Arc<str>),
    Bounded {
        name: Name,
        bounds: Expr,
    },
    List(Box<TypeExpr>),
    Map(Box<TypeExpr>),
    Record(Vec<Field>),
    Union(Vec<TypeExpr>),
    Optional(Box<TypeExpr>),
    Secret(Box<TypeExpr>),
}

/// A field of a record type, or a parameter of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What it is if it is left out.
    pub default: Option<Expr>,
}
