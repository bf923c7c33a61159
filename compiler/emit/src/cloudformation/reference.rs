//! Attributes of nodes: of the same template, of other templates, and of what is in none.

use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::{From, Later, Value};
use cloudc_facts::Provider;
use cloudc_graph::{Mode, Node};

use super::attribute::{Way, leaf};
use super::existing;
use super::names::Key;
use super::outside::reference;
use super::scope::Scope;
use super::text::{Kind, Leaf};
use crate::mistakes::{outside_of_template, unknown_of_existing, unreadable_attribute, unspelt_value};
use crate::tree::{Name, Tree};

impl Scope<'_, '_> {
    /// What the program itself says of an attribute: of something that exists, or a property that the engine does not
    /// give back.
    pub(super) fn written(&mut self, later: &Later) -> Option<Value> {
        let From::Attribute { of, path } = later.from() else { return None };
        let number = self.program.graph().number(of)?;
        let node = self.program.graph().node(number)?;
        let ty = self.program.ty(number)?;
        match node.mode {
            Mode::Managed if ty.provider() == Provider::Aws && self.program.way(number, path).is_some() => None,
            Mode::Managed => at(&node.properties, path).cloned(),
            Mode::Read => at(&node.properties, path).filter(|_| !ty.is_read_only(path)).cloned(),
            _ => at(&node.properties, path)
                .cloned()
                .or_else(|| existing::arn(self.program, node, ty, path, later.origin())),
        }
    }

    /// What reads an attribute.
    pub(super) fn attribute(&mut self, of: &Address, path: &Arc<str>, later: &Later) -> Option<Leaf> {
        let graph = self.program.graph();
        let found = graph.number(of).and_then(|number| Some((number, graph.node(number)?)));
        let Some((number, node)) = found else {
            let finding = unspelt_value::later(&self.site(), &later.to_string(), "the program has no such resource");
            return self.fail(finding);
        };
        let open = self.program.input.options.keep_params;
        if open && matches!(node.mode, Mode::Existing | Mode::Implicit) && !self.program.is_resource(number) {
            return Some(self.asked(number, path));
        }
        if !self.is_readable(number, node, later) {
            return None;
        }
        if let Some(leaf) = self.generated(number, node, path) {
            return Some(leaf);
        }
        let Some((ty, way)) = self.program.way(number, path) else {
            let finding = unreadable_attribute::finding(&self.site(), of, path, later);
            return self.fail(finding);
        };
        let own = leaf(ty, &self.program.id(number), path, way);
        Some(match self.program.layout.template(number) {
            Some(template) if template == self.template => {
                self.refers.push((number, Arc::clone(path)));
                own
            }
            Some(template) => self.elsewhere(template, number, path, &own),
            None => return None,
        })
    }

    /// What Secrets Manager makes up: a reference that CloudFormation resolves where the value is needed, and never shows.
    ///
    /// AWS CloudFormation User Guide, "Get a secret or secret value from Secrets Manager".
    fn generated(&mut self, number: usize, node: &Node, path: &Arc<str>) -> Option<Leaf> {
        let made_up =
            &*node.ty == "aws.secretsmanager.Secret" && &**path == "SecretString" && node.mode == Mode::Managed;
        let here = self.program.layout.template(number) == Some(self.template);
        if !made_up || !here || self.at.encoded {
            return None;
        }
        self.refers.push((number, Arc::from("Id")));
        let id = self.program.id(number);
        let text = format!("{{{{resolve:secretsmanager:${{{}}}:SecretString}}}}", &*id);
        Some(Leaf {
            tree: Tree::call("Fn::Sub", Tree::text(text)),
            inline: None,
            kind: Kind::Text,
            safe: needs_no_escape(node),
        })
    }

    /// An attribute of something that exists, which whoever makes the stack says.
    fn asked(&mut self, number: usize, path: &Arc<str>) -> Leaf {
        let name = self.parameter(Key::Import(number, Arc::clone(path)));
        match self.ty(number) {
            Some(ty) => {
                let own = leaf(ty, &name, path, Way::Reference);
                Leaf { tree: Tree::call("Ref", Tree::Text(name.clone())), inline: Some(name.to_string()), ..own }
            }
            None => reference(&name, Kind::Text, false),
        }
    }

    /// Whether a node is a resource of some template; reports why not.
    fn is_readable(&mut self, number: usize, node: &Node, later: &Later) -> bool {
        if self.program.is_resource(number) {
            return true;
        }
        let site = self.site();
        let path = match later.from() {
            From::Attribute { path, .. } => Arc::clone(path),
            _ => Arc::default(),
        };
        let finding = match node.mode {
            Mode::Managed | Mode::Read => {
                outside_of_template::finding(&site, &node.address, &node.ty, node.span, later)
            }
            Mode::Existing | Mode::Implicit => {
                unknown_of_existing::finding(&site, &node.address, &path, node.span, later)
            }
        };
        self.findings.push(finding);
        false
    }

    /// An attribute of a node in another template.
    fn elsewhere(&mut self, template: usize, number: usize, path: &Arc<str>, own: &Leaf) -> Leaf {
        let name = self.names.of(&Key::Import(number, Arc::clone(path)), &self.program.ids);
        let layout = &self.program.layout;
        if let Some(stack) = layout.stack_in(template, self.template) {
            self.reads.insert((number, Arc::clone(path)));
            return output(stack, &name, own);
        }
        self.parameter(Key::Import(number, Arc::clone(path)));
        Leaf { tree: Tree::call("Ref", Tree::Text(name.clone())), inline: Some(name.to_string()), ..own.clone() }
    }
}

/// An output of a stack that the template holds; lists are handed over as one text.
fn output(stack: &Name, name: &Name, own: &Leaf) -> Leaf {
    let path = format!("Outputs.{}", &**name);
    let inline = format!("{}.{path}", &**stack);
    let text = Tree::call("Fn::GetAtt", Tree::List(vec![Tree::Text(stack.clone()), Tree::text(path)]));
    match own.kind {
        Kind::List => {
            let tree = Tree::call("Fn::Split", Tree::List(vec![Tree::text(","), text]));
            Leaf { tree, inline: None, ..own.clone() }
        }
        _ => Leaf { tree: text, inline: Some(inline), ..own.clone() },
    }
}

/// The part of a record at a dotted path.
fn at<'v>(properties: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(properties, |value, step| match value {
        Value::Record(record) => record.get(step),
        Value::List(values) => values.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Whether what Secrets Manager makes up for a secret holds nothing that a document would have to escape.
fn needs_no_escape(secret: &Node) -> bool {
    let Value::Record(properties) = &secret.properties else { return false };
    let Some(Value::Record(how)) = properties.get("GenerateSecretString") else { return false };
    let shaped = how.get("SecretStringTemplate").is_some() || how.get("GenerateStringKey").is_some();
    let without = |c: char| matches!(how.get("ExcludeCharacters"), Some(Value::Text(left_out)) if left_out.contains(c));
    let plain = how.get("ExcludePunctuation") == Some(&Value::Bool(true)) || without('"') && without('\\');
    plain && !shaped
}
