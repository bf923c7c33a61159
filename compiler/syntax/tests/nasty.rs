//! Texts that nobody writes: reading them never panics, loses no byte and takes time in proportion to their length.

use std::sync::mpsc;
use std::time::Duration;

use cloudc_base::FileId;
use cloudc_syntax::File;

/// Far more than the worst of these takes without optimisation on a busy machine.
const HANG: Duration = Duration::from_secs(120);

fn reads(name: &str, text: &str) {
    let (done, wait) = mpsc::channel();
    let owned = text.to_owned();
    let reader = move || {
        let file = File::parse(&owned);
        let ends = file.findings(FileId::ROOT).iter().map(|finding| finding.primary.span.end as usize).max();
        done.send((file.text() == owned, ends.unwrap_or(0))).ok();
    };
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(reader);
    assert!(thread.is_ok(), "{name}: no thread");
    let result = wait.recv_timeout(HANG);
    assert!(result.is_ok(), "{name}: no end, or none in time");
    let (same, last) = result.unwrap_or_default();
    assert!(same, "{name}: text is lost");
    assert!(last <= text.len(), "{name}: a finding beyond the end");
}

/// `unit` as often as gives `size` bytes.
fn fill(unit: &str, size: usize) -> String {
    unit.repeat(size / unit.len())
}

/// How long the texts are: less without optimisation.
fn size() -> usize {
    if cfg!(debug_assertions) { 1 << 14 } else { 1 << 20 }
}

#[test]
fn one_unit_many_times() {
    let units = [
        "[",
        "]",
        "(((",
        "}",
        "{",
        "{}",
        "[)",
        "[}",
        "({[",
        "{ [ } ",
        " }\n",
        "x }\n",
        " x = 1\n }\n",
        "a b {\n",
        "a b { x = 1 }\n",
        "x = = = =",
        "x = = = =\n",
        "if if if ",
        "if ",
        "else ",
        "else\n",
        "} else {",
        "@",
        "@a ",
        "@a(",
        "// ",
        "/// a\n",
        "/*",
        "/*\n",
        "/* */",
        "<<A\n",
        "<<",
        "'",
        "'\n",
        "`",
        "```\n",
        "\"",
        "\"\n",
        "\"\"\"",
        "\"${",
        "\"${a",
        "\"${\n",
        "${",
        "\\",
        "\\\n",
        "\u{201c}",
        "\u{201e}",
        "é",
        "é ",
        "≥",
        "\u{200b}",
        "\u{1}",
        "\0",
        "\r",
        "\r\n",
        "\n",
        " ",
        "\t",
        "a",
        "a ",
        "a.",
        "a(",
        "a[",
        "a<",
        "List<",
        "List<a,",
        "1",
        "1,",
        "1 ",
        "1,000,",
        "1.2.3.4.",
        "-",
        "+ ",
        "+\n",
        "..",
        "a..",
        "a..\n",
        ",",
        ",\n",
        ";",
        ":",
        "=",
        "=>",
        "|",
        "| ",
        "?",
        "? a :",
        "$",
        "$a ",
        "${a} ",
        "<",
        ">",
        "<-",
        "->",
        "for x in ",
        "for ",
        "x for x in y ",
        "let ",
        "let x = ",
        "let x = 1 ",
        "let x = a +\n",
        "allow a, ",
        "allow a to b, ",
        "allow a to b on ",
        "assert a, ",
        "asert a, ",
        "param x: ",
        "param x: {",
        "type x = {a",
        "resource a: ",
        "use ",
        "use \"a\" ",
        "x: ",
        "x:\n - a\n",
        "x.",
        "component a {\n",
        "if a {\n",
        "for a in b {\n",
        "x = [\n",
        "x = [1 2]\n",
        "x = {a: 1, b: 2}\n",
        "x = [a for a in b]\n",
        "queue a { visibility = 30 s }\n",
        "=======\n",
        "{{",
        "a = \"b, c = 1 }\n",
        "(a,, b) ",
        "x = (1, 2)\n",
        "x = a[]\n",
        "a b { x = [ } \n",
        "lambda x: ",
        "x => ",
        "|x| ",
        "and a ",
        "not a ",
        "a and ",
        "a b c d e f\n",
    ];
    for unit in units {
        reads(unit, &fill(unit, size()));
    }
}

