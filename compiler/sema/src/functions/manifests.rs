use cloudc_base::path::folder;
use cloudc_base::value::Value;
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
        let mut objects = Vec::new();
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
                take(call, document, (&path, number + 1, span), &mut objects)?;
            }
        }
        Ok(Value::list(objects))
    },
};

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
fn take(call: &mut Call<'_, '_>, document: Value, at: (&str, usize, Span), into: &mut Vec<Value>) -> Eval<()> {
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
    into.push(document);
    Ok(())
}

fn said(path: &str, wrong: &Unread) -> String {
    match wrong {
        Unread::Text(line, why) => format!("{} is no YAML in line {line}: {why}", short(path)),
        Unread::Much => format!("{} is larger than what a program takes in", short(path)),
    }
}
