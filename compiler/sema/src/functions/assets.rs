//! Folders of the program that are uploaded, or that something to be uploaded is made of (D42, E11).

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_base::WorldError;
use cloudc_base::value::{From, Later, Value};
use cloudc_graph::{Asset, Recipe};
use sha2::{Digest, Sha256};

use super::call::{Call, short};
use super::excluded::{Excluded, MAX_PATTERNS};
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
    /// Relative to the folder, sorted: a list of texts, made once for all calls.
    files: Value,
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
        ("files", found.files.clone()),
    ]))
}

/// Reads a folder for the first time.
fn read(call: &mut Call<'_, '_>, question: &Question) -> Eval<Arc<Found>> {
    let files = files(call, question)?;
    let hash = hash(call, question, &files)?;
    let list = Value::list(files.iter().map(|file| Value::Text(Arc::clone(file))));
    let found = Arc::new(Found { hash, files: list });
    let assets = &mut call.program.assets;
    let key = format!("{}.zip", found.hash);
    if assets.list.iter().all(|asset| *asset.key != *key) {
        let (key, path) = (key.into(), question.folder.as_str().into());
        assets.list.push(Asset { key, path, files, recipe: question.recipe.clone() });
    }
    assets.known.insert(question.clone(), Arc::clone(&found));
    Ok(found)
}

/// The files of a folder that are not left out, relative to it, sorted.
fn files(call: &mut Call<'_, '_>, question: &Question) -> Eval<Vec<Arc<str>>> {
    let excluded = excluded(call, question)?;
    let all = match call.program.world.list(&question.folder) {
        Ok(all) => all,
        Err(WorldError::Missing(path)) => return call.missing("path", &path, "folder"),
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

/// What the call leaves out.
fn excluded(call: &mut Call<'_, '_>, question: &Question) -> Eval<Excluded> {
    let patterns = &question.exclude;
    if patterns.len() > MAX_PATTERNS || patterns.iter().any(|pattern| pattern.len() > MAX_PATTERNS) {
        let why = format!("there are at most {MAX_PATTERNS} patterns, of at most {MAX_PATTERNS} bytes each");
        return call.refuse("exclude", why);
    }
    Excluded::new(patterns).or_else(|index| {
        let at = call.given("exclude").map_or(call.span, |given| given.element(index));
        let pattern = patterns.get(index).map(|pattern| short(pattern)).unwrap_or_default();
        let finding = bad_call::value(at, format!("{pattern} is no pattern"));
        call.fail(finding.help("a name such as `*.test.js` or `fixtures`, or a path such as `docs/*.md`"))
    })
}

/// What an asset is, in one number: the names of its files and what is in them, each with its length before it, in order;
/// and what is made of them.
fn hash(call: &mut Call<'_, '_>, question: &Question, files: &[Arc<str>]) -> Eval<String> {
    let mut hash = Sha256::new();
    // The first word changes when an archive is made otherwise of the same files.
    add(&mut hash, b"cloudc asset 1");
    if let Some(recipe) = &question.recipe {
        add(&mut hash, recipe.command.as_bytes());
        add(&mut hash, recipe.output.as_deref().unwrap_or_default().as_bytes());
    }
    let mut left = MAX_BYTES;
    for file in files {
        let bytes = contents(call, question, file)?;
        let Some(rest) = left.checked_sub(bytes.len() as u64) else {
            return call.unread("path", &WorldError::TooLarge(question.folder.clone()));
        };
        left = rest;
        add(&mut hash, file.as_bytes());
        add(&mut hash, &bytes);
    }
    Ok(hex(&hash.finalize()))
}

fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

/// What is in a file. Reading costs, so that a program that reads without end is stopped.
fn contents(call: &mut Call<'_, '_>, question: &Question, file: &str) -> Eval<Arc<[u8]>> {
    let path = if question.folder.is_empty() { file.to_owned() } else { format!("{}/{file}", question.folder) };
    match call.program.world.read_bytes(&path) {
        Ok(bytes) => {
            call.program.pay(bytes.len() as u64 / 1024, call.span)?;
            Ok(bytes)
        }
        Err(error) => call.unread("path", &error),
    }
}
