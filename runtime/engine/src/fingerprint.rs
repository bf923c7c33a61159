use std::fmt::Write;

use cloudc_base::value::{From, Later, Value};
use cloudc_graph::{Graph, Node};

/// What identifies a program's meaning: two graphs with one fingerprint ask for the same. 32 hexadecimal digits.
pub fn fingerprint(graph: &Graph) -> String {
    let mut hash = Hash(blake3::Hasher::new());
    if let Some(fields) = &graph.app().fields {
        hash.value(fields);
    }
    for (number, node) in graph.nodes().iter().enumerate() {
        hash.node(node);
        for edge in graph.needs(number) {
            hash.add(&[&edge.to.to_string()]);
        }
    }
    for output in graph.outputs() {
        hash.add(&["output", &output.name]);
        hash.value(&output.value);
    }
    for asset in graph.assets() {
        hash.add(&["asset", &asset.key]);
    }
    hash.0.finalize().to_hex().chars().take(32).collect()
}

struct Hash(blake3::Hasher);

impl Hash {
    fn add(&mut self, parts: &[&str]) {
        for part in parts {
            self.0.update(&(part.len() as u64).to_le_bytes());
            self.0.update(part.as_bytes());
        }
    }

    fn node(&mut self, node: &Node) {
        let mut text = String::new();
        // Writing into a String does not fail.
        let _written = write!(text, "{} {:?} {:?} {:?}", node.address, node.mode, node.place, node.lifecycle);
        let on = node.on.as_ref().map(ToString::to_string).unwrap_or_default();
        self.add(&["node", &text, &node.ty, &on]);
        self.value(&node.properties);
    }

    /// Values as the language shows them; only secrets are not told apart there.
    fn value(&mut self, value: &Value) {
        self.add(&["value", &value.to_string()]);
        if value.is_secret() {
            self.secrets(value);
        }
    }

    fn secrets(&mut self, value: &Value) {
        match value {
            Value::List(values) => values.iter().for_each(|value| self.secrets(value)),
            Value::Record(record) => record.iter().for_each(|(_, value)| self.secrets(value)),
            Value::Later(later) => self.later(later),
            _ => {}
        }
    }

    fn later(&mut self, later: &Later) {
        match later.from() {
            From::Secret(reference) => self.add(&["secret", reference]),
            From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
                parts.iter().for_each(|part| self.secrets(part));
            }
            From::Element { of, .. } => self.later(of),
            From::Attribute { .. } | From::App(_) | From::Param(_) => {}
        }
    }
}
