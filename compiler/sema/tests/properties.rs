//! Resources, right and wrong: every heading in `tests/properties/*.md` is a case, with a program (`cld`) and what is found
//! in it (`findings`, a line each: `LINE:COLUMN CODE: message`, then the way out). Without the second block nothing is.
//!
//! `CLOUDC_BLESS=1` rewrites what is expected; read the difference before you commit it.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads its cases and fails where it cannot")]

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use cloudc_base::{Finding, MemoryWorld, Sources};
use cloudc_sema::Program;

/// What is found in a program, a line each.
fn found(text: &str) -> String {
    let world = MemoryWorld::new().with("main.cld", text);
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    let (sources, findings) = program.finish();
    // On which cluster an object lives is no matter of its properties.
    let findings = findings.iter().filter(|finding| !["cluster-needed", "secret-leak"].contains(&finding.code.name));
    findings.map(|finding| line(&sources, finding)).collect()
}

fn line(sources: &Sources, finding: &Finding) -> String {
    let span = finding.primary.span;
    let place = sources.get(span.file).expect("findings stand in files").position(span.start);
    let mut line = format!("{}:{} {}: {}", place.line, place.column, finding.code.id, finding.message);
    if let Some(help) = &finding.help {
        let _infallible = write!(line, "; {help}");
    }
    if let Some(fix) = &finding.fix {
        let _infallible = write!(line, " [{}]", fix.title);
    }
    line + "\n"
}

/// A case of a page.
struct Case {
    name: String,
    program: String,
    /// Where the page says what is expected; nothing is if it does not say.
    expected: Option<Range<usize>>,
}

/// The cases of a page.
fn cases(page: &str) -> Vec<Case> {
    let starts: Vec<usize> = page.match_indices("\n## ").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([page.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| case(page, start..end)).collect()
}

fn case(page: &str, section: Range<usize>) -> Option<Case> {
    let text = page.get(section.clone())?;
    let block = |info: &str| {
        let start = text.find(&format!("```{info}\n"))? + info.len() + 4;
        let length = text.get(start..)?.find("```")?;
        Some(section.start + start..section.start + start + length)
    };
    let name = text.lines().find(|line| !line.is_empty())?.trim_start_matches('#').trim().to_owned();
    Some(Case { name, program: page.get(block("cld")?)?.to_owned(), expected: block("findings") })
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties");
    let entries = std::fs::read_dir(folder).expect("the folder is there").flatten();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

#[test]
fn what_is_found_is_what_is_wrong() {
    let bless = std::env::var_os("CLOUDC_BLESS").is_some_and(|value| value == "1");
    let (mut count, mut wrong) = (0, Vec::new());
    for path in pages() {
        let mut page = std::fs::read_to_string(&path).expect("a page is text");
        for case in cases(&page).into_iter().rev() {
            count += 1;
            let found = found(&case.program);
            let expected = case.expected.clone().and_then(|range| page.get(range)).unwrap_or_default();
            match case.expected {
                _ if found == expected => {}
                Some(range) if bless => page.replace_range(range, &found),
                _ => wrong.push(format!("{}: expected\n{expected}found\n{found}", case.name)),
            }
        }
        if bless {
            std::fs::write(&path, page).expect("a page can be written");
        }
    }
    assert!(count > 55, "only {count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A program with every fix made that is offered, and how many there were.
fn fixed(text: &str) -> (String, usize) {
    let world = MemoryWorld::new().with("main.cld", text);
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    let mut fixes: Vec<_> = program.findings().iter().filter_map(|finding| finding.fix.clone()).collect();
    fixes.retain(|fix| fix.edits.len() == 1);
    let mut edits: Vec<_> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    edits.dedup_by_key(|edit| edit.span);
    let mut text = text.to_owned();
    edits.iter().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
    (text, edits.len())
}

#[test]
fn every_fix_takes_its_finding_away() {
    let mut count = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).expect("a page is text");
        for case in cases(&page) {
            let (text, fixes) = fixed(&case.program);
            let (before, after) = (found(&case.program).lines().count(), found(&text).lines().count());
            assert!(after + fixes <= before, "{}: {}{text}", case.name, found(&text));
            count += fixes;
        }
    }
    assert!(count > 40, "only {count} fixes");
}

/// The findings of a program that takes long to write.
fn counted(text: &str) -> usize {
    found(text).lines().count()
}

#[test]
fn large_and_deep_values_take_no_time() {
    let deep = (1..3).fold("let a0 = 30s\n".to_owned(), |text, i| {
        let open = "{ x = [".repeat(40);
        let close = "] }".repeat(40);
        format!("{text}let a{i} = {open}a{}{close}\n", i - 1)
    });
    let chart = "resource chart: helm.Release { chart = \"a\", values { deep = a2 } }\n";
    assert_eq!(counted(&format!("{deep}{chart}")), 0, "what is that deep is not looked into");
    let many = "let ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\nlet many = [for a in ten => [for b in ten => 1s]]\n";
    let values = "resource chart: helm.Release { chart = \"a\", values { many = many, x = [for m in many => m] } }\n";
    assert_eq!(counted(&format!("{many}{values}")), 2, "one for each expression");
    let names = (0..3000).fold(String::new(), |names, i| format!("{names}n{i} = {i}, "));
    assert_eq!(counted(&format!("resource queue: aws.sqs.Queue {{ {names} }}\n")), 1000, "no more than that");
}
