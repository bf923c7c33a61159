//! The queries: all compile, also the editors' copies, and `test/highlight` is coloured as its comments say.

mod common;

use std::fs;

use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};

#[test]
fn every_query_compiles() {
    let language = Language::from(tree_sitter_cld::LANGUAGE);
    let folders = ["queries", "../helix/queries", "../neovim/queries"];
    let files: Vec<_> = folders.iter().flat_map(|folder| common::files(&common::here(folder), "scm")).collect();
    assert!(files.len() > 10);
    for path in files {
        let text = fs::read_to_string(&path).expect("a query can be read");
        if let Err(error) = Query::new(&language, &text) {
            panic!("{}:{}: {}", path.display(), error.row + 1, error.message);
        }
    }
}

#[test]
fn colours_are_as_the_comments_say() {
    let files = common::files(&common::here("test/highlight"), "cld");
    assert!(!files.is_empty());
    let mut failures = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a program can be read");
        let colours = Colours::of(&text);
        for claim in claims(&text) {
            let actual = colours.at(claim.byte);
            if actual != Some(claim.capture.as_str()) {
                failures.push(format!("{}:{}: {} is {actual:?}", path.display(), claim.line, claim.capture));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What a comment claims: `// <- keyword` for the first column of the line above, `//   ^ type` for the one above `^`.
struct Claim {
    line: usize,
    byte: usize,
    capture: String,
}

fn claims(text: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    let (mut start, mut subject) = (0, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        match claim(line) {
            Some((column, capture)) => {
                claims.push(Claim { line: index + 1, byte: subject + column, capture: capture.to_owned() });
            }
            None => subject = start,
        }
        start += line.len();
    }
    assert!(!claims.is_empty());
    claims
}

fn claim(line: &str) -> Option<(usize, &str)> {
    let comment = line.trim_end().strip_prefix("//")?;
    let rest = comment.trim_start();
    if let Some(capture) = rest.strip_prefix("<- ") {
        return Some((0, capture));
    }
    let capture = rest.strip_prefix("^ ")?;
    Some((2 + comment.len() - rest.len(), capture))
}

/// Every capture of the highlight query in a text.
struct Colours {
    /// First byte, end, pattern, name.
    captures: Vec<(usize, usize, usize, String)>,
}

impl Colours {
    fn of(text: &str) -> Colours {
        let tree = common::parse(text);
        let query = Query::new(&tree_sitter_cld::LANGUAGE.into(), tree_sitter_cld::HIGHLIGHTS_QUERY).expect("compiles");
        let mut cursor = QueryCursor::new();
        let mut found = cursor.captures(&query, tree.root_node(), text.as_bytes());
        let mut captures = Vec::new();
        while let Some((matched, index)) = found.next() {
            let capture = matched.captures()[*index];
            let name = query.capture_names()[capture.index as usize].to_owned();
            captures.push((capture.node.start_byte(), capture.node.end_byte(), matched.pattern_index, name));
        }
        Colours { captures }
    }

    /// The innermost node decides, then the last pattern.
    fn at(&self, byte: usize) -> Option<&str> {
        let over = self.captures.iter().filter(|(start, end, ..)| (*start..*end).contains(&byte));
        over.min_by_key(|(start, end, pattern, _)| (end - start, usize::MAX - pattern)).map(|(.., name)| name.as_str())
    }
}
