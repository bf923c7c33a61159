//! Folders of the program that are uploaded, or that something to be uploaded is made of (D42, E11).

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_base::WorldError;
use cloudc_base::value::{From, Later, Value};
use cloudc_graph::{Asset, Recipe};
use sha2::{Digest, Sha256};

use super::call::{Call, short};
use super::cost;
use super::excluded::Excluded;
use super::sha256::hex;
use crate::mistakes::bad_call;
use crate::program::{Eval, Program};

/// The most files that an asset has, and the most bytes: beyond what any service takes.
const MAX_FILES: usize = 100_000;
const MAX_BYTES: u64 = 1 << 30;

/// The assets of a program.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Each once, by what is in it.
    pub(crate) list: Vec<Asset>,
    /// What has been read already.
    known: BTreeMap<Question, Arc<Found>>,
}

/// What is asked of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    folder: String,
    exclude: Vec<String>,
    recipe: Option<Recipe>,
}

/// What is in a folder.
#[derive(Debug)]
struct Found {
    /// Of names, contents and the recipe: SHA-256 in hexadecimal digits.
    hash: String,
    /// Relative to the folder, sorted.
    files: Vec<Arc<str>>,
}

impl Program<'_> {
    /// The assets that what has been evaluated needs.
    pub fn assets(&self) -> &[Asset] {
        &self.assets.list
    }
}

/// The asset of a call with `path` and `exclude`.
pub(super) fn asset(call: &mut Call<'_, '_>, recipe: Option<Recipe>) -> Eval {
    let folder = call.path("path")?;
    let exclude = call
        .list("exclude")
        .iter()
        .map(|pattern| if let Value::Text(text) = pattern { text.to_string() } else { String::new() })
        .collect();
    let question = Question { folder, exclude, recipe };
    let found = match call.program.assets.known.get(&question) {
        Some(found) => Arc::clone(found),
        None => read(call, &question)?,
    };
    let key = format!("{}.zip", found.hash);
    let bucket = Later::new(From::App("assets".into()), call.span).value();
    Ok(Value::record([
        ("path", Value::text(&question.folder)),
        ("hash", Value::text(&found.hash)),
        ("key", Value::text(key)),
        ("bucket", bucket),
        ("files", Value::list(found.files.iter().map(|file| Value::Text(Arc::clone(file))))),
    ]))
}

/// Reads a folder for the first time.
fn read(call: &mut Call<'_, '_>, question: &Question) -> Eval<Arc<Found>> {
    let files = files(call, question)?;
    let hash = hash(call, question, &files)?;
    let found = Arc::new(Found { hash, files });
    let assets = &mut call.program.assets;
    let key = format!("{}.zip", found.hash);
    if assets.list.iter().all(|asset| *asset.key != *key) {
        let (path, files) = (question.folder.as_str().into(), found.files.clone());
        assets.list.push(Asset { key: key.into(), path, files, recipe: question.recipe.clone() });
    }
    assets.known.insert(question.clone(), Arc::clone(&found));
    Ok(found)
}

/// The files of a folder that are not left out, relative to it, sorted.
fn files(call: &mut Call<'_, '_>, question: &Question) -> Eval<Vec<Arc<str>>> {
    let excluded = match Excluded::new(&question.exclude) {
        Ok(excluded) => excluded,
        Err(index) => return bad_pattern(call, question, index),
    };
    let all = match call.program.world.list(&question.folder) {
        Ok(all) => all,
        Err(error) => return call.unread("path", &error),
    };
    if all == [question.folder.as_str()] {
        return call.refuse("path", format!("{} is a file, and a folder is taken", short(&question.folder)));
    }
    let prefix = if question.folder.is_empty() { String::new() } else { format!("{}/", question.folder) };
    let names = all.iter().filter_map(|path| path.strip_prefix(&prefix));
    let mut files: Vec<Arc<str>> = names.filter(|name| !excluded.holds(name)).map(Arc::from).collect();
    files.sort();
    match files.len() {
        0 => call.refuse("path", format!("no file of {} is left to take", short(&question.folder))),
        1..=MAX_FILES => Ok(files),
        many => {
            call.refuse("path", format!("{} holds {many} files, and {MAX_FILES} are taken", short(&question.folder)))
        }
    }
}

fn bad_pattern<T>(call: &mut Call<'_, '_>, question: &Question, index: usize) -> Eval<T> {
    let at = call.given("exclude").map_or(call.span, |given| given.element(index));
    let pattern = question.exclude.get(index).map(|pattern| short(pattern)).unwrap_or_default();
    let finding = bad_call::value(at, format!("{pattern} is no pattern"));
    call.fail(finding.help("a name such as `*.test.js` or `fixtures`, or a path such as `docs/*.md`"))
}

/// What an asset is, in one number: the names of its files and what is in them, each with its length before it, in order;
/// and what is made of them.
fn hash(call: &mut Call<'_, '_>, question: &Question, files: &[Arc<str>]) -> Eval<String> {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    // The first word changes when an archive is made otherwise of the same files.
    add(b"cloudc asset 1");
    if let Some(recipe) = &question.recipe {
        add(recipe.command.as_bytes());
        add(recipe.output.as_deref().unwrap_or_default().as_bytes());
    }
    let mut left = MAX_BYTES;
    for file in files {
        let path = if question.folder.is_empty() { file.to_string() } else { format!("{}/{file}", question.folder) };
        let bytes = match call.program.world.read_bytes(&path) {
            Ok(bytes) => bytes,
            Err(error) => return call.unread("path", &error),
        };
        left = match left.checked_sub(bytes.len() as u64) {
            Some(left) => left,
            None => return call.unread("path", &WorldError::TooLarge(question.folder.clone())),
        };
        // Reading costs, so that a program that reads without end is stopped.
        cost::pay(call.program, bytes.len() as u64 / 1024, call.span)?;
        add(file.as_bytes());
        add(&bytes);
    }
    Ok(hex(&hash.finalize()))
}
