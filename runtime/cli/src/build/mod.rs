//! Commands that make what is uploaded (E11): run by apply, once for the same files and the same command.
//!
//! What a command gives is kept in `.cloudc/built` beside the program under the key that the program knows it by.

mod copy;
mod gather;
mod runner;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use cloudc_compiler::Span;
use cloudc_compiler::emit::{holds, user};
use cloudc_compiler::graph::{Asset, Graph, Recipe};
use cloudc_durable::{Disk, Files};
use cloudc_engine::{Plan, What};
use serde_json::{Value as Json, json};

use crate::disk;
use crate::failure::Failure;
use crate::program::Program;

/// The folder of what was built, below the program's root.
const BUILT: &str = ".cloudc/built";

/// Something that a command makes.
#[derive(Debug, Clone)]
pub(crate) struct Build {
    asset: Asset,
    recipe: Recipe,
    /// Where the program uses it.
    pub(crate) span: Span,
}

impl Build {
    pub(crate) fn key(&self) -> &str {
        &self.asset.key
    }

    /// What people call it: the folder and the command.
    pub(crate) fn shown(&self) -> String {
        format!("`{}` by `{}`", self.asset.path, self.recipe.command)
    }

    pub(crate) fn json(&self) -> Json {
        json!({ "key": &*self.asset.key, "path": &*self.asset.path, "command": &*self.recipe.command })
    }
}

/// Everything that a program builds.
pub(crate) fn all(graph: &Graph) -> Vec<Build> {
    let assets = graph.assets().iter();
    let built = assets.filter_map(|asset| Some((asset, asset.recipe.clone()?)));
    built.map(|(asset, recipe)| Build { asset: asset.clone(), recipe, span: user(graph, asset) }).collect()
}

/// What of it a plan needs: what the resources name that it makes or changes.
pub(crate) fn needed(graph: &Graph, plan: &Plan) -> Vec<Build> {
    let mut needed = all(graph);
    if needed.is_empty() {
        return needed;
    }
    let makes = |what: What| matches!(what, What::Create | What::Update | What::Replace | What::ReplaceDeleteFirst);
    let steps = plan.steps.iter().filter(|step| makes(step.what));
    let made: BTreeSet<&str> = steps.map(|step| step.address.as_str()).collect();
    let nodes: Vec<_> = graph.nodes().iter().filter(|node| made.contains(node.address.to_string().as_str())).collect();
    needed.retain(|build| nodes.iter().any(|node| holds(&node.properties, build.key())));
    needed
}

/// What was built before of the same files by the same command.
pub(crate) fn kept(program: &Program, build: &Build) -> Option<Arc<[u8]>> {
    let files = Disk::new(program.root.join(BUILT));
    files.read(build.key()).ok().flatten().map(Arc::from)
}

/// Runs the command, unless that was done before, and keeps what it gives. Ctrl-C ends it, with all its children.
///
/// # Errors
/// It fails, takes too long, or gives nothing that can be uploaded.
pub(crate) async fn archive(program: &Program, build: &Build, json: bool) -> Result<Arc<[u8]>, Failure> {
    if let Some(kept) = kept(program, build) {
        return Ok(kept);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (root, since) = (program.root.clone(), program.read_at);
    let work = Work { root, build: build.clone(), json, stop: Arc::clone(&stop), since };
    say(json, build, "is built", &build.recipe.command);
    let mut task = tokio::task::spawn_blocking(move || work.run());
    let made = tokio::select! {
        made = &mut task => made,
        _ = tokio::signal::ctrl_c() => {
            stop.store(true, Ordering::Relaxed);
            task.await
        }
    };
    let made = made.unwrap_or_else(|error| Err(Broken::of(error.to_string())));
    let bytes = made.map_err(|broken| Failure::NotBuilt {
        folder: build.asset.path.to_string(),
        place: program.place(build.span),
        help: broken.help(&build.recipe.command),
        why: broken.why,
    })?;
    let files = Disk::new(program.root.join(BUILT));
    let wrong = |source| Failure::Unwritable { path: program.root.join(BUILT).display().to_string(), source };
    files.replace(build.key(), &bytes).map_err(wrong)?;
    Ok(bytes.into())
}

/// Tells how far a command has come.
fn say(json: bool, build: &Build, word: &str, text: &str) {
    let path = &*build.asset.path;
    match json {
        true => disk::print(&format!("{}\n", json!({ "event": "building", "path": path, "what": word, "text": text }))),
        false => disk::print(&format!("   {path} {word} {text}\n")),
    }
}

/// A command about to be run.
struct Work {
    root: PathBuf,
    build: Build,
    json: bool,
    stop: Arc<AtomicBool>,
    /// When the program was read: what was changed since is not what its key says.
    since: SystemTime,
}

/// Why nothing came of it.
#[derive(Debug)]
struct Broken {
    why: String,
    /// The last lines that the command printed.
    last: Vec<String>,
}

impl Broken {
    fn of(why: impl Into<String>) -> Broken {
        Broken { why: why.into(), last: Vec::new() }
    }

    fn help(&self, command: &str) -> String {
        match self.last.is_empty() {
            true => format!("the command is `{command}`; it runs in a fresh copy of the folder"),
            false => format!("`{command}` said last:\n{}", self.last.join("\n")),
        }
    }
}

impl Work {
    fn run(self) -> Result<Vec<u8>, Broken> {
        let wrong = |error: std::io::Error| Broken::of(format!("it cannot be copied: {error}"));
        let folder = tempfile::Builder::new().prefix("cloudc-build-").tempdir().map_err(wrong)?;
        let copy = folder.path().join("copy");
        copy::copy(&self.root.join(&*self.build.asset.path), &self.build.asset.files, &copy, self.since)?;
        runner::run(&self, &copy)?;
        gather::archive(&copy, self.build.recipe.output.as_deref().unwrap_or_default())
    }
}
