//! What holds for every text, tried on texts that look like programs and are not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "a test may read its corpus")]

use std::path::PathBuf;

use cloudc_base::FileId;
use cloudc_syntax::{File, Splice, What, format};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Pieces of programs, right and wrong.
const PIECES: &[&str] = &[
    "let ",
    "x",
    " = ",
    "=",
    "3",
    "10m",
    "1GiB",
    "\n",
    "\n\n",
    " ",
    "  ",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "${",
    "\\n",
    "\\",
    "queue ",
    "builds ",
    "allow ",
    "never ",
    " to ",
    "read ",
    " on ",
    "tcp(22)",
    "if ",
    " then ",
    " else ",
    "for ",
    " in ",
    "=> ",
    "param ",
    ": ",
    "Int",
    "String?",
    "resource ",
    "aws.ec2.VPC ",
    "// remark",
    "/// doc",
    "#",
    "/*",
    "*/",
    "@was(",
    "@",
    ",",
    ";",
    "...",
    "..",
    ".",
    "?.",
    "?[",
    "??",
    "+",
    "-",
    "<",
    ">",
    "Secret<",
    "|",
    "é",
    "\u{a0}",
    "\t",
    "\r\n",
    "scale ",
    "10.0.0.0/16",
    "'a'",
    "$",
    "null",
    "self",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// The programs of the corpus.
fn programs() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/programs");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus is there").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// A replacement at a random place.
fn splice(text: &str, from: Index, len: usize, new: &str) -> Splice {
    let mut start = from.index(text.len() + 1);
    let mut end = (start + len).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Splice { range: start..end.max(start), text: new.to_owned() }
}

fn pieces(text: &str) -> Vec<(What, String)> {
    let file = File::parse(text);
    let pieces = |tree: &cloudc_syntax::Tree| -> Vec<(What, String)> {
        tree.pieces().into_iter().map(|piece| (piece.what, piece.text.trim().to_owned())).collect()
    };
    file.items().flat_map(|item| pieces(item.tree)).collect()
}

/// What means something: all but comments and, between the leaves, blanks and commas.
fn meaning(text: &str) -> String {
    let loose = |c: &char| !c.is_whitespace() && *c != ',' && *c != '\u{feff}';
    let kept = pieces(text).into_iter().filter(|(_, text)| !text.starts_with("//"));
    kept.map(|(what, text)| match what {
        What::Leaf(_) if !text.is_empty() => format!("{text} "),
        What::Leaf(_) | What::Gap(_) => text.chars().filter(loose).collect(),
    })
    .collect()
}

fn comments(text: &str) -> Vec<String> {
    pieces(text).into_iter().map(|(_, text)| text).filter(|text| text.starts_with("//")).collect()
}

fn assert_same(edited: &File, fresh: &File) {
    assert_eq!(edited.text(), fresh.text());
    assert_eq!(edited.findings(FileId::ROOT), fresh.findings(FileId::ROOT));
    let items = |file: &File| file.items().map(|item| (item.start, item.tree.clone())).collect::<Vec<_>>();
    assert_eq!(items(edited), items(fresh));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_gives_a_tree_that_gives_it_back(text in soup()) {
        let file = File::parse(&text);
        prop_assert!(file.is_whole() || !file.findings(FileId::ROOT).is_empty(), "what does not read is passed over in silence");
        prop_assert_eq!(file.text(), text);
    }

    #[test]
    fn what_can_be_formatted_is_stable_and_means_the_same(text in soup()) {
        if let Ok(once) = format(&text) {
            prop_assert_eq!(format(&once), Ok(once.clone()));
            prop_assert_eq!(meaning(&text), meaning(&once));
            prop_assert_eq!(comments(&text), comments(&once));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_give_what_parsing_again_gives(
        program in select(programs()),
        edits in prop::collection::vec((any::<Index>(), 0usize..20, select(PIECES)), 1..6),
    ) {
        let mut text = program;
        let mut file = File::parse(&text);
        for (from, len, new) in edits {
            let splice = splice(&text, from, len, new);
            text.replace_range(splice.range.clone(), &splice.text);
            prop_assert_eq!(file.edit(&splice), Ok(()));
            assert_same(&file, &File::parse(&text));
        }
    }

    #[test]
    fn blanks_do_not_change_what_the_formatter_gives(program in select(programs()), widths in prop::collection::vec(0usize..9, 400)) {
        let expected = format(&program).expect("programs have no errors");
        if !expected.contains("\"\"\"") {
            let widths = widths.iter().cycle();
            let lines = expected.lines().zip(widths).map(|(line, width)| format!("{:width$}{}{:width$}\n", "", line.trim_start(), ""));
            prop_assert_eq!(format(&lines.collect::<String>()), Ok(expected.clone()));
        }
    }
}

#[test]
fn programs_are_stable_under_the_formatter() {
    for program in programs() {
        let once = format(&program).expect("programs have no errors");
        assert_eq!(format(&once), Ok(once.clone()));
        assert_eq!(meaning(&program), meaning(&once));
        assert_eq!(comments(&program), comments(&once));
    }
}
