//! The outputs of a program.

use std::sync::Arc;

use cloudc_base::functions;
use cloudc_base::value::{From, Value};
use cloudc_graph::{Mode, Output};

use super::parameters::one_line;
use super::scope::{At, Scope};
use super::text::{self, Kind, Leaf, Piece};
use crate::ids::root_id;
use crate::mistakes::left_out;
use crate::tree::{Map, Mark, Tree};

impl Scope<'_, '_> {
    /// The program's outputs, by name: they stand in the template of the program's own region and account.
    pub(super) fn outputs(&mut self) -> Map {
        let mut map = Map::default();
        for output in self.program.graph().outputs() {
            self.at = At::declaration(output.span, &[]);
            if let Some(value) = self.output(output) {
                let mut entry = Map::default();
                if let Some(doc) = &output.doc {
                    entry.set("Description", Tree::text(one_line(doc)));
                }
                entry.set("Value", value);
                if self.program.input.options.export {
                    let name = format!("${{AWS::StackName}}-{}", output.name.replace('_', "-"));
                    let name = Tree::call("Fn::Sub", Tree::text(name));
                    entry.set("Export", Tree::Map(Map::default().with("Name", name)));
                }
                map.set_marked(root_id(&output.name), Tree::Map(entry), Some(Mark::At(output.span)));
            }
        }
        map.sorted()
    }

    /// Whether a value is one of those, or is made of them, that only a cluster knows.
    fn is_on_cluster(&self, value: &Value) -> bool {
        match value {
            Value::Later(later) => match later.from() {
                From::Attribute { of, .. } => {
                    let node = self.program.graph().find(of);
                    node.is_some_and(|node| node.mode == Mode::Managed && node.on.is_some())
                }
                From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
                    parts.iter().any(|part| self.is_on_cluster(part))
                }
                From::Element { of, .. } => self.is_on_cluster(&Value::Later(Arc::clone(of))),
                From::App(_) | From::Param(_) | From::Secret(_) => false,
            },
            Value::List(values) => values.iter().any(|value| self.is_on_cluster(value)),
            Value::Record(record) => record.iter().any(|(_, value)| self.is_on_cluster(value)),
            _ => false,
        }
    }

    /// The value of an output, which is a text: a list of texts has commas between them, everything else is JSON.
    fn output(&mut self, output: &Output) -> Option<Tree> {
        match &output.value {
            value if has_handle(value) => {
                self.findings.push(left_out::output(output.span, &output.name));
                None
            }
            value if self.is_on_cluster(value) => {
                self.findings.push(left_out::output_of_cluster(output.span, &output.name));
                None
            }
            Value::List(_) | Value::Record(_) => {
                let mut pieces = Vec::new();
                self.document(functions::json(&output.value), &mut pieces)?;
                Some(text::tree(pieces))
            }
            value @ Value::Later(_) => {
                let mut pieces = Vec::new();
                self.pieces(value, &mut pieces)?;
                if let [Piece::Leaf(Leaf { kind: Kind::List, tree, .. })] = pieces.as_slice() {
                    return Some(Tree::call("Fn::Join", Tree::List(vec![Tree::text(","), tree.clone()])));
                }
                Some(text::tree(pieces))
            }
            Value::Text(text) => Some(Tree::text(text)),
            other => Some(Tree::text(other.to_string())),
        }
    }
}

/// Whether a thing of the program is in a value: it has no text.
fn has_handle(value: &Value) -> bool {
    match value {
        Value::Handle(_) => true,
        Value::List(values) => values.iter().any(has_handle),
        Value::Record(record) => record.iter().any(|(_, value)| has_handle(value)),
        _ => false,
    }
}
