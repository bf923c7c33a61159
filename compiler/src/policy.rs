//! `program_policy`: worked out when everything else is known (D46).

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Span};
use cloudc_deployer::{Asked, Need, Phase, Statement, Way, arns, needs, statements};
use cloudc_graph::{Graph, Node, Parts};

/// The name of the function.
const FUNCTION: &str = "program_policy";

/// The parts with the policies in place of the calls that ask for them. Nodes that hold one are left out of it.
pub(crate) fn filled(mut parts: Parts) -> Parts {
    if !parts.nodes.iter().any(|node| asks(&node.properties)) {
        return parts;
    }
    let (graph, _) = Graph::build(parts.clone());
    let without = holders(&graph);
    let all = needs(&Asked { without: &without, ..Asked::of(&graph, Way::Direct) });
    let program = Program { graph: &graph, needs: &all };
    for node in parts.nodes.iter_mut().filter(|node| asks(&node.properties)) {
        node.properties = program.filled(&node.properties);
    }
    parts
}

/// What holds such a policy, and who has it: nobody can give himself more.
fn holders(graph: &Graph) -> Vec<usize> {
    const IDENTITIES: &[&str] = &["aws.iam.Group", "aws.iam.Role", "aws.iam.User"];
    let is = |number: &usize, test: &dyn Fn(&Node) -> bool| graph.node(*number).is_some_and(test);
    let mut found: Vec<usize> =
        (0..graph.nodes().len()).filter(|number| is(number, &|node| asks(&node.properties))).collect();
    for number in found.clone() {
        let near = graph.needs(number).iter().map(|edge| edge.to);
        let near = near.chain(graph.needed_by(number).map(|edge| edge.from));
        found.extend(near.filter(|near| is(near, &|node| IDENTITIES.contains(&&*node.ty))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a policy of the program is asked for somewhere in a value.
fn asks(value: &Value) -> bool {
    match value {
        Value::List(values) => values.iter().any(asks),
        Value::Record(record) => record.iter().any(|(_, value)| asks(value)),
        Value::Later(later) => match later.from() {
            From::Call { function: FUNCTION, .. } => true,
            From::Call { arguments: parts, .. } | From::Joined(parts) => parts.iter().any(asks),
            _ => false,
        },
        _ => false,
    }
}

/// A program and what it needs.
struct Program<'p> {
    graph: &'p Graph,
    needs: &'p [Need],
}

impl Program<'_> {
    fn filled(&self, value: &Value) -> Value {
        match value {
            value if !asks(value) => value.clone(),
            Value::List(values) => Value::list(values.iter().map(|value| self.filled(value))),
            Value::Record(record) => Value::record(record.iter().map(|(name, value)| (&**name, self.filled(value)))),
            Value::Later(later) => match later.from() {
                From::Call { function: FUNCTION, arguments } => self.policy(arguments, later.origin()),
                From::Call { function, arguments } => {
                    let arguments = arguments.iter().map(|value| self.filled(value)).collect();
                    Later::new(From::Call { function, arguments }, later.origin()).value()
                }
                From::Joined(parts) => {
                    let parts = parts.iter().map(|value| self.filled(value)).collect();
                    Later::new(From::Joined(parts), later.origin()).value()
                }
                _ => value.clone(),
            },
            other => other.clone(),
        }
    }

    /// The policy for some commands.
    fn policy(&self, arguments: &[Value], origin: Span) -> Value {
        let commands = match arguments.first() {
            Some(Value::List(commands)) => commands.iter().filter_map(text).collect(),
            _ => Vec::new(),
        };
        let phases: Vec<Phase> = commands.iter().filter_map(|command| phase(command)).collect();
        let needs = self.needs.iter().filter(|need| phases.contains(&need.phase));
        let planned = statements(needs).into_iter().map(|statement| allowed(&statement, origin));
        let operations = self.operations(&commands, origin).into_iter();
        let all = planned.chain(operations);
        Value::record([("Version", Value::text("2012-10-17")), ("Statement", Value::list(all))])
    }

    /// What the operations of nouns call that are called like commands: an action, and what it is done to.
    fn operations(&self, commands: &[&str], origin: Span) -> Vec<Value> {
        let instances = self.graph.instances().iter();
        let all = instances.flat_map(|instance| instance.operations.iter());
        let wanted = all.filter(|(name, _)| commands.contains(&&**name));
        let mut found: Vec<Value> = wanted.filter_map(|(_, operation)| self.operated(operation, origin)).collect();
        found.dedup();
        found
    }

    /// What an operation calls, allowed on what it is done to; none if it calls nothing of AWS.
    fn operated(&self, operation: &Value, origin: Span) -> Option<Value> {
        let Value::Record(operation) = operation else { return None };
        let action =
            operation.get("action").filter(|action| text(action).is_some_and(|action| action.contains(':')))?;
        let on = match operation.get("on") {
            Some(Value::Handle(address)) => self.things(address, origin),
            _ => Vec::new(),
        };
        let on = if on.is_empty() { Value::text("*") } else { Value::list(on) };
        Some(Value::record([("Effect", Value::text("Allow")), ("Action", action.clone()), ("Resource", on)]))
    }

    /// The ARNs of the node at an address.
    fn things(&self, address: &Address, origin: Span) -> Vec<Value> {
        let Some(number) = self.graph.number(address) else { return Vec::new() };
        let all = arns(&Asked::of(self.graph, Way::Direct), number).into_iter();
        all.map(|arn| placed(&arn, origin)).collect()
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The phase that a command is; the others are operations.
fn phase(command: &str) -> Option<Phase> {
    match command {
        "plan" | "status" => Some(Phase::Plan),
        "apply" | "update" => Some(Phase::Apply),
        "destroy" => Some(Phase::Destroy),
        _ => None,
    }
}

/// A statement as a value. Places that are not known here are those that the program is applied to.
fn allowed(statement: &Statement, origin: Span) -> Value {
    // A single text needs no list: IAM counts every character.
    let one = |values: Vec<Value>| match <[Value; 1]>::try_from(values) {
        Ok([only]) => only,
        Err(values) => Value::list(values),
    };
    let texts = |texts: &[Arc<str>]| one(texts.iter().map(Value::text).collect());
    let mut entries = Entries::new();
    entries.set("Effect", Value::text("Allow"));
    entries.set("Action", texts(&statement.actions));
    entries.set("Resource", one(statement.resources.iter().map(|resource| placed(resource, origin)).collect()));
    if !statement.condition.is_empty() {
        let mut operators: Vec<(&str, Vec<(&str, Value)>)> = Vec::new();
        for ((operator, key), values) in &statement.condition {
            match operators.iter_mut().find(|(known, _)| known == operator) {
                Some((_, keys)) => keys.push((key, texts(values))),
                None => operators.push((operator, vec![(key, texts(values))])),
            }
        }
        entries.set(
            "Condition",
            Value::record(operators.into_iter().map(|(operator, keys)| (operator, Value::record(keys)))),
        );
    }
    entries.seal()
}

/// An ARN with later values where its place is not known.
fn placed(resource: &str, origin: Span) -> Value {
    let mut parts = Vec::new();
    let mut rest = resource;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        parts.push(Value::text(before));
        parts.push(match name {
            "Region" => Later::new(From::App("region".into()), origin).value(),
            "Account" => Later::new(From::App("account".into()), origin).value(),
            _ => Value::text("*"),
        });
        rest = after;
    }
    if parts.is_empty() {
        return Value::text(resource);
    }
    parts.push(Value::text(rest));
    match parts.iter().any(|part| part.later().is_some()) {
        true => Later::new(From::Joined(parts.into()), origin).value(),
        false => Value::text(parts.iter().filter_map(text).collect::<String>()),
    }
}
