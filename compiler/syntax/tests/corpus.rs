//! The corpus: programs without a mistake, and files with known ones, told in the sidecar beside each.

use std::path::{Path, PathBuf};

use cloudc_base::FileId;
use cloudc_syntax::{File, Kind};

/// The texts of a folder of the corpus, in order.
#[expect(clippy::disallowed_methods, reason = "a test reads the corpus; the compiler reads no files")]
fn texts(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus").join(folder);
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "cld")).collect();
    paths.sort();
    assert!(!paths.is_empty(), "nothing in {}", folder.display());
    paths.into_iter().filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text))).collect()
}

/// What a sidecar promises.
struct Expected {
    /// The line of every mistake.
    lines: Vec<usize>,
    /// The names that must be declared in spite of them.
    intact: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "a test reads the corpus; the compiler reads no files")]
fn expected(path: &Path) -> Expected {
    let text = std::fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
    let mut lines: Vec<usize> = text.lines().filter_map(|line| line.split_once(':')?.0.parse().ok()).collect();
    lines.sort_unstable();
    let intact = text.lines().find_map(|line| line.strip_prefix("intact:")).unwrap_or("");
    let intact = intact.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Expected { lines, intact: intact.collect() }
}

/// Every name that the tree says is declared.
fn declared(file: &File) -> Vec<String> {
    let mut names = Vec::new();
    for item in file.items() {
        for node in item.tree.nodes() {
            let declares = !matches!(node.kind(), Kind::Item | Kind::Error | Kind::Unread | Kind::Access | Kind::Step);
            let addressed = matches!(node.kind(), Kind::Scale | Kind::Patch);
            let labels = node.children().filter(|child| {
                let named = matches!(child.kind(), Kind::Name | Kind::Str) && declares;
                named || child.kind() == Kind::Target && addressed
            });
            names.extend(labels.map(|label| label.text().trim_matches('"').to_owned()));
        }
    }
    names
}

#[test]
fn every_mistake_is_found_once_on_its_line() {
    let mut wrong = Vec::new();
    for (path, text) in texts("mistakes") {
        let file = File::parse(&text);
        let expected = expected(&path);
        let findings = file.findings(FileId::ROOT);
        let line = |at: u32| text.bytes().take(at as usize).filter(|&b| b == b'\n').count() + 1;
        let mut lines: Vec<usize> = findings.iter().map(|finding| line(finding.primary.span.start)).collect();
        lines.sort_unstable();
        let names = declared(&file);
        let lost: Vec<&String> = expected.intact.iter().filter(|name| !names.contains(name)).collect();
        let unnamed = findings.iter().any(|finding| finding.code.name == "unexpected");
        if lines != expected.lines || !lost.is_empty() || unnamed || expected.lines.is_empty() {
            wrong.push(format!(
                "{}: lines {lines:?}, not {:?}; lost {lost:?}; unnamed: {unnamed}",
                path.display(),
                expected.lines
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_lost() {
    for (path, text) in texts("mistakes").into_iter().chain(texts("programs")) {
        assert_eq!(File::parse(&text).text(), text, "{}", path.display());
    }
}

#[test]
fn programs_have_no_mistakes() {
    for (path, text) in texts("programs") {
        let findings = File::parse(&text).findings(FileId::ROOT);
        assert!(findings.is_empty(), "{}: {:?}", path.display(), findings.first().map(|finding| &finding.message));
    }
}
