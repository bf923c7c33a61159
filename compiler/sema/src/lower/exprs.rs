use cloudc_base::Quantity;
use cloudc_base::value::Value;
use cloudc_syntax::{Kind, Node, words};

use super::{Lower, Words, parts};
use crate::hir::{Argument, Expr, ExprKind, ForHead, Operator};

impl Lower<'_> {
    /// The expression that a node is.
    pub(super) fn expr(self, node: Node<'_>) -> Expr {
        let kind = match node.kind() {
            Kind::Number => number(node.text()).map_or(ExprKind::Unread, ExprKind::Literal),
            Kind::Str => self.text(node),
            Kind::Name | Kind::NameRef => name(self.words, node.text()),
            Kind::List => self.list(node),
            Kind::Body => ExprKind::Record(self.body(node)),
            Kind::Paren => return parts(node).next().map_or(self.unread(node), |inner| self.expr(inner)),
            Kind::Access => return self.access(node),
            Kind::Unary => return self.unary(node),
            Kind::Binary => return self.binary(node),
            Kind::Choice => self.choice(node),
            Kind::SpreadArg | Kind::Spread => {
                parts(node).next().map_or(ExprKind::Unread, |list| ExprKind::Spread(Box::new(self.expr(list))))
            }
            Kind::AnyOf => parts(node).next().map_or(ExprKind::Unread, |path| ExprKind::Any(self.path(path))),
            _ => ExprKind::Unread,
        };
        Expr { kind, span: self.span(node) }
    }

    fn unread(self, node: Node<'_>) -> Expr {
        Expr { kind: ExprKind::Unread, span: self.span(node) }
    }

    fn list(self, node: Node<'_>) -> ExprKind {
        let comprehension = parts(node).find(|part| part.kind() == Kind::Comprehension);
        let Some(comprehension) = comprehension else {
            return ExprKind::List(parts(node).map(|part| self.expr(part)).collect());
        };
        let head = parts(comprehension).find(|part| part.kind() == Kind::ForHead).and_then(|head| self.for_head(head));
        match (head, parts(comprehension).last()) {
            (Some(head), Some(value)) => {
                ExprKind::Comprehension { head: Box::new(head), value: Box::new(self.expr(value)) }
            }
            _ => ExprKind::Unread,
        }
    }

    pub(super) fn for_head(self, node: Node<'_>) -> Option<ForHead> {
        let parts: Vec<Node<'_>> = parts(node).collect();
        let (first, rest) = parts.split_first()?;
        let second = *rest.first()?;
        let between =
            node.text().get(first.range().end - node.range().start..second.range().start - node.range().start);
        let (key, name, rest) = match between.is_some_and(|text| text.contains(',')) {
            true => (Some(self.label(*first)), self.label(second), rest.get(1..)?),
            false => (None, self.label(*first), rest),
        };
        let condition = rest.get(1).map(|condition| Box::new(self.expr(*condition)));
        Some(ForHead { key, name, over: self.expr(*rest.first()?), condition })
    }

    /// A value, then steps, indexes and calls.
    fn access(self, node: Node<'_>) -> Expr {
        let mut links = parts(node);
        let Some(first) = links.next() else { return self.unread(node) };
        links.fold(self.expr(first), |of, link| {
            let span = self.across(first, link);
            let optional = link.text().starts_with('?');
            let of = Box::new(of);
            let kind = match (link.kind(), parts(link).next()) {
                (Kind::Step, Some(name)) => ExprKind::Step { of, name: self.label(name), optional },
                (Kind::Index, Some(key)) => ExprKind::Index { of, key: Box::new(self.expr(key)), optional },
                (Kind::Args, _) => ExprKind::Call { callee: of, arguments: self.arguments(link) },
                _ => ExprKind::Unread,
            };
            Expr { kind, span }
        })
    }

    pub(super) fn arguments(self, node: Node<'_>) -> Vec<Argument> {
        parts(node).map(|part| self.argument(part)).collect()
    }

    fn argument(self, node: Node<'_>) -> Argument {
        let mut inner = parts(node);
        match (node.kind(), inner.next(), inner.next()) {
            (Kind::NamedArg, Some(name), Some(value)) => {
                Argument { name: Some(self.label(name)), value: self.expr(value) }
            }
            _ => Argument { name: None, value: self.expr(node) },
        }
    }

    fn unary(self, node: Node<'_>) -> Expr {
        let links: Vec<Node<'_>> = parts(node).collect();
        let Some((value, signs)) = links.split_last() else { return self.unread(node) };
        signs.iter().rev().fold(self.expr(*value), |inner, sign| {
            let inner = Box::new(inner);
            let kind = if sign.text() == "!" { ExprKind::Not(inner) } else { ExprKind::Negative(inner) };
            Expr { kind, span: self.across(*sign, *value) }
        })
    }

    /// Operands and operators in turn, as the tree has them; here they become what binds what.
    fn binary(self, node: Node<'_>) -> Expr {
        let links: Vec<Node<'_>> = parts(node).collect();
        let mut operands: Vec<Expr> = Vec::new();
        let mut waiting: Vec<Operator> = Vec::new();
        for link in links {
            let Some(next) = (link.kind() == Kind::Operator).then(|| operator(link.text())).flatten() else {
                operands.push(self.expr(link));
                continue;
            };
            while waiting.last().is_some_and(|before| power(*before) >= power(next)) {
                reduce(&mut operands, &mut waiting);
            }
            waiting.push(next);
        }
        while !waiting.is_empty() {
            reduce(&mut operands, &mut waiting);
        }
        operands.pop().unwrap_or_else(|| self.unread(node))
    }

    fn choice(self, node: Node<'_>) -> ExprKind {
        let parts: Vec<Expr> = parts(node).map(|part| self.expr(part)).collect();
        let mut pairs = parts.into_iter();
        let mut branches = Vec::new();
        loop {
            match (pairs.next(), pairs.next()) {
                (Some(condition), Some(value)) => branches.push((condition, value)),
                (otherwise, _) => return ExprKind::Choice { branches, otherwise: otherwise.map(Box::new) },
            }
        }
    }
}

