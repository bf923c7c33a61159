//! The types that nouns are told with: their own, and those that all programs can name.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use cloudc_base::FileId;
use cloudc_facts::library;
use cloudc_syntax::File;
use rustc_hash::FxBuildHasher;

use super::{PartDoc, written};
use crate::hir::{Item, ItemKind, Items, Path, TypeExpr, TypeKind};
use crate::lower::lower;

/// A type that a file declares, or that all nouns of the library share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDoc {
    /// Its name.
    pub name: String,
    /// Its declaration as it is written, with the lines of `///` before it.
    pub text: String,
    /// The fields of a record, each as a param is told, without the lines before it.
    pub fields: Vec<PartDoc>,
}

/// A place that declares types.
#[derive(Clone)]
pub(super) struct Place<'t> {
    items: Items,
    /// What the declarations are written in.
    pub(super) text: &'t str,
    /// Where each type stands among them.
    types: Arc<HashMap<Arc<str>, usize, FxBuildHasher>>,
}

impl<'t> Place<'t> {
    pub(super) fn new(items: &Items, text: &'t str) -> Place<'t> {
        let types = items.iter().enumerate().filter_map(|(index, item)| match &item.kind {
            ItemKind::Type { name, .. } => Some((Arc::clone(&name.text), index)),
            _ => None,
        });
        Place { types: Arc::new(types.collect()), items: Arc::clone(items), text }
    }

    /// The file of the library that declares a type which all programs can name.
    fn shared(name: &str) -> Option<Place<'static>> {
        let shared = library::shared(name)?;
        Some(Place::new(&lower(FileId::ROOT, &File::parse(shared.text)), shared.text))
    }

    /// The type that is declared here under a name.
    fn find(&self, name: &str) -> Option<(&Item, &TypeExpr)> {
        let item = self.items.get(*self.types.get(name)?)?;
        if let ItemKind::Type { ty, .. } = &item.kind { Some((item, ty)) } else { None }
    }
}

/// The types that types name, and those that they name, in the order in which they are met. They are looked up in places from
/// the innermost out, and then in what the library shares.
pub(super) fn types<'t>(from: impl Iterator<Item = &'t TypeExpr>, around: &[Place<'_>]) -> Vec<TypeDoc> {
    let mut met: HashSet<Arc<str>, FxBuildHasher> = HashSet::default();
    let mut open: VecDeque<(Path, Vec<Place<'_>>)> =
        from.flat_map(TypeExpr::named).map(|path| (path.clone(), around.to_vec())).collect();
    let mut found = Vec::new();
    while let Some((path, around)) = open.pop_front() {
        if !met.insert(Arc::clone(&path.text)) {
            continue;
        }
        let inner = around.iter().position(|place| place.find(&path.text).is_some());
        let places: Vec<Place<'_>> = match inner {
            Some(at) => around.get(at..).unwrap_or_default().to_vec(),
            None => Place::shared(&path.text).into_iter().collect(),
        };
        let Some(place) = places.first() else { continue };
        if let Some((item, ty)) = place.find(&path.text) {
            found.push(told(&path.text, item, ty, place.text));
            open.extend(ty.named().into_iter().map(|path| (path.clone(), places.clone())));
        }
    }
    found
}

/// What is told of a type that is declared in a text.
fn told(name: &str, item: &Item, ty: &TypeExpr, text: &str) -> TypeDoc {
    let about = item.doc.iter().flat_map(|doc| doc.lines()).map(|line| format!("/// {line}\n"));
    let whole = about.chain(text.get(item.span.range()).map(str::to_owned)).collect();
    let fields = if let TypeKind::Record(fields) = &ty.kind { fields.as_slice() } else { &[] };
    let fields = fields.iter().map(|field| PartDoc {
        form: "field",
        name: field.name.text.to_string(),
        ty: Some(written(text, field.ty.span)),
        default: field.default.as_ref().map(|default| written(text, default.span)),
        about: None,
    });
    TypeDoc { name: name.to_owned(), text: whole, fields: fields.collect() }
}
