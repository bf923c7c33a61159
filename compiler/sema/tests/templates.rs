//! Whatever a template says, its keys are replaced and nothing else is touched.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_base::value::Value;
use cloudc_sema::Program;
use proptest::prelude::*;

/// Pieces of a template, each with what should become of it.
fn pieces() -> impl Strategy<Value = Vec<(String, String)>> {
    let same = |text: String| (text.clone(), text);
    let plain = prop_oneof![
        "[a-z {}\n\"'\\\\]{0,6}",
        prop::sample::select(vec!["${HOME}", "$", "$$", "${", "}", "${a }", "${b${", "${}", "é", "${ab}"])
            .prop_map(str::to_owned),
    ];
    // What one piece ends with must not begin a place together with the next.
    let plain = plain.prop_map(|text| text + ".").prop_map(same);
    let key = prop::sample::select(vec![("${a}".to_owned(), "<${b}>".to_owned()), ("${b}".to_owned(), "7".to_owned())]);
    prop::collection::vec(prop_oneof![plain, key], 0..12)
}

proptest! {
    #[test]
    fn keys_are_replaced_and_all_other_text_stays(pieces in pieces()) {
        let template: String = pieces.iter().map(|(text, _)| text.as_str()).chain(["${a}${b}"]).collect();
        let expected: String = pieces.iter().map(|(_, text)| text.as_str()).chain(["<${b}>7"]).collect();
        let world = MemoryWorld::new().with("main.cld", "").with("t", template.as_str());
        let mut program = Program::open(&world, "main.cld").expect("it is there");
        let value = program.eval(r#"template("t", { a = "<\${b}>", b = 7 })"#);
        prop_assert_eq!(value, Some(Value::text(expected)), "{}", template);
    }
}
