//! Expressions with every bracket written out: what a reader sees of precedence in tests and messages.

use std::fmt::{Display, Formatter, Result};

use cloudc_base::value::Value;

use crate::hir::{
    Argument, Body, Expr, ExprKind, ForHead, Head, Member, MemberKind, Name, Operator, Target, TargetStep, TextPart,
};

impl Operator {
    /// Its mark.
    pub fn mark(self) -> &'static str {
        match self {
            Operator::Or => "||",
            Operator::And => "&&",
            Operator::Equal => "==",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Else => "??",
            Operator::Range => "..",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Unread => f.write_str("(unread)"),
            ExprKind::Literal(value) => write!(f, "{value}"),
            ExprKind::Name(name) => f.write_str(name),
            ExprKind::Text(parts) => text(f, parts),
            ExprKind::List(items) => {
                f.write_str("[")?;
                list(f, items)?;
                f.write_str("]")
            }
            ExprKind::Comprehension { head, value } => write!(f, "[{head} => {value}]"),
            ExprKind::Record(body) => write!(f, "{body}"),
            ExprKind::Step { of, name, optional } => {
                write!(f, "{of}{}{}", if *optional { "?." } else { "." }, name.text)
            }
            ExprKind::Index { of, key, optional } => write!(f, "{of}{}{key}]", if *optional { "?[" } else { "[" }),
            ExprKind::Call { callee, arguments } => {
                write!(f, "{callee}(")?;
                list(f, arguments)?;
                f.write_str(")")
            }
            ExprKind::Binary { operator, left, right } => write!(f, "({left} {} {right})", operator.mark()),
            ExprKind::Not(inner) => write!(f, "(!{inner})"),
            ExprKind::Negative(inner) => write!(f, "(-{inner})"),
            ExprKind::Choice { branches, otherwise } => choice(f, branches, otherwise.as_deref()),
            ExprKind::Any(path) => write!(f, "any {}", path.text),
            ExprKind::Spread(list) => write!(f, "...{list}"),
        }
    }
}

fn choice(f: &mut Formatter<'_>, branches: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Result {
    f.write_str("(")?;
    for (index, (condition, value)) in branches.iter().enumerate() {
        write!(f, "{}if {condition} then {value}", if index > 0 { " else " } else { "" })?;
    }
    if let Some(otherwise) = otherwise {
        write!(f, " else {otherwise}")?;
    }
    f.write_str(")")
}

fn text(f: &mut Formatter<'_>, parts: &[TextPart]) -> Result {
    f.write_str("\"")?;
    for part in parts {
        match part {
            TextPart::Plain(plain) => {
                let quoted = Value::Text(plain.clone()).to_string();
                f.write_str(quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(plain))?;
            }
            TextPart::Value(value) => write!(f, "${{{value}}}")?,
        }
    }
    f.write_str("\"")
}

fn list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> Result {
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if index > 0 { ", " } else { "" })?;
    }
    Ok(())
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.name {
            Some(Name { text, .. }) => write!(f, "{text} = {}", self.value),
            None => write!(f, "{}", self.value),
        }
    }
}

impl Display for ForHead {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("for ")?;
        if let Some(key) = &self.key {
            write!(f, "{}, ", key.text)?;
        }
        write!(f, "{} in {}", self.name.text, self.over)?;
        match &self.condition {
            Some(condition) => write!(f, " if {condition}"),
            None => Ok(()),
        }
    }
}

impl Display for Body {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.members.is_empty() {
            return f.write_str("{}");
        }
        f.write_str("{ ")?;
        list(f, &self.members)?;
        f.write_str(" }")
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            MemberKind::Set { target, value } => write!(f, "{target} = {value}"),
            MemberKind::Entry { param, label, body } => write!(f, "{} {label} {body}", param.text),
            MemberKind::Spread(value) => write!(f, "...{value}"),
            MemberKind::Attribute(name) => write!(f, "@{}", name.text),
            MemberKind::Fold { head, key, value } => write!(f, "{head} => {key} = {value}"),
            MemberKind::For { head, body } => write!(f, "{head} {body}"),
            MemberKind::If { branches, otherwise } => {
                for (index, (condition, body)) in branches.iter().enumerate() {
                    write!(f, "{}if {condition} {body}", if index > 0 { " else " } else { "" })?;
                }
                otherwise.iter().try_for_each(|body| write!(f, " else {body}"))
            }
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.first {
            Head::Plain(name) => f.write_str(&name.text)?,
            Head::Computed(first) => write!(f, "{first}")?,
        }
        self.rest.iter().try_for_each(|step| match step {
            TargetStep::Name(name) => write!(f, ".{}", name.text),
            TargetStep::Key(key) => write!(f, "[{key}]"),
        })
    }
}
