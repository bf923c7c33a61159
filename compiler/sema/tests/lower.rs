//! What a file says, without its text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::FileId;
use cloudc_sema::hir::{ItemKind, TypeKind};
use cloudc_sema::lower;
use cloudc_syntax::File;

/// The values of the `let`s of a program, every bracket written out.
fn values(program: &str) -> Vec<String> {
    let items = lower(FileId::ROOT, &File::parse(program));
    let value = |kind: &ItemKind| match kind {
        ItemKind::Let { value, .. } => Some(value.to_string()),
        _ => None,
    };
    items.iter().filter_map(|item| value(&item.kind)).collect()
}

fn value(expression: &str) -> String {
    values(&format!("let x = {expression}\n")).pop().expect("there is a value")
}

#[test]
fn operators_bind_as_documented() {
    assert_eq!(value("a || b && c"), "(a || (b && c))");
    assert_eq!(value("a == b ?? c"), "(a == (b ?? c))");
    assert_eq!(value("scale?.size ?? (n)..(n) + 1"), "(scale?.size ?? (n .. (n + 1)))");
    assert_eq!(value("1 - 2 - 3 * 4 / 5"), "((1 - 2) - ((3 * 4) / 5))");
    assert_eq!(value("!a.b && -c < 0"), "((!a.b) && ((-c) < 0))");
    assert_eq!(value("!!a"), "(!(!a))");
    assert_eq!(value("if a then 1 else if b then 2 else 3"), "(if a then 1 else if b then 2 else 3)");
    assert_eq!(value("if a then 1"), "(if a then 1)");
}

#[test]
fn literals_are_values() {
    for same in ["30s", "90min", "1GiB", "80%", "10.0.0.0/16", "10.0.0.7", "1.5", "true", "null", "[1, \"a\"]", "{}"] {
        assert_eq!(value(same), same);
    }
    assert_eq!(value("0.5h"), "30min");
    assert_eq!(value("0..20"), "(0 .. 20)");
    assert_eq!(value("{ a = 1, b { c = 2 } }"), "{ a = 1, b = { c = 2 } }");
    assert_eq!(value("{ for k, v in m if v => k = v }"), "{ for k, v in m if v => k = v }");
    assert_eq!(value("[for i, x in xs => f(x, n = i)]"), "[for i, x in xs => f(x, n = i)]");
    assert_eq!(value("a?[\"b\"].c(1)"), "a?[\"b\"].c(1)");
}

#[test]
fn texts_are_read() {
    assert_eq!(value(r#""a\tb\u{e9} \${x} $y""#), r#""a\tbé \${x} $y""#);
    assert_eq!(value(r#""x ${f("y ${b} }")} z""#), r#""x ${f("y ${b} }")} z""#);
    assert_eq!(value("\"\"\"\n    echo ${a}\n      two\n\n    \"\"\""), r#""echo ${a}\n  two\n\n""#);
    assert_eq!(value("\"\"\"\n  ${a}\n  \"\"\""), r#""${a}\n""#);
    assert_eq!(value("\"\"\"one line\"\"\""), r#""one line""#);
}

#[test]
fn declarations_keep_their_parts() {
    let program = "/// What it is.\n/// And why.\n@was(old.name)\n@retain\nparam size: Int(1..6)? = 3\n";
    let items = lower(FileId::ROOT, &File::parse(program));
    let item = items.first().expect("there is a param");
    assert_eq!(item.doc.as_deref(), Some("What it is.\nAnd why."));
    assert_eq!(item.attributes.iter().map(|attribute| &*attribute.name.text).collect::<Vec<_>>(), ["was", "retain"]);
    let ItemKind::Param { name, ty, default } = &item.kind else { panic!("it is a param") };
    assert_eq!((&*name.text, default.as_ref().map(ToString::to_string).as_deref()), ("size", Some("3")));
    let TypeKind::Optional(inner) = &ty.kind else { panic!("it is optional") };
    assert!(matches!(inner.kind, TypeKind::Bounded { .. }));
}

#[test]
fn sentences_keep_their_parts() {
    let program = "never [a, b] to reach any database on tcp(22) except c\nallow x to t.verb\n";
    let items = lower(FileId::ROOT, &File::parse(program));
    let sentences = items.iter().map(|item| match &item.kind {
        ItemKind::Sentence(sentence) => sentence,
        _ => panic!("it is a sentence"),
    });
    let sentences: Vec<_> = sentences.collect();
    let [never, allow] = sentences.as_slice() else { panic!("there are two") };
    assert!(never.never && never.object.is_some() && never.ports.is_some() && never.except.is_some());
    assert!(!allow.never && allow.object.is_none());
    assert_eq!(allow.verb.to_string(), "t.verb");
}

#[test]
fn what_could_not_be_read_leaves_its_neighbours() {
    assert_eq!(values("let a = 1\nlet b = [1, 2\nlet c = 3 +\nlet d = 4\n").first().map(String::as_str), Some("1"));
    assert_eq!(values("let a = 1\nlet b = [1, 2\nlet c = 3 +\nlet d = 4\n").last().map(String::as_str), Some("4"));
}