fn name(words: &Words, text: &str) -> ExprKind {
    match text {
        "true" => ExprKind::Literal(Value::Bool(true)),
        "false" => ExprKind::Literal(Value::Bool(false)),
        "null" => ExprKind::Literal(Value::Null),
        _ => ExprKind::Name(words.get(text)),
    }
}

/// A literal of digits; `None` if it means nothing, which is reported elsewhere.
fn number(text: &str) -> Option<Value> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end)?;
    if digits.bytes().filter(|&b| b == b'.').count() == 3 {
        return text.parse().map(Value::Cidr).or_else(|_| text.parse().map(Value::Ip)).ok();
    }
    if unit.is_empty() {
        return digits.parse().map(Value::Int).or_else(|_| digits.parse().map(Value::Float)).ok();
    }
    Some(match Quantity::read(digits, unit).ok()? {
        Quantity::Duration(value) => Value::Duration(value),
        Quantity::Size(value) => Value::Size(value),
        Quantity::Percent(value) => Value::Percent(value),
    })
}

const OPERATORS: &[(&str, Operator)] = &[
    ("||", Operator::Or),
    ("&&", Operator::And),
    ("==", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<", Operator::Less),
    ("<=", Operator::AtMost),
    (">", Operator::Greater),
    (">=", Operator::AtLeast),
    ("??", Operator::Else),
    ("..", Operator::Range),
    ("+", Operator::Add),
    ("-", Operator::Subtract),
    ("*", Operator::Multiply),
    ("/", Operator::Divide),
];

fn operator(mark: &str) -> Option<Operator> {
    OPERATORS.iter().find(|(known, _)| *known == mark).map(|(_, operator)| *operator)
}

fn power(operator: Operator) -> Option<u8> {
    OPERATORS.iter().find(|(_, known)| *known == operator).and_then(|(mark, _)| words::power(mark))
}

/// Joins the last two operands by the last operator.
fn reduce(operands: &mut Vec<Expr>, waiting: &mut Vec<Operator>) {
    let (right, left, operator) = (operands.pop(), operands.pop(), waiting.pop());
    if let (Some(right), Some(left), Some(operator)) = (right, left, operator) {
        let span = cloudc_base::Span { end: right.span.end, ..left.span };
        let kind = ExprKind::Binary { operator, left: Box::new(left), right: Box::new(right) };
        operands.push(Expr { kind, span });
    }
}
