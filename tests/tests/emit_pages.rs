//! The page of everything that emitting may find shows a program with it, and one without: `cloudc explain` prints them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_compiler::emit::{self, CODES, Charts, Input};
use cloudc_compiler::{MemoryWorld, Options, Severity, compile};

/// What no program alone shows: a file that goes away meanwhile, and what the compiler finds before.
const UNSHOWN: &[&str] = &["many-policies", "unreadable-asset", "unspelt-value"];

/// What emitting to IAM finds; all else is about templates.
const IAM: &[&str] = &["many-policies", "unknown-place", "unpublished-calls"];

/// What emitting finds for Kubernetes; everything else is about templates.
const KUBERNETES: &[&str] = &["later-value", "homeless-chart"];

/// The names of what emitting finds in a program; what does not compile has findings of its own.
fn found(world: &MemoryWorld, code: &str, info: &str) -> Vec<String> {
    let compiled = compile(world, "main.cld", &Options::default()).expect("it is there");
    let errors = compiled.checked.findings.iter().filter(|finding| finding.code.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|finding| finding.message.clone()).collect();
    if !errors.is_empty() {
        return errors;
    }
    let charts = if info.ends_with(" argo") { Charts::Argo } else { Charts::Helm };
    let account = Some("123456789012".to_owned());
    let options = emit::Options { params: compiled.params.clone(), account, charts, ..emit::Options::default() };
    let emit = match code {
        code if KUBERNETES.contains(&code) => emit::kubernetes,
        code if IAM.contains(&code) => emit::iam,
        _ => emit::cloudformation,
    };
    let input = Input { graph: &compiled.graph, sources: &compiled.checked.sources, world, options: &options };
    let mut names: Vec<String> = match emit(&input) {
        Ok(emitted) => emitted.findings.iter().map(|finding| finding.code.name.to_owned()).collect(),
        Err(findings) => findings.iter().map(|finding| finding.code.name.to_owned()).collect(),
    };
    names.dedup();
    names
}

#[test]
fn every_page_shows_its_finding() {
    let mut wrong = Vec::new();
    for code in CODES {
        let blocks: Vec<(&str, &str)> =
            code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
        // A block of another kind names a file that the programs use.
        let files = blocks.iter().filter_map(|(info, text)| Some((info.split_once(' ')?, text)));
        let world = files
            .filter(|((kind, _), _)| *kind != "cld")
            .fold(MemoryWorld::new(), |world, ((_, path), text)| world.with(path, *text));
        for (info, text) in blocks.iter().filter(|(info, _)| info.starts_with("cld")) {
            let expected: &[&str] = if info.starts_with("cld error") { &[code.name] } else { &[] };
            let found = found(&world.clone().with("main.cld", *text), code.name, info);
            if found != expected {
                wrong.push(format!("{}: {found:?}\n{text}", code.name));
            }
        }
        assert!(UNSHOWN.contains(&code.name) || blocks.len() > 1, "{}: a page has two programs", code.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
