//! Every program in the repository reads, gives its text back and is laid out as the formatter would.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use cloudc_compiler::{File, FileId};
use cloudc_tests::{files, markdown, root};

#[test]
fn programs_read_and_give_their_text_back() {
    let programs = [
        files("tests/corpus/programs", "cld"),
        files("examples", "cld"),
        files("stdlib", "cld"),
        files("editors/vscode/tests/snippets", "cld"),
    ]
    .concat();
    assert!(!programs.is_empty(), "there are programs");
    for path in programs {
        let text = std::fs::read_to_string(&path).expect("the program is text");
        let file = File::parse(&text);
        assert_eq!(file.findings(FileId::ROOT), [], "{}", path.display());
        assert_eq!(file.text(), text, "{}", path.display());
        let once = cloudc_compiler::format(&text).expect("it has no errors");
        assert_eq!(cloudc_compiler::format(&once).as_deref(), Ok(once.as_str()), "{}", path.display());
    }
}

#[test]
fn our_own_programs_are_formatted() {
    for path in [files("examples", "cld"), files("stdlib", "cld")].concat() {
        let text = std::fs::read_to_string(&path).expect("the program is text");
        assert_eq!(cloudc_compiler::format(&text).as_deref(), Ok(text.as_str()), "{}", path.display());
    }
}

#[test]
fn editors_colour_the_words_that_the_compiler_knows() {
    let text = std::fs::read_to_string(root().join("editors/form-words.json")).expect("the list is there");
    let list: serde_json::Value = serde_json::from_str(&text).expect("the list is JSON");
    let mut words: Vec<&str> =
        list["forms"].as_array().into_iter().flatten().filter_map(|word| word.as_str()).collect();
    words.sort_unstable();
    assert_eq!(words, cloudc_compiler::words::FORMS);
}

#[test]
fn documents_show_right_programs() {
    let pages = files("docs", "md").into_iter().chain([root().join("README.md")]);
    let mut programs = 0;
    for path in pages {
        let page = std::fs::read_to_string(&path).expect("the page is text");
        let blocks = markdown::cases(&page).into_iter().flat_map(|case| case.blocks);
        for block in blocks.filter(|block| block.info == "cld") {
            programs += 1;
            assert_eq!(File::parse(&block.text).findings(FileId::ROOT), [], "{}: {}", path.display(), block.text);
        }
    }
    assert!(programs > 10, "the documents show programs");
}