#[test]
fn one_unit_many_times_within_a_bracket() {
    let units = [
        "a 1\n",
        "a = \n",
        "a = [1 2]\n",
        "a = 1, , ",
        "a = (1 2) ",
        "a b { c 1 }\n",
        "\"",
        "a = \"b\n",
        "é = 1\n",
        "f(a)(",
        "f(a b) + ",
        "f[] + ",
        "[1][2 3]",
        "x = 30 s\n",
        "1 ",
    ];
    for unit in units {
        reads(&format!("block of {unit}"), &format!("a b {{\n{}}}\n", fill(unit, size())));
        reads(&format!("list of {unit}"), &format!("a = [\n{}]\n", fill(unit, size())));
    }
}

#[test]
fn one_mistake_at_the_end_of_a_long_line() {
    reads("long sum", &format!("x = {}* * 2", fill("1 + ", size())));
    reads("long list", &format!("x = [{}= 2]", fill("1, ", size())));
    reads("long record", &format!("x = {{{} c d }}", fill("a = 1, ", size())));
    reads("long text", &format!("x = \"{}", fill("a ", size())));
    reads("long interpolation", &format!("x = \"{}${{b c}}\"", fill("${a} ", size())));
    reads("long chain", &format!("x = a{}.", fill(".b", size())));
    reads("long type", &format!("param x: a{} | = 2", fill(" | b", size())));
    reads("long sentence", &format!("allow a{} b", fill(".c", size())));
}

/// However long a text is, what does not read is never passed over in silence.
#[test]
fn something_is_said_of_what_does_not_read() {
    for (head, unit, tail) in [
        ("param x: a", " | b", " | = 2"),
        ("", "<<A\n", ""),
        ("x = ", "1 + ", "* * 2"),
        ("x = \"", "${a} ", "${b c}\""),
    ] {
        let text = format!("{head}{}{tail}\n", fill(unit, 1 << 19));
        assert!(!File::parse(&text).findings(FileId::ROOT).is_empty(), "{head}{unit}{tail}");
    }
}

#[test]
fn mistakes_at_every_depth() {
    for (open, close) in [
        ("a b {\n c 1\n", "d 2\n}\n"),
        ("x = [1 2, ", "3 4]"),
        ("f(1 2, ", "3 4)"),
        ("{ a 1, b = ", " c 2 }"),
        ("\"${a b ", "}\""),
    ] {
        for depth in [10, 45, 90] {
            let nest = format!("{}1{}\n", open.repeat(depth), close.repeat(depth));
            reads(&format!("{depth} deep {open:?}"), &nest);
            reads(&format!("{depth} deep, often {open:?}"), &fill(&nest, size()));
            let wide = format!("{}{}{}\n", open.repeat(depth), fill("1, ", size()), close.repeat(depth));
            reads(&format!("{depth} deep, wide {open:?}"), &wide);
        }
    }
}

/// A stream of numbers that is the same in every run.
fn noise(seed: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(seed), |&state| {
        let state = state ^ state << 13;
        let state = state ^ state >> 17;
        Some(state ^ state << 5)
    })
}

