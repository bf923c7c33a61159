//! The pages of the functions: every example is executed, and the overview is made of them.
#![allow(clippy::disallowed_methods, reason = "the pages are files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cloudc_base::MemoryWorld;
use cloudc_sema::{FunctionDoc, Program, functions};

/// A block of a page: the words behind its fence, and what is in it.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap_or_default()).collect()
}

/// The files that a page shows: blocks with a path behind the language.
fn world(page: &str) -> MemoryWorld {
    blocks(page).iter().fold(MemoryWorld::new(), |world, (info, text)| match info.split_once(' ') {
        Some((_, path)) => world.with(path, *text),
        None => world,
    })
}

/// The names of the `let`s of a program, and what stands behind `//` in their lines.
fn expectations(program: &str) -> Vec<(&str, &str)> {
    let lines = program.lines().filter_map(|line| line.strip_prefix("let "));
    lines
        .filter_map(|line| {
            Some((line.split([' ', ':']).next()?, line.rsplit_once("   // ").or(line.rsplit_once("  // "))?.1))
        })
        .collect()
}

#[test]
fn every_example_is_right() {
    let mut wrong = Vec::new();
    for function in functions() {
        let world = world(function.page);
        let mut checked = 0;
        for (_, program) in blocks(function.page).iter().filter(|(info, _)| *info == "cld") {
            let world = world.clone().with("main.cld", *program);
            let expected = expectations(program);
            for (name, value) in &expected {
                wrong.extend(example(&world, &function, name, value));
            }
            checked += expected.len();
            let mistakes = expected.iter().filter(|(_, value)| value.starts_with("E0")).count();
            let mut whole = Program::open(&world, "main.cld").expect("it is there");
            whole.check();
            assert_eq!(whole.findings().len(), mistakes, "{}: {:?}", function.name, whole.findings());
        }
        assert!(checked > 0, "`{}` has an example", function.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One line of an example: a value, or a code and perhaps its message. What is wrong with it, if something is.
fn example(world: &MemoryWorld, function: &FunctionDoc, name: &str, expected: &str) -> Option<String> {
    let mut program = Program::open(world, "main.cld").expect("it is there");
    let found = match program.eval(name) {
        Some(value) => value.to_string(),
        None => {
            let finding = program.findings().last().expect("what gives nothing is reported");
            let message = if expected.contains(':') { format!(": {}", finding.message) } else { String::new() };
            format!("{}{message}", finding.code.id)
        }
    };
    (found != expected).then(|| format!("`{name}` of `{}`: {found}\n  the page says: {expected}", function.name))
}

#[test]
fn every_page_begins_alike() {
    for function in functions() {
        let mut lines: Vec<&str> = function.page.lines().collect();
        let heading = format!("# {}", function.name);
        let signature = format!("`{}`", function.signature);
        assert_eq!(lines.first().copied(), Some(heading.as_str()));
        assert!(function.summary.ends_with(['.', ')']), "`{}`: the first sentence says what it is", function.name);
        if let Some(line) = lines.get_mut(4) {
            *line = &signature;
        }
        let path = root().join(format!("compiler/sema/src/functions/{}.md", function.name));
        check(&path, &(lines.join("\n") + "\n"));
        let shown: Vec<&str> =
            lines.iter().filter(|line| line.chars().count() > 150 && !line.starts_with(['l', '`'])).copied().collect();
        assert!(shown.is_empty(), "`{}`: {shown:?}", function.name);
    }
}

#[test]
fn the_overview_lists_all_functions() {
    let mut text = String::from(OVERVIEW);
    let mut group = "";
    for function in functions() {
        if function.group != group {
            group = function.group;
            let _infallible = write!(text, "\n## {group}\n\n| | |\n|---|---|\n");
        }
        let page = format!("../compiler/sema/src/functions/{}.md", function.name);
        let signature = function.signature.replace('|', "\\|");
        let summary = function.summary.replace('|', "\\|");
        let _infallible = writeln!(text, "| [`{signature}`]({page}) | {summary} |");
    }
    check(&root().join("docs/functions.md"), &text);
}

const OVERVIEW: &str = "\
# Functions

Made of the functions' own pages by `CLOUDC_BLESS=1 cargo test -p cloudc-sema --test functions`: edit those. Every example on
them runs as a test.

Functions are pure: the same arguments give the same value, on every machine. Arguments are given in order, then by name:
`image(\"ubuntu/24.04\", arch = \"arm64\")`. A param with a default need not be given; `null` means its default. `list, ..` takes one
argument or more; params behind it are given by name. Where a String is taken, Int, Bool, Cidr and Ip become one.

A value that is known later may be given to `json`, `yaml`, `base64`, `template`, `join`, `split`, `subnet`, `is_later` and `is_secret`, which then give a later value; to
others only as a part of a list or record that they pass on. What a call may cost is bounded: texts of 16 MiB, values of four
million parts.
";

/// Compares a file with what it should be; with `CLOUDC_BLESS=1` writes it.
fn check(path: &Path, wanted: &str) {
    if std::env::var_os("CLOUDC_BLESS").is_some() {
        std::fs::write(path, wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, wanted, "{}: CLOUDC_BLESS=1 rewrites it", path.display());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
