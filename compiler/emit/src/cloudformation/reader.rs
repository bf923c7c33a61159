//! Reads of an API (D23): CloudFormation has no resource for them, so a small function in the template makes the call when the
//! stack is made or changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::functions;
use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_facts::{ApiCall, Output};
use cloudc_graph::Node;
use serde_json::Value as Json;

use super::names::Key;
use super::resource::{Body, Resource};
use super::scope::{At, Scope};
use super::text;
use crate::mistakes::unspelt_value;
use crate::tree::{Map, Name, Tree};

/// What the function does: `reader.py`.
const CODE: &str = include_str!("reader.py");
/// What runs it.
const RUNTIME: &str = "python3.14";

impl Scope<'_, '_> {
    /// A read as a resource that the function answers.
    pub(super) fn read(&mut self, number: usize, node: &Node) -> Option<Resource> {
        let call = self.ty(number).and_then(|ty| ty.api_call());
        let Some((call, Output::Each(outputs))) = call.map(|call| (call, &call.output)) else {
            let finding = unspelt_value::later(&self.site(), &node.ty, "it is no call with several answers");
            return self.fail(finding);
        };
        let function = self.names.of(&Key::Reader, &self.program.ids);
        let input = self.input(node, call)?;
        let output = outputs
            .iter()
            .fold(Map::default(), |map, (name, path)| map.with(name.to_string(), Tree::text(path.to_string())));
        let properties = Map::default()
            .with("Input", input)
            .with("Operation", Tree::text(call.operation.to_string()))
            .with("Output", Tree::Map(output))
            .with("Service", Tree::text(call.service.to_string()))
            .with("ServiceTimeout", Tree::text("60"))
            .with("ServiceToken", Tree::call("Fn::GetAtt", Tree::List(vec![Tree::Text(function), Tree::text("Arn")])));
        self.actions.extend(call.action.as_ref().map(ToString::to_string));
        let body = Body {
            ty: Name::Constant("AWS::CloudFormation::CustomResource"),
            beside: Vec::new(),
            policies: Vec::new(),
            properties,
        };
        Some(Resource { number, id: self.program.id(number), body, refers: self.referred(number) })
    }

    /// The request as JSON, so that its numbers stay numbers: CloudFormation hands texts to functions only.
    fn input(&mut self, node: &Node, call: &ApiCall) -> Option<Tree> {
        self.at = At::declaration(node.span, self.at.through);
        let mut request = Entries::new();
        for (name, value) in &call.input {
            request.set(&**name, filled(value, node));
        }
        let mut pieces = Vec::new();
        self.document(functions::json(&request.seal()), &mut pieces)?;
        Some(text::tree(pieces))
    }
}

/// A part of a request: `${Name}` in a text stands for that property.
fn filled(value: &Json, node: &Node) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or_default()), Value::Int)
        }
        Json::String(text) => filled_text(text, node),
        Json::Array(values) => Value::list(values.iter().map(|value| filled(value, node))),
        Json::Object(map) => {
            let mut entries = Entries::new();
            map.iter().for_each(|(name, value)| entries.set(name.as_str(), filled(value, node)));
            entries.seal()
        }
    }
}

fn filled_text(text: &str, node: &Node) -> Value {
    let property = |name: &str| match &node.properties {
        Value::Record(record) => record.get(name).cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = place(rest) {
        parts.extend([Value::text(before), property(name)]);
        rest = after;
    }
    parts.push(Value::text(rest));
    parts.retain(|part| *part != Value::text(""));
    match parts.as_slice() {
        [only] => only.clone(),
        _ => Later::new(From::Joined(Arc::from(parts)), node.span).value(),
    }
}

/// The first `${Name}` of a text, with what stands before and behind it.
fn place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The function that answers reads, and its role, which lets it make these calls.
pub(super) fn function(id: Name, role: Name, actions: &BTreeSet<String>) -> [(Name, Tree); 2] {
    let get = |id: &Name| Tree::call("Fn::GetAtt", Tree::List(vec![Tree::Text(id.clone()), Tree::text("Arn")]));
    let logs = Tree::call(
        "Fn::Sub",
        Tree::text("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/*"),
    );
    let statements = vec![
        statement(actions.iter().map(|action| Name::from(action.clone())), Tree::text("*")),
        statement(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"].map(Name::Constant), logs),
    ];
    let policy = Map::default().with("PolicyDocument", document(statements)).with("PolicyName", Tree::text("read"));
    let caller = Map::default()
        .with("Action", Tree::text("sts:AssumeRole"))
        .with("Effect", Tree::text("Allow"))
        .with("Principal", Tree::Map(Map::default().with("Service", Tree::text("lambda.amazonaws.com"))));
    let role_properties = Map::default()
        .with("AssumeRolePolicyDocument", document(vec![Tree::Map(caller)]))
        .with("Policies", Tree::List(vec![Tree::Map(policy)]));
    let function = Map::default()
        .with("Code", Tree::Map(Map::default().with("ZipFile", Tree::text(CODE))))
        .with("Handler", Tree::text("index.handler"))
        .with("Role", get(&role))
        .with("Runtime", Tree::text(RUNTIME))
        .with("Timeout", Tree::Int(30));
    [(id, resource("AWS::Lambda::Function", function)), (role, resource("AWS::IAM::Role", role_properties))]
}

fn resource(ty: &'static str, properties: Map) -> Tree {
    Tree::Map(Map::default().with("Type", Tree::text(ty)).with("Properties", Tree::Map(properties)))
}

fn document(statements: Vec<Tree>) -> Tree {
    Tree::Map(Map::default().with("Statement", Tree::List(statements)).with("Version", Tree::text("2012-10-17")))
}

fn statement(actions: impl IntoIterator<Item = Name>, on: Tree) -> Tree {
    Tree::Map(
        Map::default().with("Action", Tree::texts(actions)).with("Effect", Tree::text("Allow")).with("Resource", on),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_fits_into_a_template() {
        assert!(CODE.len() <= 4096, "{}", CODE.len());
        let runtimes = cloudc_facts::facts().lambda_runtimes();
        assert!(
            runtimes.get(RUNTIME).is_some_and(|runtime| runtime.successor.is_none()),
            "{:?}",
            runtimes.get(RUNTIME)
        );
    }
}
