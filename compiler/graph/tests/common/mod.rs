//! Parts made by hand, in few words.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Ports, Protocol, Value};
use cloudc_base::{Address, FileId, Finding, Key, Span};
use cloudc_graph::{Edge, Graph, Instance, Lifecycle, Mode, Node, Parts, Party, Place, Reason, Relation, Verb};

/// A program's parts; what is added is given a place of its own in a file of one line for each thing.
#[derive(Default, Clone)]
pub struct Made {
    pub parts: Parts,
    lines: u32,
}

impl Made {
    pub fn span(&mut self) -> Span {
        self.lines += 1;
        Span::new(FileId::ROOT, self.lines * 10, self.lines * 10 + 9)
    }

    /// A resource; a text of properties like `A = b.Arn, C.D = ["x", net.Id]` is read, see [`value`].
    pub fn node(&mut self, address: &str, ty: &str, properties: &str) -> &mut Node {
        let span = self.span();
        let value = record(properties, span);
        let written = match &value {
            Value::Record(record) => record.iter().map(|(name, _)| (Arc::clone(name), span)).collect(),
            _ => Vec::new(),
        };
        self.parts.nodes.push(Node {
            address: at(address),
            ty: ty.into(),
            mode: Mode::Managed,
            properties: value,
            written,
            on: None,
            place: Place::default(),
            lifecycle: Lifecycle::default(),
            after: Vec::new(),
            span,
            through: Vec::new(),
            sentences: Vec::new(),
        });
        self.parts.nodes.last_mut().expect("it was just added")
    }

    /// An object on a cluster.
    pub fn object(&mut self, address: &str, ty: &str, on: &str, properties: &str) -> &mut Node {
        let node = self.node(address, ty, properties);
        node.on = Some(at(on));
        node
    }

    pub fn instance(&mut self, address: &str, noun: &str) -> &mut Instance {
        let span = self.span();
        let none = || Vec::new();
        self.parts.instances.push(Instance {
            address: at(address),
            noun: noun.into(),
            span,
            doc: None,
            words: none(),
            verbs: none(),
            verbs_at: Vec::new(),
            metrics: none(),
            operations: none(),
            outputs: none(),
        });
        self.parts.instances.last_mut().expect("it was just added")
    }

    pub fn allow(&mut self, subject: &str, verb: &str, object: &str, ports: &[u16]) -> &mut Relation {
        let span = self.span();
        let verb = if verb == "reach" { Verb::Reach } else { Verb::Named(verb.into()) };
        let ports = ports.iter().map(|&port| Ports { protocol: Protocol::Tcp, range: Some((port, port)) }).collect();
        let (subjects, objects) = (vec![party(subject)], vec![party(object)]);
        let made = Vec::new();
        self.parts.relations.push(Relation {
            never: false,
            subjects,
            verb,
            objects,
            ports,
            except: Vec::new(),
            made,
            span,
        });
        self.parts.relations.last_mut().expect("it was just added")
    }

    pub fn never(&mut self, subject: &str, verb: &str, object: &str) -> &mut Relation {
        let relation = self.allow(subject, verb, object, &[]);
        relation.never = true;
        relation
    }

    pub fn build(&self) -> (Graph, Vec<Finding>) {
        Graph::build(self.parts.clone())
    }

    pub fn graph(&self) -> Graph {
        let (graph, findings) = self.build();
        assert!(findings.is_empty(), "{findings:?}");
        graph
    }
}

/// Who a sentence is about: `internet`, `anyone`, a range or address, or the address of a thing.
pub fn party(text: &str) -> Party {
    match text {
        "internet" => Party::Internet,
        "anyone" => Party::Anyone,
        _ => match (text.parse(), text.parse()) {
            (Ok(range), _) => Party::Cidr(range),
            (_, Ok(address)) => Party::Ip(address),
            _ => Party::Thing(at(text)),
        },
    }
}

/// `net.private["b"][2]` as an address.
pub fn at(text: &str) -> Address {
    text.split('.').fold(Address::root(), |address, step| {
        let mut parts = step.split('[');
        let name = parts.next().unwrap_or_default();
        let key = |part: &str| {
            let key = part.trim_end_matches(']');
            match key.parse() {
                Ok(number) => Key::Number(number),
                Err(_) => Key::Text(key.trim_matches('"').into()),
            }
        };
        address.keyed(name, parts.map(key).collect())
    })
}

/// What is read of another node: `net.vpc.VpcId`.
pub fn later(text: &str, origin: Span) -> Value {
    let (of, path) = text.rsplit_once('.').unwrap_or((text, ""));
    Later::new(From::Attribute { of: at(of), path: path.into() }, origin).value()
}

/// Entries apart by `, `; a dotted name makes records; what is in `(..)` is a list of such references apart by blanks.
fn record(text: &str, span: Span) -> Value {
    let mut entries = Entries::new();
    for entry in text.split(", ").filter(|entry| !entry.is_empty()) {
        let (name, value) = entry.split_once(" = ").unwrap_or_else(|| panic!("`{entry}` has no ` = `"));
        set(&mut entries, name, self::value(value, span));
    }
    entries.seal()
}

fn set(entries: &mut Entries, name: &str, value: Value) {
    match name.split_once('.') {
        None => entries.set(name, value),
        Some((first, rest)) => {
            let mut inner = match entries.get(first) {
                Some(Value::Record(record)) => record.entries(),
                _ => Entries::new(),
            };
            set(&mut inner, rest, value);
            entries.set(first, inner.seal());
        }
    }
}

/// `"text"`, a number, `&net` for the thing itself, `(a.Id b.Id)` for a list, else a reference.
fn value(text: &str, span: Span) -> Value {
    if let Some(list) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return Value::list(list.split(' ').filter(|part| !part.is_empty()).map(|part| value(part, span)));
    }
    match text.parse() {
        Ok(number) => Value::Int(number),
        Err(_) if text.starts_with('"') => Value::text(text.trim_matches('"')),
        Err(_) if text.starts_with('&') => Value::Handle(at(text.trim_start_matches('&'))),
        Err(_) => later(text, span),
    }
}

/// What a node needs and why: `net.vpc by VpcId`, sorted by address.
pub fn needs(graph: &Graph, address: &str) -> Vec<String> {
    let number = graph.number(&at(address)).expect("there is such a node");
    graph.needs(number).iter().map(|edge| show(graph, edge)).collect()
}

fn show(graph: &Graph, edge: &Edge) -> String {
    let to = &graph.node(edge.to).expect("edges end at nodes").address;
    match &edge.reason {
        Reason::Property { property, .. } => format!("{to} by {property}"),
        Reason::After => format!("{to} after"),
        Reason::Cluster => format!("{to} on"),
        Reason::Model(_) => format!("{to} model"),
    }
}

/// The rule behind an edge, if there is one.
pub fn rule(graph: &Graph, from: &str, to: &str) -> Option<&'static str> {
    let (from, to) = (graph.number(&at(from))?, graph.number(&at(to))?);
    graph.needs(from).iter().find(|edge| edge.to == to).and_then(|edge| match edge.reason {
        Reason::Model(rule) => Some(rule),
        _ => None,
    })
}
