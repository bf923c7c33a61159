//! Every way in which one property of a program can be changed alone: another value that its schema takes, or none.
#![allow(unreachable_pub, reason = "it is a part of tests")]

use cloudc_base::value::Value;
use cloudc_facts::{Condition, Kind, Literal, Schema, facts};
use cloudc_graph::{Graph, Mode, Node, Parts};
use ipnet::IpNet;

/// One step into a value.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Name(String),
    Item(usize),
}

/// One property of one resource, changed.
#[derive(Debug, Clone)]
pub struct Alteration {
    pub node: usize,
    way: Vec<Step>,
    /// What it becomes; nothing if it is no longer written.
    pub value: Option<Value>,
}

impl Alteration {
    /// The place as facts call it, items of lists by `*`.
    #[allow(dead_code, reason = "not every test shows it")]
    pub fn place(&self) -> String {
        let word = |step: &Step| match step {
            Step::Name(name) => name.clone(),
            Step::Item(_) => "*".to_owned(),
        };
        self.way.iter().map(word).collect::<Vec<_>>().join("/")
    }

    /// The place and what it becomes, for people.
    #[allow(dead_code, reason = "not every test shows it")]
    pub fn shown(&self, graph: &Graph) -> String {
        let node = &graph.nodes()[self.node];
        format!("{} {} {} -> {:?}", node.ty, node.address, self.place(), self.value)
    }

    /// The program with it.
    pub fn of(&self, graph: &Graph) -> Graph {
        let mut nodes = graph.nodes().to_vec();
        let node = &mut nodes[self.node];
        node.properties = put(&node.properties, &self.way, self.value.as_ref());
        let parts = Parts {
            app: graph.app().clone(),
            nodes,
            instances: graph.instances().to_vec(),
            relations: graph.relations().to_vec(),
            scales: graph.scales().to_vec(),
            accepts: graph.accepts().to_vec(),
            outputs: graph.outputs().to_vec(),
            assets: graph.assets().to_vec(),
        };
        Graph::build(parts).0
    }
}

fn put(value: &Value, way: &[Step], new: Option<&Value>) -> Value {
    let Some((first, rest)) = way.split_first() else { return new.cloned().unwrap_or_default() };
    match (value, first) {
        (Value::Record(record), Step::Name(name)) => {
            let entries = record.entries();
            let one = |(key, old): (&std::sync::Arc<str>, &Value)| {
                let value = if **key == **name { put(old, rest, new) } else { old.clone() };
                (key.to_string(), value)
            };
            let all: Vec<(String, Value)> = entries.iter().map(one).collect();
            Value::record(all.iter().map(|(key, value)| (key.as_str(), value.clone())))
        }
        (Value::List(items), Step::Item(at)) => {
            let one = |(number, old): (usize, &Value)| if number == *at { put(old, rest, new) } else { old.clone() };
            Value::list(items.iter().enumerate().map(one).filter(|value| *value != Value::Null))
        }
        _ => value.clone(),
    }
}

/// All alterations of a program.
pub fn alterations(graph: &Graph) -> Vec<Alteration> {
    let mut all = Vec::new();
    for (number, node) in graph.nodes().iter().enumerate().filter(|(_, node)| node.mode == Mode::Managed) {
        let Some(ty) = facts().resource_type(&node.ty) else { continue };
        let mut found = Vec::new();
        walk(node, &node.properties, Some(&ty.schema()), &mut Vec::new(), &mut found);
        // What is somebody else's is never compared.
        let external = &node.lifecycle.external;
        let is_external = |way: &[Step]| {
            let name = |step: &Step| if let Step::Name(name) = step { name.clone() } else { "*".to_owned() };
            let dotted: Vec<String> = way.iter().map(name).collect();
            external.iter().any(|place| dotted.join(".").starts_with(&**place))
        };
        let is_own = |(way, _): &(Vec<Step>, Option<Value>)| !is_identity(way) && !is_external(way);
        let whole = |(way, value)| Alteration { node: number, way, value };
        all.extend(found.into_iter().filter(is_own).map(whole));
    }
    all
}

