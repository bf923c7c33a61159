//! Whole programs about meaning: those in `tests/corpus/right` have no findings, those in `tests/corpus/meaning` exactly the
//! findings that their `NAME.expected` lists.
//!
//! A line of `NAME.expected` is `LINE: gist`, and stands for one finding on that line of the program, in whatever words.
//! `skip: REASON` as its first line says that the compiler does not do that yet; then the program must not hold, so
//! that no gap is listed that is none. For right programs such lines stand in `skips.txt`, as `NAME: REASON`. Files in
//! folders below are no programs; programs use them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudc_compiler::{Finding, MemoryWorld, Options, Sources};
use cloudc_tests::{files, root};
use libtest_mimic::{Arguments, Failed, Trial};

/// A program, what should be found in it, and why it is known not to hold yet.
struct Case {
    name: String,
    expected: Vec<String>,
    skip: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases =
        [("tests/corpus/meaning", cases("tests/corpus/meaning")), ("tests/corpus/right", cases("tests/corpus/right"))];
    let mut skipped = Vec::new();
    let mut trials = Vec::new();
    for (folder, cases) in cases {
        let world = world(folder);
        for case in cases {
            let name = format!("{folder}/{}", case.name);
            skipped.extend(case.skip.as_ref().map(|reason| format!("{name}: {reason}")));
            let world = world.clone();
            trials.push(Trial::test(name, move || run(&world, &case).map_err(Failed::from)));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        eprintln!("{} programs are known not to hold yet:", skipped.len());
        skipped.iter().for_each(|line| eprintln!("  {line}"));
    }
    conclusion.exit_code()
}

/// Whether a program holds; one that is skipped must not.
fn run(world: &MemoryWorld, case: &Case) -> Result<(), String> {
    match (holds(world, case), &case.skip) {
        (Ok(()), Some(_)) => Err("it holds now: take its `skip` away".to_owned()),
        (Err(_), Some(_)) => Ok(()),
        (result, None) => result,
    }
}

/// Whether exactly the expected lines have findings.
fn holds(world: &MemoryWorld, case: &Case) -> Result<(), String> {
    let file = format!("{}.cld", case.name);
    let compiled = cloudc_compiler::compile(world, &file, &Options::default()).map_err(|error| error.to_string())?;
    let checked = compiled.checked;
    let mut left: Vec<String> =
        checked.findings.iter().map(|finding| place(&checked.sources, &file, finding)).collect();
    let mut wrong = Vec::new();
    for line in &case.expected {
        let number = line.split_once(':').map_or(line.as_str(), |(number, _)| number);
        match left.iter().position(|found| found.split_once(':').is_some_and(|(found, _)| found == number)) {
            Some(index) => drop(left.remove(index)),
            None => wrong.push(format!("- {line}")),
        }
    }
    wrong.extend(left.iter().map(|line| format!("+ {line}")));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// A finding as `LINE:COLUMN CODE: message`; in another file its name comes first.
fn place(sources: &Sources, file: &str, finding: &Finding) -> String {
    let source = sources.get(finding.primary.span.file);
    let position = source.map(|source| source.position(finding.primary.span.start));
    let (line, column) = position.map_or((0, 0), |position| (position.line, position.column));
    let other = source.map(|source| source.name()).filter(|name| *name != file);
    let other = other.map(|name| format!("{name} ")).unwrap_or_default();
    format!("{other}{line}:{column} {}: {}", finding.code, finding.message)
}

/// The programs of a folder and what is expected of them.
fn cases(folder: &str) -> Vec<Case> {
    let skips = std::fs::read_to_string(root().join(folder).join("skips.txt")).unwrap_or_default();
    let skip =
        |name: &str| skips.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned);
    programs(folder)
        .iter()
        .map(|path| {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = std::fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
            let (mut expected, mut reason) = (Vec::new(), skip(&name));
            for line in text.lines() {
                match line.strip_prefix("skip: ") {
                    Some(why) => reason = Some(why.to_owned()),
                    None => expected.push(line.to_owned()),
                }
            }
            Case { name, expected, skip: reason }
        })
        .collect()
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let here = root().join(folder);
    files(folder, "cld").into_iter().filter(|path| path.parent() == Some(&here)).collect()
}

/// All files of a folder, as programs see them.
fn world(folder: &str) -> MemoryWorld {
    let here = root().join(folder);
    let mut world = MemoryWorld::new();
    for extension in ["cld", "txt", "sh", "mjs"] {
        for path in files(folder, extension) {
            let (Ok(name), Ok(text)) =
                (path.strip_prefix(&here).map(Path::to_path_buf), std::fs::read_to_string(&path))
            else {
                continue;
            };
            world = world.with(name.to_string_lossy(), text);
        }
    }
    world
}
