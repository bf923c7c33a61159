//! The page of every mistake shows that mistake, and programs without one.

use cloudc_base::FileId;
use cloudc_syntax::{CODES, File};

/// The fenced blocks of a page: what stands behind the fence, and the text between.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some((info.trim().to_owned(), String::new())),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    blocks
}

/// A block `cld error 3000` stands for a program with that many of its lines: what is shown comes last.
fn repeated((info, text): (String, String)) -> (String, String) {
    match info.strip_prefix("cld error ").and_then(|times| times.parse().ok()) {
        Some(times) => ("cld error at the end".to_owned(), text.repeat(times)),
        None => (info, text),
    }
}

fn names(text: &str) -> Vec<String> {
    let findings = File::parse(text).findings(FileId::ROOT);
    findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)).collect()
}

#[test]
fn every_page_shows_its_mistake() {
    let mut wrong = Vec::new();
    for code in CODES {
        let blocks: Vec<(String, String)> = blocks(code.page).into_iter().map(repeated).collect();
        if !blocks.iter().any(|(info, _)| info.starts_with("cld error"))
            || !blocks.iter().any(|(info, _)| info == "cld")
        {
            wrong.push(format!("{}: a page has a program with the mistake and one without", code.name));
        }
        for (info, text) in blocks {
            let found = names(&text);
            let own = found.iter().all(|name| name.split(':').next() == Some(code.name));
            let fits = match info.as_str() {
                "cld error" => own && !found.is_empty(),
                "cld error at the end" => found.last().is_some_and(|last| last.split(':').next() == Some(code.name)),
                "cld" => found.is_empty(),
                _ => true,
            };
            if !fits {
                wrong.push(format!("{}: {found:?} in\n{text}", code.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_begins_with_its_name() {
    for code in CODES {
        assert!(code.page.starts_with(&format!("# {}\n", code.name)), "{}", code.name);
    }
}

#[test]
fn every_code_is_there_once() {
    let mut ids: Vec<&str> = CODES.iter().map(|code| code.id).collect();
    let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
    ids.sort_unstable();
    names.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair.first() != pair.last()), "{ids:?}");
    assert!(names.windows(2).all(|pair| pair.first() != pair.last()), "{names:?}");
}
