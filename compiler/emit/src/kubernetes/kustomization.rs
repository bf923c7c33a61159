//! What Kustomize reads: <https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>.

use rustc_hash::FxHashMap;

use super::contract::Contract;
use super::object::{Doc, Id};
use super::scope::Field;
use super::text::{Form, Leaf, Piece, cuts};
use crate::tree::{Map, Tree};

/// The map that somebody writes the values into; it is no part of what is applied.
pub(super) const LATER: &str = "cloudc-later";
/// Its file.
pub(super) const LATER_FILE: &str = "later.yaml";

/// A field that a value is put into.
struct Target {
    key: String,
    id: Id,
    path: String,
    /// What the field is split at, and which part the value is; none for all of it.
    cut: Option<(char, usize)>,
}

/// All fields that are filled, and the map that they are filled from.
pub(super) struct Filled {
    targets: Vec<Target>,
}

impl Filled {
    /// How the fields of these objects are filled; texts that are filled as a whole are added to the contract.
    pub(super) fn of<'d>(docs: impl Iterator<Item = &'d Doc>, contract: &mut Contract) -> Filled {
        let mut targets = Vec::new();
        for doc in docs {
            for field in &doc.fields {
                targets.extend(of_field(&doc.id(), field, contract));
            }
        }
        Filled { targets }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The map with what is to be filled in.
    pub(super) fn map(&self, contract: &Contract) -> Map {
        let mut keys: Vec<&str> = self.targets.iter().map(|target| target.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let data = keys.into_iter().fold(Map::default(), |data, key| {
            let text = contract.texts.iter().find(|(known, _)| known == key);
            let text = text.map_or_else(|| format!("LATER_{key}"), |(_, pieces)| contract.marked(pieces));
            data.with(key.to_owned(), Tree::text(text))
        });
        let local = Map::default().with("config.kubernetes.io/local-config", Tree::text("true"));
        let metadata = Map::default().with("name", Tree::text(LATER)).with("annotations", Tree::Map(local));
        super::object::object("v1", "ConfigMap", metadata).with("data", Tree::Map(data))
    }

    fn replacements(&self) -> Vec<Tree> {
        // Several parts of a field are filled from its end, so each has its own entry; whole fields of a key share one.
        let mut entries: Vec<(&str, Vec<&Target>)> = Vec::new();
        let mut whole: FxHashMap<&str, usize> = FxHashMap::default();
        for target in &self.targets {
            let shared = whole.get(target.key.as_str()).filter(|_| target.cut.is_none());
            match shared.and_then(|&place| entries.get_mut(place)) {
                Some((_, targets)) => targets.push(target),
                None => {
                    if target.cut.is_none() {
                        whole.insert(&target.key, entries.len());
                    }
                    entries.push((&target.key, vec![target]));
                }
            }
        }
        entries.into_iter().map(|(key, targets)| entry(key, &targets)).collect()
    }
}

fn of_field(id: &Id, field: &Field, contract: &mut Contract) -> Vec<Target> {
    let path = field_path(&field.path);
    let target = |key: String, cut| Target { key, id: id.clone(), path: path.clone(), cut };
    if let [Piece::Leaf(leaf @ Leaf { form: Form::Plain, .. })] = field.pieces.as_slice() {
        return vec![target(contract.key(leaf).to_owned(), None)];
    }
    if let Some(cuts) = cuts(&field.pieces, |leaf| contract.mark(leaf)) {
        let each = |cut: super::text::Cut| {
            let key = contract.key(&cut.leaf).to_owned();
            target(key, Some((cut.delimiter, cut.index)))
        };
        return cuts.into_iter().map(each).collect();
    }
    let last = field.path.last().map_or("", String::as_str);
    let key = contract.whole(&format!("{}_{}_{last}", id.kind, id.name), &field.pieces);
    vec![target(key, None)]
}

/// The way to a field; dots in names are escaped.
fn field_path(path: &[String]) -> String {
    path.iter().map(|step| step.replace('.', "\\.")).collect::<Vec<_>>().join(".")
}

fn entry(key: &str, targets: &[&Target]) -> Tree {
    let source = Map::default()
        .with("kind", Tree::text("ConfigMap"))
        .with("name", Tree::text(LATER))
        .with("fieldPath", Tree::text(format!("data.{key}")));
    let targets = targets.iter().map(|target| Tree::Map(of_target(target))).collect();
    Tree::Map(Map::default().with("source", Tree::Map(source)).with("targets", Tree::List(targets)))
}

fn of_target(target: &Target) -> Map {
    let (group, version) = target.id.api_version.split_once('/').unwrap_or(("", &target.id.api_version));
    let text = |text: &str| (!text.is_empty()).then(|| Tree::text(text.to_owned()));
    let select = Map::default()
        .with_some("group", text(group))
        .with_some("version", text(version))
        .with_some("kind", text(&target.id.kind))
        .with_some("name", text(&target.id.name))
        .with_some("namespace", target.id.namespace.as_deref().and_then(text));
    let options = target.cut.map(|(delimiter, index)| {
        let index = i64::try_from(index).unwrap_or_default();
        Tree::Map(Map::default().with("delimiter", Tree::text(delimiter.to_string())).with("index", Tree::Int(index)))
    });
    Map::default()
        .with("select", Tree::Map(select))
        .with("fieldPaths", Tree::texts([target.path.clone()]))
        .with_some("options", options)
}

/// The file: what is applied, in this order, and how it is filled.
pub(super) fn kustomization(files: &[String], filled: &Filled) -> Map {
    let order = Map::default().with("order", Tree::text("fifo"));
    let later = (!filled.is_empty()).then(|| LATER_FILE.to_owned());
    let replacements = (!filled.is_empty()).then(|| Tree::List(filled.replacements()));
    Map::default()
        .with("apiVersion", Tree::text("kustomize.config.k8s.io/v1beta1"))
        .with("kind", Tree::text("Kustomization"))
        .with("sortOptions", Tree::Map(order))
        .with("resources", Tree::texts(files.iter().cloned().chain(later)))
        .with_some("replacements", replacements)
}
