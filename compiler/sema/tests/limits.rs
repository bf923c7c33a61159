//! Nothing that a program asks of a function fills the machine, takes long or panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_sema::{Program, functions};
use proptest::prelude::*;

/// What an expression gives in a program: its kind, or the message of its first finding.
fn gives(program: &str, expression: &str) -> String {
    let world = MemoryWorld::new().with("main.cld", program).with("t", "${".repeat(1 << 20)).with("s/a", "1");
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    match program.eval(expression) {
        Some(value) => value.kind().to_owned(),
        None => program.findings().first().expect("what gives nothing is reported").message.clone(),
    }
}

/// A text of ten million characters, a list of a hundred thousand numbers, and a value that weighs a million.
const HEAVY: &str = "
let t1 = \"xxxxxxxxxx\"
let t2 = join([for i in range(100) => t1], \"\")
let t3 = join([for i in range(100) => t2], \"\")
let t4 = join([for i in range(100) => t3], \"\")
let numbers = range(100000)
let heavy = [for i in range(10) => numbers]
";

#[test]
fn what_would_fill_the_machine_is_refused() {
    let large = "this value is too large";
    for (expression, expected) in [
        ("split(t4, \"x\")", large),
        ("replace(t4, \"x\", t4)", large),
        ("replace(t4, \"xx\", \"yyyyy\")", large),
        ("join(heavy[0], t4)", large),
        ("join([t4, t4], \"\")", large),
        ("json([t4, t4])", large),
        ("yaml([for i in range(30) => { a = heavy }])", large),
        ("concat(heavy, heavy, heavy, heavy, heavy)", large),
        ("flat([heavy, heavy, heavy, heavy])", large),
        ("range(1000000000000)", "a list has 0 to 100000 numbers, not 1000000000000"),
        ("take(numbers, 1000000000)", "a list"),
        ("take(t4, 9223372036854775807)", "a String"),
        ("length(t4)", "an Int"),
        ("sha256(t4)", "a String"),
        ("base64(t4)", "a String"),
        ("upper(t4)", "a String"),
        ("sort(numbers)", "a list"),
        ("unique(numbers)", "a list"),
        ("subnet(cidr(\"::/0\"), 64, 1000000000000000000)", "a Cidr"),
        ("subnet(cidr(\"::/0\"), 128, 9223372036854775807)", "a Cidr"),
        ("subnet(10.0.0.0/8, 24, 16777215)", "a Cidr"),
        ("subnet(10.0.0.0/8, 25, 0)", "`10.0.0.0/8` has no part 0 with 25 more bits"),
        ("subnet(10.0.0.0/8, -1, 0)", "`10.0.0.0/8` has no part 0 with -1 more bits"),
        ("template(\"t\", { a = 1 })", "`${a}` does not occur in `t`"),
        ("file(t4)", "a path has at most 1000 bytes"),
        ("dir(\"s\", exclude = [t4])", "there are at most 1000 patterns, of at most 1000 bytes each"),
        ("[for i in numbers => range(100000)]", "this program computes too much; it was stopped here"),
        ("[for i in numbers => length(range(100000))]", "this program computes too much; it was stopped here"),
        ("[for i in numbers => length(file(\"t\"))]", "this program computes too much; it was stopped here"),
        ("[for i in numbers => sha256(t4)]", "this program computes too much; it was stopped here"),
        ("[for i in numbers => length(dir(\"s\").files)][0]", "an Int"),
        ("[for i in numbers => length(heavy)]", "this program computes too much; it was stopped here"),
    ] {
        assert_eq!(gives(HEAVY, expression), expected, "{expression}");
    }
}

#[test]
fn what_is_deep_is_refused() {
    let deep: String = (1..1500).map(|i| format!("let a{i} = [a{}]\n", i - 1)).collect();
    let program = format!("let a0 = 1\n{deep}");
    assert_eq!(gives(&program, "a1499"), "more than 200 values stand in one another here");
    assert_eq!(gives(&program, "json(a150)"), "this is nested too deep for a document");
    assert_eq!(gives(&program, "json(a100)"), "a String");
}

/// Arguments of every kind, right and odd.
const ARGUMENTS: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "7",
    "9223372036854775807",
    "1.5",
    "-0.0",
    "1e",
    "\"\"",
    "\"a\"",
    "\"a,b\"",
    "\"é\"",
    "\"*\"",
    "\"lambda.amazonaws.com\"",
    "\"123456789012\"",
    "\"..\"",
    "\"s\"",
    "\"t\"",
    "\"main.cld\"",
    "\"ubuntu/24.04\"",
    "\"ssm:/a\"",
    "30s",
    "1GiB",
    "80%",
    "10.0.0.0/16",
    "0.0.0.0/0",
    "10.0.0.7",
    "0..3",
    "1s..2s",
    "tcp(22)",
    "icmp()",
    "[]",
    "[1, 2.5]",
    "[[1], []]",
    "[\"a\", null]",
    "[later]",
    "{}",
    "{ a = 1 }",
    "{ actions = \"a:B\", on = \"*\" }",
    "[{ actions = later, on = later, principal = later }]",
    "later",
    "secret",
    "[secret]",
    "thing",
    "[thing, thing]",
    "cidr(\"::/0\")",
    "\"${later}\"",
    "[1s, 2s]",
    "[80%]",
];

const WORLD: &str = "param secret: Secret<String>\nresource thing: aws.sqs.Queue {}\nlet later = thing.QueueName\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn any_call_gives_a_value_or_says_why_not(
        function in prop::sample::select(functions()),
        arguments in prop::collection::vec((prop::sample::select(ARGUMENTS), any::<prop::sample::Index>(), 0..4u8), 0..5),
    ) {
        let shown: Vec<String> = arguments.iter().map(|(value, at, named)| match named {
            0 if !function.params.is_empty() => format!("{} = {value}", function.params[at.index(function.params.len())].name),
            _ => (*value).to_owned(),
        }).collect();
        gives(WORLD, &format!("{}({})", function.name, shown.join(", ")));
    }
}
