use std::collections::BTreeMap;

use cloudc_base::path::folder;
use cloudc_base::value::{Record, Value};
use cloudc_base::{Span, WorldError};

use super::call::{Call, short};
use super::function::{Function, Param, Takes};
use super::read_yaml::{Unread, documents};
use crate::cost;
use crate::mistakes::bad_call;
use crate::program::Eval;

/// What a file of manifests ends with.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// The objects of Kubernetes that a file, or all files of a folder, say.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text)],
    gives: "[{Any}]",
    run: |call| {
        let span = call.at("path");
        let mut taken = Taken::default();
        for path in paths(call)? {
            let text = match call.program.world.read(&path) {
                Ok(text) => text,
                Err(error) => return call.unread("path", &error),
            };
            call.program.pay(text.len() as u64, span)?;
            let documents = match documents(&text) {
                Ok(documents) => documents,
                Err(wrong) => return call.refuse("path", said(&path, &wrong)),
            };
            for (number, document) in documents.into_iter().enumerate() {
                call.program.pay(cost::size(&document), span)?;
                take(call, document, (&path, number + 1, span), &mut taken)?;
            }
        }
        Ok(Value::list(taken.objects))
    },
};

/// What is taken so far.
#[derive(Default)]
struct Taken {
    objects: Vec<Value>,
    /// Where each stands, by group, kind, namespace and name: number of the document, and file.
    places: BTreeMap<[String; 4], (usize, String)>,
}

/// The files of a call: the one that it names, or those of the folder that it names, sorted.
fn paths(call: &mut Call<'_, '_>) -> Eval<Vec<String>> {
    let path = call.path("path")?;
    let all = match call.program.world.list(&path) {
        Ok(all) => all,
        Err(WorldError::Missing(path)) => return call.missing("path", &path, "file or folder"),
        Err(error) => return call.unread("path", &error),
    };
    if all == [path.as_str()] {
        return Ok(all);
    }
    // A hidden file is an editor's.
    let hidden = |file: &str| file.split('/').any(|part| part.starts_with('.'));
    let inside = |file: &String| file.strip_prefix(&path).is_some_and(|rest| !hidden(rest.trim_start_matches('/')));
    let files: Vec<String> =
        all.into_iter().filter(|file| ENDINGS.iter().any(|ending| file.ends_with(ending)) && inside(file)).collect();
    if files.is_empty() {
        return call.refuse("path", format!("no file below {} ends with `.yaml`, `.yml` or `.json`", short(&path)));
    }
    Ok(files)
}

/// Takes what a document holds: an object, the items of a list of them, or nothing.
fn take(call: &mut Call<'_, '_>, document: Value, at: (&str, usize, Span), into: &mut Taken) -> Eval<()> {
    let (path, number, span) = at;
    let Value::Record(object) = &document else {
        if document == Value::Null {
            return Ok(());
        }
        return call
            .refuse("path", format!("document {number} of {} is a {}, no object", short(path), document.kind()));
    };
    if let (Some(Value::List(items)), Some(Value::Text(kind))) = (object.get("items"), object.get("kind"))
        && kind.ends_with("List")
    {
        return items.iter().try_for_each(|item| take(call, item.clone(), at, into));
    }
    let missing = ["apiVersion", "kind"].into_iter().find(|part| !matches!(object.get(part), Some(Value::Text(_))));
    if let Some(part) = missing {
        let why = format!("document {number} of {} does not say its `{part}`", short(path));
        let finding = bad_call::value(span, why);
        let kustomize = path.rsplit('/').next().is_some_and(|name| name.starts_with("kustomization"));
        let finding = match kustomize {
            true => finding.help(format!("name what `{}` is about file by file, or leave it out", folder(path))),
            false => finding.help("an object of Kubernetes has `apiVersion`, `kind` and `metadata`"),
        };
        return call.fail(finding);
    }
    let Some(key) = named(object) else {
        let finding = bad_call::value(span, format!("document {number} of {} has no name", short(path)));
        return call.fail(finding.help(
            "say `metadata.name`: an object is found again by it, and by no name that is made up anew each time",
        ));
    };
    let [_, kind, _, name] = &key;
    let shown = format!("`{kind}/{name}`");
    if let Some((first, file)) = into.places.insert(key, (number, path.to_owned())) {
        let why = format!(
            "document {number} of {} is {shown} again, which document {first} of {} is",
            short(path),
            short(&file)
        );
        return call.refuse("path", why);
    }
    into.objects.push(document);
    Ok(())
}

/// Group, kind, namespace and name of an object; none without a name.
fn named(object: &Record) -> Option<[String; 4]> {
    let text = |value: Option<&Value>| match value {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let Some(Value::Record(metadata)) = object.get("metadata") else { return None };
    let version = text(object.get("apiVersion"))?;
    let group = version.split_once('/').map_or("", |(group, _)| group).to_owned();
    Some([
        group,
        text(object.get("kind"))?,
        text(metadata.get("namespace")).unwrap_or_default(),
        text(metadata.get("name"))?,
    ])
}

fn said(path: &str, wrong: &Unread) -> String {
    match wrong {
        Unread::Text(line, why) => format!("{} is no YAML in line {line}: {why}", short(path)),
        Unread::Much => format!("{} is larger than what a program takes in", short(path)),
    }
}
