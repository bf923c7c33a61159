//! What the types of the contract's words cannot say.

use cloudc_base::Span;
use cloudc_base::value::{Record, Value};

use super::Word;
use crate::hir::{Expr, ExprKind, Name};
use crate::mistakes::{contract_value, unknown_action};
use crate::program::{Eval, Program};
use crate::properties::no_action;

/// What a connection says.
const CONNECTION: &[&str] = &["endpoint", "authority", "eks", "context"];

/// What has policies of its own that sentences can extend.
const HOLDERS: &[&str] = &["aws.iam.Role", "aws.iam.User", "aws.iam.Group"];

impl Program<'_> {
    /// Holds a word's value, which is of its type, against what the word means.
    pub(super) fn check_word(&mut self, word: Word, name: &Name, found: &Value, value: &Expr) -> Eval<()> {
        match (word, found) {
            (Word::Verb, Value::List(statements)) => {
                statements.iter().for_each(|statement| self.check_statement(statement, value));
                Ok(())
            }
            (Word::Metric, Value::Record(faces)) => self.check_faces(name, faces, value.span),
            (Word::Identity, Value::Record(identity)) => self.check_identity(identity, value.span),
            (Word::Connection, Value::Record(connection)) => self.check_connection(connection, value.span),
            _ => Ok(()),
        }
    }

    /// The actions of a statement, and those that it covers, are IAM's, and so is its service.
    fn check_statement(&mut self, statement: &Value, value: &Expr) {
        let Value::Record(statement) = statement else { return };
        for part in ["actions", "covers"] {
            let Some(Value::List(actions)) = statement.get(part) else { continue };
            for action in actions.iter() {
                let Value::Text(action) = action else { continue };
                if let Some(wrong) = no_action(action) {
                    let finding = unknown_action::in_verb(place(value, action), action, &wrong);
                    self.report(finding);
                }
            }
        }
        if let Some(Value::Text(service)) = statement.get("service")
            && cloudc_facts::facts().iam_service(service).is_none()
        {
            let finding = unknown_action::no_service(place(value, service), service);
            self.report(finding);
        }
    }

    /// A metric is a number that some engine can deliver.
    fn check_faces(&mut self, name: &Name, faces: &Record, span: Span) -> Eval<()> {
        let has = |record: &Record, part: &str| record.get(part).is_some_and(|value| *value != Value::Null);
        if !["cloudwatch", "keda", "pod"].iter().any(|face| has(faces, face)) {
            return self.fail(contract_value::no_face(span, &name.text));
        }
        let Some(Value::Record(series)) = faces.get("cloudwatch") else { return Ok(()) };
        let complete = has(series, "namespace") && has(series, "name") || has(series, "math");
        if complete || has(series, "predefined") {
            Ok(())
        } else {
            self.fail(contract_value::no_series(span, &name.text))
        }
    }

    /// Who acts is one of three, and a role is one of IAM's.
    fn check_identity(&mut self, identity: &Record, span: Span) -> Eval<()> {
        let has = |part: &str| identity.get(part).is_some_and(|value| *value != Value::Null);
        let several = ["role", "service", "principal"].iter().filter(|part| has(part)).count() != 1;
        if several || has("source") && !has("service") {
            return self.fail(contract_value::no_identity(span));
        }
        let Some(Value::Handle(role)) = identity.get("role") else { return Ok(()) };
        let resource = self.resources.get(role).map(|resource| resource.ty.name());
        let noun = self.instances.get(role).map(|instance| &*instance.noun);
        match resource.filter(|ty| !HOLDERS.contains(ty)).or(noun).map(str::to_owned) {
            Some(other) => self.fail(contract_value::no_role(span, &role.to_string(), &other)),
            None => Ok(()),
        }
    }

    /// A cluster is found by its address and believed by its certificate, or both stand in a file of one's own.
    pub(crate) fn check_connection(&mut self, connection: &Record, span: Span) -> Eval<()> {
        if let Some((other, _)) = connection.iter().find(|(part, _)| !CONNECTION.contains(&&***part)) {
            let near = self.guess(other, CONNECTION.iter().copied());
            return self.fail(contract_value::no_such_way(span, other, near.as_deref()));
        }
        let has = |part: &str| connection.get(part).is_some_and(|value| *value != Value::Null);
        match has("context") || has("endpoint") && has("authority") {
            true => Ok(()),
            false => self.fail(contract_value::no_connection(span)),
        }
    }
}

/// Where a text stands in an expression; the expression, if it is put together there.
fn place(value: &Expr, text: &str) -> Span {
    let mut found = None;
    value.visit(&mut |part| {
        if matches!(&part.kind, ExprKind::Literal(Value::Text(known)) if **known == *text) {
            found.get_or_insert(part.span);
        }
    });
    found.unwrap_or(value.span)
}
