//! What a file's nouns say of themselves: params, outputs, verbs and metrics, with their documentation.

mod types;

use std::sync::Arc;

use cloudc_base::Span;

pub use self::types::TypeDoc;
use self::types::{Place, types};
use crate::hir::{Item, ItemKind, Items};

/// A noun: a component, or a file, which is one too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NounDoc {
    /// How it is called; a file has the name of its path.
    pub name: String,
    /// The lines of `///` before it; for a file those before its `app`, else the lines of `//` that it begins with.
    pub about: Option<Arc<str>>,
    /// What it takes, in order.
    pub params: Vec<PartDoc>,
    /// What it shows to others, in order.
    pub faces: Vec<PartDoc>,
    /// The types that its params are made of, those of the language left out, in the order in which they are met.
    pub types: Vec<TypeDoc>,
}

/// A param, a field of a type, or something a noun shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartDoc {
    /// What it is: `param`, `field`, `output`, `verb`, `metric`, `operation`, or a word of the contract.
    pub form: &'static str,
    /// Its name, with the parameters of a metric.
    pub name: String,
    /// The type of a param or field.
    pub ty: Option<String>,
    /// The default of a param or field.
    pub default: Option<String>,
    /// The lines of `///` before it.
    pub about: Option<Arc<str>>,
}

/// The nouns of a file with this text: itself if it has params or shows something, then its components.
pub fn nouns(name: &str, items: &Items, text: &str) -> Vec<NounDoc> {
    let app = items.iter().find(|item| matches!(item.kind, ItemKind::App { .. }));
    let about = app.map_or_else(|| head(text), |app| app.doc.clone());
    let file = Place::new(items, text);
    let whole = noun(name, about, items, &file);
    let has_faces = !whole.params.is_empty() || !whole.faces.is_empty();
    let components = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Component { name, items } => Some(noun(&name.text, item.doc.clone(), items, &file)),
        _ => None,
    });
    has_faces.then_some(whole).into_iter().chain(components).collect()
}

/// The lines of `//` that a file begins with.
fn head(text: &str) -> Option<Arc<str>> {
    let is_remark = |line: &&str| line.starts_with("//") && !line.starts_with("///");
    let lines: Vec<&str> = text.lines().take_while(is_remark).map(|line| line.trim_start_matches('/').trim()).collect();
    (!lines.is_empty()).then(|| Arc::from(lines.join("\n")))
}

fn noun(name: &str, about: Option<Arc<str>>, items: &Items, file: &Place<'_>) -> NounDoc {
    let text = file.text;
    let mut noun = NounDoc { name: name.to_owned(), about, params: Vec::new(), faces: Vec::new(), types: Vec::new() };
    items.iter().for_each(|item| take(item, text, &mut noun));
    let params = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Param { ty, .. } => Some(&**ty),
        _ => None,
    });
    noun.types = types(params, &[Place::new(items, text), file.clone()]);
    noun
}

/// What is written somewhere, on one line.
fn written(text: &str, span: Span) -> String {
    text.get(span.range()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a declaration in; those in the branches of an `if` count once.
fn take(item: &Item, text: &str, noun: &mut NounDoc) {
    let written = |span| written(text, span);
    let about = || item.doc.clone();
    let face = |form: &'static str, name: String| PartDoc { form, name, ty: None, default: None, about: about() };
    let part = match &item.kind {
        ItemKind::Param { name, ty, default } => {
            let default = default.as_ref().map(|default| written(default.span));
            noun.params.push(PartDoc { ty: Some(written(ty.span)), default, ..face("param", name.text.to_string()) });
            return;
        }
        ItemKind::Output { name, .. } => face("output", name.text.to_string()),
        ItemKind::Verb { name, .. } => face("verb", name.text.to_string()),
        ItemKind::Operation { name, .. } => face("operation", name.text.to_string()),
        ItemKind::Metric { name, params, .. } if params.is_empty() => face("metric", name.text.to_string()),
        ItemKind::Metric { name, params, .. } => {
            let params: Vec<String> =
                params.iter().map(|param| format!("{}: {}", param.name.text, written(param.ty.span))).collect();
            face("metric", format!("{}({})", name.text, params.join(", ")))
        }
        ItemKind::Contract { word, .. } => face("contract", word.text.to_string()),
        ItemKind::If { branches, otherwise } => {
            let bodies = branches.iter().map(|(_, items)| items).chain(otherwise);
            bodies.flat_map(|items| items.iter()).for_each(|item| take(item, text, noun));
            return;
        }
        _ => return,
    };
    if noun.faces.iter().all(|known| known.name != part.name) {
        noun.faces.push(part);
    }
}
