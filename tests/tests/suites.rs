//! Every case of every page in `tests/suites/syntax` is a test.
//!
//! A case is a heading with a `cld` block and what is expected of it:
//!
//! - `findings`: a line each, `LINE:COLUMN CODE name: message`; without the block nothing may be found
//! - `formatted`: what `cloudc fmt` makes of it; without the block it is only checked to be stable
//! - `tree`: the tree, a node a line

use std::path::Path;
use std::process::ExitCode;

use cloudc_compiler::File;
use cloudc_tests::markdown::{Case, cases, rewritten};
use cloudc_tests::{expect, files, root, views};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if expect::blessing() {
        files("tests/suites/syntax", "md").iter().for_each(|path| bless(path));
    }
    let trials = files("tests/suites/syntax", "md").into_iter().flat_map(|path| {
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        let folder = root().join("tests/suites");
        let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("").display().to_string();
        cases(&page)
            .into_iter()
            .map(move |case| Trial::test(format!("{name}: {}", case.name), move || run(&case).map_err(Failed::from)))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn run(case: &Case) -> Result<(), String> {
    let program = case.block("cld").ok_or("the case has no `cld` block")?;
    let text = &program.text;
    let file = File::parse(text);
    if file.text() != *text {
        return Err("the tree does not give the text back".to_owned());
    }
    compare("findings", case.block("findings").map_or("", |block| &block.text), &views::findings(text))?;
    if let Some(expected) = case.block("tree") {
        compare("tree", &expected.text, &views::tree(text))?;
    }
    let Ok(formatted) = cloudc_compiler::format(text) else { return Ok(()) };
    if let Some(expected) = case.block("formatted") {
        compare("formatted", &expected.text, &formatted)?;
    }
    compare("formatted again", &formatted, &cloudc_compiler::format(&formatted).unwrap_or_default())
}

fn compare(what: &str, expected: &str, found: &str) -> Result<(), String> {
    let same = expected.trim_end() == found.trim_end();
    if same { Ok(()) } else { Err(format!("{what} {}", expect::diff(expected, found))) }
}

/// Rewrites what a page expects to what there is.
fn bless(path: &Path) {
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let mut replacements = Vec::new();
    for case in cases(&page) {
        let Some(program) = case.block("cld") else { continue };
        let found = |info: &str| match info {
            "findings" => Some(views::findings(&program.text)),
            "tree" => Some(views::tree(&program.text)),
            "formatted" => cloudc_compiler::format(&program.text).ok(),
            _ => None,
        };
        let blocks = case.blocks.iter().filter_map(|block| found(&block.info).map(|text| (block.line, text)));
        replacements.extend(blocks);
    }
    let new = rewritten(&page, &replacements);
    if let Err(problem) = expect::file(path, &new) {
        eprintln!("{problem}");
    }
}
