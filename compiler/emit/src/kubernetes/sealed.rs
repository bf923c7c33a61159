//! Secrets: objects with something in them that nobody may write into a file.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};

use super::contract::{Contract, Taker};
use super::name::text;
use super::object::{metadata, object, properties};
use super::program::Program;
use super::scope::Scope;
use super::text::{Form, Piece, merged};
use crate::LaterValues;
use crate::mistakes::{later_value, unspelt_value};
use crate::tree::{Map, Tree};

/// A Secret that is made by somebody else: a person, or the External Secrets Operator.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    /// `Opaque`, or what else it says.
    pub(super) kind: String,
    /// The texts by their keys, sorted.
    pub(super) entries: Vec<(String, Vec<Piece>)>,
}

/// Whether an object is a Secret with something secret in it.
pub(super) fn is_sealed(node: &cloudc_graph::Node) -> bool {
    &*node.ty == "k8s.core.v1.Secret" && node.properties.is_secret()
}

impl Scope<'_, '_> {
    /// A Secret with something secret in it; `None` if a part of it cannot be said, which has been reported.
    pub(super) fn sealed(&mut self) -> Option<Sealed> {
        let mut entries = Vec::new();
        let mut whole = true;
        for property in ["data", "stringData"] {
            let Some(Value::Record(record)) = properties(self.node)?.get(property) else { continue };
            self.at_property(property);
            for (key, value) in record.iter().filter(|(_, value)| **value != Value::Null) {
                match self.entry(property, key, value) {
                    Some(pieces) => entries.push((key.to_string(), pieces)),
                    None => whole = false,
                }
            }
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let name = self.named(&["metadata", "name"]);
        let (namespace, kind) = (self.said(&["metadata", "namespace"])?, self.said(&["type"])?);
        let kind = kind.unwrap_or_else(|| "Opaque".to_owned());
        whole.then_some(Sealed { name: name?, namespace, kind, entries })
    }

    /// A text of a Secret; what `data` encodes is given as it is before.
    fn entry(&mut self, property: &str, key: &str, value: &Value) -> Option<Vec<Piece>> {
        let value = match (property, value) {
            ("data", Value::Later(later)) => self.decoded(later, key)?,
            ("data", _) => return self.encoded(key),
            (_, value) => value.clone(),
        };
        let mut pieces = Vec::new();
        self.below(property, |scope| scope.below(key, |scope| scope.pieces(&value, &mut pieces)))?;
        let pieces = merged(pieces);
        let place = format!("{}.{key}", self.node.address);
        self.refused(&pieces, &format!("{property}.{key}"))?;
        self.contract.uses(&pieces, &place, Taker::Secret);
        Some(pieces)
    }

    /// What `base64(..)` encodes.
    fn decoded(&mut self, later: &Arc<Later>, key: &str) -> Option<Value> {
        match later.from() {
            From::Call { function: "base64", arguments } => arguments.first().cloned(),
            _ => self.encoded(key),
        }
    }

    fn encoded<T>(&mut self, key: &str) -> Option<T> {
        let finding = unspelt_value::manifest(&self.site(), &format!("data.{key}"), "it is encoded already");
        self.fail(finding.help("write it as it is, into `stringData`"))
    }

    /// Names each later value where there is no way for them.
    fn refused(&mut self, pieces: &[Piece], place: &str) -> Option<()> {
        if self.program.input.options.later != LaterValues::Refused {
            return Some(());
        }
        let mut any = false;
        for piece in pieces {
            let Piece::Leaf(leaf) = piece else { continue };
            let Some(later) = self.contract.values.get(leaf.value).map(|value| Arc::clone(&value.later)) else {
                continue;
            };
            let finding = later_value::finding(&self.site(), &self.node.address, place, &later);
            self.findings.push(finding);
            any = true;
        }
        (!any).then_some(())
    }
}

/// The store of AWS Secrets Manager, as the External Secrets Operator knows it.
pub(super) const SECRETS_MANAGER: &str = "aws-secrets-manager";
/// The store of AWS Systems Manager's parameters.
pub(super) const PARAMETER_STORE: &str = "aws-parameter-store";

/// Where the External Secrets Operator finds a value: the store, the key, and one entry of a secret in JSON.
pub(super) fn remote(program: &Program<'_>, key: &str, later: &Later) -> (&'static str, String, Option<String>) {
    match later.from() {
        From::Secret(reference) => match reference.split_once(':') {
            Some(("secretsmanager", rest)) => {
                let (id, entry) = rest.split_once('#').map_or((rest, None), |(id, entry)| (id, Some(entry)));
                (SECRETS_MANAGER, id.to_owned(), entry.map(str::to_owned))
            }
            Some(("ssm", path)) => (PARAMETER_STORE, path.to_owned(), None),
            _ => handed_over(program, key),
        },
        From::Attribute { of, path } if **path == *"SecretString" => {
            let name = program.graph().find(of).and_then(|node| text(&node.properties, &["Name"]));
            name.map_or_else(|| handed_over(program, key), |name| (SECRETS_MANAGER, name.to_owned(), None))
        }
        _ => handed_over(program, key),
    }
}

/// A parameter that whoever makes the rest of the program writes.
fn handed_over(program: &Program<'_>, key: &str) -> (&'static str, String, Option<String>) {
    (PARAMETER_STORE, format!("/{}/later/{key}", program.app()), None)
}

/// An `ExternalSecret`, which makes the Secret: <https://external-secrets.io/latest/api/externalsecret/>.
pub(super) fn external(program: &Program<'_>, contract: &Contract, sealed: &Sealed) -> Map {
    let labels = |map: Map| match map.get("labels") {
        Some(labels) => Map::default().with("labels", labels.clone()),
        None => Map::default(),
    };
    let meta = metadata(program, &sealed.name, sealed.namespace.as_deref());
    let texts = sealed
        .entries
        .iter()
        .fold(Map::default(), |texts, (key, pieces)| texts.with(key.clone(), Tree::text(template(contract, pieces))));
    let template = Map::default()
        .with("type", Tree::text(sealed.kind.clone()))
        .with("metadata", Tree::Map(labels(meta.clone())))
        .with("data", Tree::Map(texts));
    let target = Map::default()
        .with("name", Tree::text(sealed.name.clone()))
        .with("creationPolicy", Tree::text("Owner"))
        .with("template", Tree::Map(template));
    let spec = Map::default()
        .with("refreshInterval", Tree::text("1h0m0s"))
        .with("secretStoreRef", Tree::Map(store(SECRETS_MANAGER)))
        .with("target", Tree::Map(target))
        .with("data", Tree::List(data(program, contract, sealed)));
    object("external-secrets.io/v1", "ExternalSecret", meta).with("spec", Tree::Map(spec))
}

fn store(name: &'static str) -> Map {
    Map::default().with("kind", Tree::text("ClusterSecretStore")).with("name", Tree::text(name))
}

fn data(program: &Program<'_>, contract: &Contract, sealed: &Sealed) -> Vec<Tree> {
    let mut numbers: Vec<usize> = sealed.entries.iter().flat_map(|(_, pieces)| leaves(pieces)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let values = numbers.into_iter().filter_map(|number| contract.values.get(number));
    let entry = |value: &super::contract::Value| {
        let (from, key, property) = remote(program, &value.key, &value.later);
        let property = property.map(Tree::text);
        let remote = Map::default().with("key", Tree::text(key)).with_some("property", property);
        let source = Map::default().with("storeRef", Tree::Map(store(from)));
        let map = Map::default()
            .with("secretKey", Tree::text(value.key.clone()))
            .with("remoteRef", Tree::Map(remote))
            .with_some("sourceRef", (from != SECRETS_MANAGER).then_some(Tree::Map(source)));
        Tree::Map(map)
    };
    values.map(entry).collect()
}

/// The numbers of the later values in a text.
pub(super) fn leaves(pieces: &[Piece]) -> impl Iterator<Item = usize> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Leaf(leaf) => Some(leaf.value),
        Piece::Text(_) => None,
    })
}

/// A text as a template of Go: what stands in a document between quotes is escaped as JSON, and YAML, want it.
fn template(contract: &Contract, pieces: &[Piece]) -> String {
    pieces.iter().fold(String::new(), |mut text, piece| {
        match piece {
            Piece::Text(known) => text.push_str(&known.replace("{{", "{{ \"{{\" }}")),
            Piece::Leaf(leaf) => text.push_str(&filled_in(contract.key(leaf), &leaf.form)),
        }
        text
    })
}

/// What a template writes in the place of a value.
fn filled_in(key: &str, form: &Form) -> String {
    match form {
        Form::Plain => format!("{{{{ .{key} }}}}"),
        Form::Quoted => format!("{{{{ .{key} | toJson | {} }}}}", r#"trimPrefix "\"" | trimSuffix "\"""#),
        Form::List(between) => {
            // A text always has a spelling in JSON, which Go reads alike.
            let between = serde_json::to_string(&**between).unwrap_or_default();
            format!("{{{{ .{key} | splitList {between} | toJson }}}}")
        }
    }
}