/// What says which object of Kubernetes is meant: another one is another resource, and another node.
fn is_identity(way: &[Step]) -> bool {
    let names: Vec<&str> =
        way.iter().filter_map(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None }).collect();
    let is_a_stacks = matches!(names.first(), Some(&("UpdatePolicy" | "CreationPolicy" | "Metadata")));
    is_a_stacks
        || matches!(
            names.as_slice(),
            ["apiVersion" | "kind" | "createNamespace"]
                | ["metadata"]
                | ["metadata", "name" | "namespace"]
                | ["namespace"]
        )
}

type Found = Vec<(Vec<Step>, Option<Value>)>;

fn walk(node: &Node, value: &Value, schema: Option<&Schema>, way: &mut Vec<Step>, found: &mut Found) {
    if let Some(other) = other(node, value, schema) {
        found.push((way.clone(), Some(other)));
    }
    match value {
        Value::Record(record) => {
            let needed = schema.map(needed).unwrap_or_default();
            for (name, inner) in record.entries().iter() {
                way.push(Step::Name(name.to_string()));
                if !needed.iter().any(|need| **need == **name) {
                    found.push((way.clone(), None));
                }
                let schema = schema.and_then(|schema| schema.at(name));
                walk(node, inner, schema.as_ref(), way, found);
                way.pop();
            }
        }
        Value::List(items) => {
            let schema = schema.and_then(Schema::items);
            for (at, inner) in items.iter().enumerate() {
                way.push(Step::Item(at));
                if items.len() > 1 {
                    found.push((way.clone(), None));
                }
                walk(node, inner, schema.as_ref(), way, found);
                way.pop();
            }
        }
        _ => {}
    }
}

/// The properties of an object that are needed, or of which one is.
fn needed(schema: &Schema) -> Vec<Box<str>> {
    let some = schema.exactly_one().iter().chain(schema.at_least_one()).flat_map(|names| names.iter().cloned());
    let forms = schema.conditions().into_iter().flat_map(|condition| match condition {
        Condition::ExactlyOne(forms) | Condition::AtLeastOne(forms) | Condition::All(forms) => forms,
        _ => Vec::new(),
    });
    let in_forms = forms.flat_map(|form| form.required().to_vec());
    schema.required().iter().cloned().chain(some).chain(in_forms).collect()
}

/// Another value of the same kind, which the schema takes.
fn other(node: &Node, value: &Value, schema: Option<&Schema>) -> Option<Value> {
    let listed = schema.map(Schema::allowed).unwrap_or_default();
    match value {
        Value::Bool(flag) => Some(Value::Bool(!flag)),
        Value::Int(number) if listed.is_empty() => {
            let range = schema.map(Schema::range);
            let fits = |other: &i64| range.is_none_or(|range| range.contains(&(*other as f64)));
            [number + 1, number - 1].into_iter().find(fits).map(Value::Int)
        }
        Value::Text(text) if !listed.is_empty() => {
            let words = listed.iter().filter_map(|word| if let Literal::Text(word) = word { Some(word) } else { None });
            words.filter(|word| ***word != **text).map(Value::text).next()
        }
        Value::Text(text) => other_text(node, text, schema),
        Value::Int(number) => {
            let numbers = listed.iter().filter_map(|one| if let Literal::Int(one) = one { Some(*one) } else { None });
            numbers.filter(|other| other != number).map(Value::Int).next()
        }
        _ => None,
    }
}

fn other_text(node: &Node, text: &str, schema: Option<&Schema>) -> Option<Value> {
    if let Ok(range) = text.parse::<IpNet>() {
        // A network grows and what lies in one shrinks: so it stays in its place.
        if range.prefix_len() == range.max_prefix_len() {
            return None;
        }
        let length = if &*node.ty == "aws.ec2.VPC" { range.prefix_len() - 1 } else { range.prefix_len() + 1 };
        return IpNet::new(range.addr(), length).ok().map(|range| Value::text(range.trunc().to_string()));
    }
    let is_known_to_the_cloud = ["-0", "arn:", "{", "sha256:"].iter().any(|part| text.contains(part));
    let is_document = schema.is_some_and(|schema| schema.kind() == Kind::Any && text.starts_with('{'));
    if is_known_to_the_cloud || is_document || text.is_empty() {
        return None;
    }
    if let Ok(number) = text.parse::<u32>() {
        return Some(Value::text((number + 1).to_string()));
    }
    let most = schema.and_then(|schema| schema.length().most);
    let longer = format!("{text}2");
    most.is_none_or(|most| longer.len() as u64 <= most).then(|| Value::text(longer))
}