#[test]
fn random_characters_and_words() {
    let printable: Vec<char> = (' '..='~').chain(['\n', 'é']).collect();
    let words = [
        "queue ", "a", " ", "\n", "{", "}", "[", "]", "(", ")", "\"", "${", "=", ",", ".", "let ", "if ", "for ",
        " in ", "1", "30s", "\"\"\"", "//", ":", "@", "allow ", " to ", "else ",
    ];
    for seed in 1..6 {
        let pick = |many: usize, state: u32| state as usize % many;
        let text: String =
            noise(seed).take(size() / 5).filter_map(|state| printable.get(pick(printable.len(), state))).collect();
        reads("characters", &text);
        let text: String = noise(seed)
            .take(size() / 10)
            .filter_map(|state| words.get(pick(words.len(), state / 7)).copied())
            .collect();
        reads("words", &text);
    }
}

#[test]
fn programs_cut_off_anywhere() {
    let short = include_str!("../../../tests/corpus/mistakes/closers_in_several_places.cld");
    let mixed = include_str!("../../../tests/corpus/mistakes/mistake_in_deep_record.cld");
    for text in [short, mixed, include_str!("../../../tests/corpus/programs/serverless_shop.cld")] {
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let start = &text[..end];
            assert_eq!(File::parse(start).text(), start, "up to {end}");
        }
    }
}

/// Chains are trees as deep as they are long: whoever computes one must not run out of stack.
#[test]
fn chains_end_somewhere() {
    let codes = |text: &str| {
        let findings = File::parse(text).findings(FileId::ROOT);
        findings.iter().map(|finding| finding.code.name).collect::<Vec<_>>()
    };
    for (head, link, tail) in [
        ("let x = 1", " + 1", ""),
        ("let x = a", ".b", ""),
        ("let x = a", "[0]", ""),
        ("let x = a", "()", ""),
        ("let x = ", "!", "true"),
        ("let x = (a", ".b", ")"),
        ("let x = { a", ".b", " = 1 }"),
        ("patch a", ".b", " { c = 1 }"),
    ] {
        let text = |links: usize| format!("{head}{}{tail}\nlet y = 1\n", link.repeat(links));
        assert_eq!(codes(&text(500)), [""; 0], "{head}{link}");
        assert_eq!(codes(&text(501)), ["too-deep"], "{head}{link}");
        assert_eq!(codes(&text(200_000)), ["too-deep"], "{head}{link}");
        reads("a chain", &text(200_000));
    }
    let level = |inner: String| format!("({inner}{})", " + 1".repeat(10));
    let nested = |levels: usize| format!("let x = {}\n", (0..levels).fold("1".to_owned(), |inner, _| level(inner)));
    assert_eq!((codes(&nested(50)), codes(&nested(51))), (vec![], vec!["too-deep"]));
}

/// The deepest program fits the stack of a test or worker thread, without optimisation and laid out too.
#[test]
fn the_deepest_program_fits_a_small_stack() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{ a = ", " }"),
        ("f(", ")"),
        ("a[", "]"),
        ("\"${", "}\""),
        ("(if a then ", " else 1)"),
    ] {
        // A text and its `${` count as two.
        let depth = if open.starts_with('"') { 49 } else { 99 };
        let text = format!("let x = {}1{}\n", open.repeat(depth), close.repeat(depth));
        let reader = move || (File::parse(&text).is_sound(), cloudc_syntax::format(&text).is_ok());
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(reader);
        assert_eq!(thread.map(|thread| thread.join().ok()).ok().flatten(), Some((true, true)), "{open}");
    }
    let blocks = format!("{}{}\n", "a b {\n".repeat(99), "}\n".repeat(99));
    assert!(File::parse(&blocks).is_sound());
}

#[test]
fn a_byte_order_mark_is_passed_over_at_the_start_only() {
    for text in ["\u{feff}queue q {}\n", "\u{feff}// a\r\nqueue q {}\r\n", "\u{feff}\nlet a = 1\n"] {
        let file = File::parse(text);
        assert!(file.findings(FileId::ROOT).is_empty(), "{text:?}: {:?}", file.findings(FileId::ROOT));
    }
    let inside = File::parse("queue q {\n  \u{feff}keep = 4d\n}\n");
    assert_eq!(inside.findings(FileId::ROOT).len(), 1);
}
