//! Every case of every page in `tests/suites/meaning` is a test: what a program means, and what is found in it.
//!
//! A case is a heading with blocks:
//!
//! - `cld`: the root file, `main.cld`; `cld worker.cld`, `text scripts/init.sh`: files beside it. The nouns in
//!   `tests/suites/meaning/parts` are there as well, as `parts/site.cld` and so on
//! - `args`: what the run is asked for beside the program: `--set NAME=VALUE`, `--rules FILE`
//! - `eval`: lines `EXPRESSION => VALUE`, as `cloudc eval` prints values
//! - `graph`: the whole graph; see `graph.rs`
//! - `nodes`: all nodes of the types that it names, without their addresses and order; see `nodes.rs`
//! - `order`: which node comes before which other, whatever stands between; see `order.rs`
//! - `findings`: what is found, a line each; without the block nothing may be found. See `findings.rs`
//! - `unset`: the params of the program that stand-ins were made for, a line each
//!
//! A line `skip: REASON` under the heading says that the compiler does not do that yet. Such a case must not hold: one that
//! does is an error, so that no gap is listed that is none. `skip: crash REASON` is for what ends the process: it runs in
//! one of its own.

mod case;
mod findings;
mod graph;
mod nodes;
mod order;
mod program;

use std::path::Path;
use std::process::ExitCode;

use case::Meaning;
use cloudc_tests::markdown::{cases, rewritten};
use cloudc_tests::{expect, files, root};
use libtest_mimic::{Arguments, Failed, Trial};

const PAGES: &str = "tests/suites/meaning";

/// Set in the process of a single case.
const ALONE: &str = "CLOUDC_MEANING_ALONE";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let parts = case::parts(&root().join(PAGES).join("parts"));
    if expect::blessing() {
        files(PAGES, "md").iter().for_each(|path| bless(path, &parts));
    }
    let mut skipped = Vec::new();
    let mut trials = Vec::new();
    for path in files(PAGES, "md") {
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        let folder = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for case in cases(&page) {
            let name =
                format!("{folder}: {}", case.name.split_once(" / ").map_or(case.name.as_str(), |(_, name)| name));
            if let Some(reason) = &case.skip {
                skipped.push(format!("{name}: {reason}"));
            }
            let parts = parts.clone();
            trials
                .push(Trial::test(name.clone(), move || run(&name, &Meaning::new(case, &parts)).map_err(Failed::from)));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        eprintln!("{} cases are known not to hold yet:", skipped.len());
        skipped.iter().for_each(|line| eprintln!("  {line}"));
    }
    conclusion.exit_code()
}

/// Whether a case holds; one that is skipped must not.
fn run(name: &str, meaning: &Meaning) -> Result<(), String> {
    let Some(reason) = &meaning.case.skip else { return meaning.holds() };
    let holds = match (reason.starts_with("crash "), std::env::var_os(ALONE)) {
        (_, Some(_)) => return meaning.holds(),
        (true, None) => holds_alone(name),
        (false, None) => meaning.holds().is_ok(),
    };
    if holds { Err("it holds now: take the line `skip:` away".to_owned()) } else { Ok(()) }
}

/// Whether a case holds in a process of its own, which may end in whatever way.
fn holds_alone(name: &str) -> bool {
    let command = std::env::current_exe().map(std::process::Command::new);
    let output = command.and_then(|mut command| command.args(["--exact", name]).env(ALONE, "1").output());
    output.is_ok_and(|output| output.status.success())
}

/// Rewrites what a page expects to what there is, but for the cases that are skipped.
fn bless(path: &Path, parts: &[(String, String)]) {
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let cases = cases(&page).into_iter().filter(|case| case.skip.is_none());
    let replacements: Vec<_> = cases.flat_map(|case| Meaning::new(case, parts).blessed()).collect();
    if let Err(problem) = expect::file(path, &rewritten(&page, &replacements)) {
        eprintln!("{problem}");
    }
}
