//! What programs compute.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_sema::Program;

/// The value of an expression in a program; its findings if there is none.
fn value(program: &str, expression: &str) -> String {
    let world =
        MemoryWorld::new().with("main.cld", program).with("lib/worker.cld", "param n: Int = 2\noutput twice = n * 2\n");
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    match program.eval(expression) {
        Some(value) => value.to_string(),
        None => messages(&program).join("; "),
    }
}

fn messages(program: &Program<'_>) -> Vec<String> {
    program.findings().iter().map(|finding| finding.message.clone()).collect()
}

fn check(program: &str) -> Vec<String> {
    let world = MemoryWorld::new().with("main.cld", program);
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    messages(&program)
}

#[test]
fn names_are_used_before_they_are_declared() {
    assert_eq!(value("let a = b + 1\nlet b = 2\n", "a * b"), "6");
    assert_eq!(value("let a = b\nlet b = c\nlet c = a\n", "a"), "`a` needs itself: a -> b -> c -> a");
    assert_eq!(value("let days = 4d\n", "dais"), "there is no `dais` here");
}

#[test]
fn units_keep_their_kind() {
    assert_eq!(value("", "2h / 1s"), "7200");
    assert_eq!(value("", "90% / 1%"), "90");
    assert_eq!(value("", "2h + 30min"), "150min");
    assert_eq!(value("", "512MiB * 2"), "1GiB");
    assert_eq!(value("", "30s / 4"), "7500ms");
    assert_eq!(value("", "1h == 60min"), "true");
    assert_eq!(value("", "1h + 1GiB"), "`+` does not join a Duration and a Size");
    assert_eq!(value("", "7 / 2"), "7 is no multiple of 2");
    assert_eq!(value("", "7.0 / 2"), "3.5");
    assert_eq!(value("", "-(2 - 5)"), "3");
    assert_eq!(value("", "9223372036854775807 + 1"), "the result is too large");
    assert_eq!(value("", "1 / 0"), "this is zero: nothing can be divided by it");
}

#[test]
fn texts_take_values_in() {
    assert_eq!(value("let n = 3\n", "\"${n} of ${10.0.0.0/16}, ${1.5}, ${true}\""), "\"3 of 10.0.0.0/16, 1.5, true\"");
    assert_eq!(value("", "\"${30s}\""), "a Duration does not become text by itself");
    assert_eq!(value("param host: String\n", "\"https://${host}/\""), "\"https://${host}/\"");
}

#[test]
fn later_values_pass_and_are_not_branched_on() {
    assert_eq!(value("param n: Int\n", "[n, 2][1]"), "2");
    // Without a value for the param nothing is wrong and nothing is known (D6).
    assert_eq!(value("param n: Int\n", "if n > 2 then 1 else 2"), "");
    assert_eq!(value("param hosts: [String]\n", "hosts[0]"), "hosts[0]");
    assert_eq!(value("param host: String\n", "join([host, \"b\"], \"-\")"), "join([host, \"b\"], \"-\")");
}

#[test]
fn null_is_passed_on_or_replaced() {
    let program = "let prod = false\nif prod {\n  let limit = { most = 3 }\n}\n";
    assert_eq!(value(program, "limit"), "null");
    assert_eq!(value(program, "limit?.most ?? 5"), "5");
    assert_eq!(value(program, "limit.most"), "this is null, and `.most` needs a value");
    assert_eq!(value(&program.replace("false", "true"), "limit?.most ?? 5"), "3");
}

#[test]
fn loops_make_lists_records_and_declarations() {
    assert_eq!(value("", "[for i, x in [\"a\", \"b\"] if x != \"a\" => \"${x}${i}\"]"), "[\"b1\"]");
    assert_eq!(value("", "{ for k, v in { a = 1, b = 2 } => \"${k}2\" = v * 2 }"), "{ a2 = 2, b2 = 4 }");
    let program = "for i, zone in [\"a\", \"b\"] {\n  let number = i * 10\n  let next = number + 1\n}\n";
    assert_eq!(value(program, "next"), "{ a = 1, b = 11 }");
    assert_eq!(value(program, "number[\"b\"]"), "10");
    assert_eq!(check("for z in [1, 1] {\n  let a = z\n}\n").len(), 1);
}

#[test]
fn records_are_set_merged_and_spread() {
    assert_eq!(
        value("let base = { a = 1, b = 2 }\n", "{ ...base, b = 3, c { d = 4 } }"),
        "{ a = 1, b = 3, c = { d = 4 } }"
    );
    assert_eq!(value("", "{ a.b = 1, a.c = 2, if true { d = 3 } else { e = 4 } }"), "{ a = { b = 1, c = 2 }, d = 3 }");
    assert_eq!(value("", "{ pool a { n = 1 }, pool b { n = 2 } }"), "{ pool = { a = { n = 1 }, b = { n = 2 } } }");
    assert_eq!(value("", "{ a = 1, a = 2 }"), "`a` is set twice");
    assert_eq!(value("", "{ a = 1 }.b"), "this record has no `b`");
}

#[test]
fn components_take_params_and_give_outputs() {
    let program = "
component worker {
  param count: Int
  param name: String = \"w\"
  param pool: {Any} = {}
  let doubled = count * 2
  output label = \"${name}-${doubled}\"
  output pools = keys(pool)
}
let base = 3
worker one { count = base, pool a {} }
for z in [\"x\", \"y\"] {
  worker each { count = 1, name = z }
}
use \"./lib/worker.cld\" as other
other two { n = one.count_of ?? 5 }
other three { n = 5 }
";
    assert_eq!(value(program, "one.label"), "\"w-6\"");
    assert_eq!(value(program, "one.pools"), "[\"a\"]");
    assert_eq!(value(program, "[each[\"x\"].label, each[\"y\"].label]"), "[\"x-2\", \"y-2\"]");
    assert_eq!(value(program, "three.twice"), "10");
    assert_eq!(value(program, "each"), "{ x = each[\"x\"], y = each[\"y\"] }");
    assert_eq!(value(program, "two.twice"), "`one` has no `count_of`");
    assert_eq!(value(program, "one.labell"), "`one` has no `labell`");
}

#[test]
fn calls_are_held_against_their_noun() {
    let noun = "component worker {\n  param count: Int\n  output twice = count * 2\n}\n";
    assert_eq!(
        check(&format!("{noun}worker one {{ cuont = 1 }}\n")),
        ["`worker` has no param `cuont`", "`count` is not set"]
    );
    assert_eq!(check(&format!("{noun}woker one {{ count = 1 }}\n")), ["there is no noun `woker` here"]);
}

#[test]
fn long_chains_end() {
    let chain =
        |n: usize| (1..n).fold("let a0 = 1\n".to_owned(), |text, i| format!("{text}let a{i} = a{} + 1\n", i - 1));
    assert_eq!(value(&chain(1500), "a1499"), "1500");
    let deep = |i: usize| format!("let b{i} = {}b{}{}\n", "[".repeat(90), i - 1, "][0]".repeat(90));
    let nested = (1..500).fold("let b0 = 7\n".to_owned(), |text, i| text + &deep(i));
    assert_eq!(value(&nested, "b499"), "7");
    assert_eq!(value(&chain(5000), "a4999"), "more than 2000 values need one another in a row");
}

#[test]
fn params_hold_values_against_their_types() {
    let with = |ty: &str, given: &str| {
        let program = format!(
            "type Pool = {{ size: Range, labels: {{String}} = {{}}, at: Percent? }}\nparam p: {ty} = {given}\n"
        );
        value(&program, "p")
    };
    assert_eq!(with("Int(1..6)", "3"), "3");
    assert_eq!(with("Int(1..6)", "9"), "`p` takes an Int from 1 to 6, and this is `9`");
    assert_eq!(with("Duration(0s..12h)", "13h"), "`p` takes a Duration from 0ms to 12h, and this is `13h`");
    assert_eq!(with("String", "10.0.0.0/16"), "\"10.0.0.0/16\"");
    assert_eq!(with("String", "30s"), "`p` takes a String, and this is `30s`");
    assert_eq!(with("\"a\" | \"b\"", "\"c\""), "`p` takes \"a\" or \"b\", and this is `\"c\"`");
    assert_eq!(with("Int?", "null"), "null");
    assert_eq!(with("[Int]", "[1, \"x\"]"), "`p[1]` takes an Int, and this is `\"x\"`");
    assert_eq!(with("{Int}", "{ a = 1 }"), "{ a = 1 }");
    assert_eq!(with("Pool", "{ size = 0..3 }"), "{ size = 0..3, labels = {} }");
    assert_eq!(with("Pool", "{ size = 0..3, sise = 1 }"), "`p` has no field `sise`");
    assert_eq!(with("Pool", "{ labels = {} }"), "`p.size` is not set: it takes a Range");
    assert_eq!(with("Strng", "1"), "there is no type `Strng`");
    assert_eq!(
        with("Secret<String>", "\"x\""),
        "`p` takes a reference to a secret: `ssm:`, `secretsmanager:`, `env:` or `file:`"
    );
}

#[test]
fn resources_give_what_was_written_or_what_the_cloud_returns() {
    let program = "
resource builds: aws.sqs.Queue { VisibilityTimeout = 2h / 1s }
resource cache: aws.elasticache.ReplicationGroup { ReplicationGroupDescription = \"c\" }
";
    assert_eq!(value(program, "builds"), "builds");
    assert_eq!(value(program, "builds.VisibilityTimeout"), "7200");
    assert_eq!(value(program, "[builds.Arn, builds.QueueName]"), "[builds.Arn, builds.QueueName]");
    assert_eq!(value(program, "cache.PrimaryEndPoint.Address"), "cache.PrimaryEndPoint.Address");
    let home = "component home {\n  connection = {}\n}\nhome here {}\n";
    let pod = &format!("{home}resource pod: k8s.core.v1.Pod on here {{ metadata = {{ name = \"p\" }} }}\n");
    assert_eq!(value(pod, "pod.metadata.name"), "\"p\"");
    assert_eq!(value(pod, "pod.spec"), "`spec` is a property of `k8s.core.v1.Pod` that is not set here");
    assert_eq!(value(program, "builds.DelaySecond"), "`aws.sqs.Queue` has no `DelaySecond`");
    assert_eq!(value(program, "if builds.Arn == \"x\" then 1 else 2"), "`==` needs a value that is known now");
    assert_eq!(check("resource a: AWS.SQS.Queue {}\n"), ["there is no resource type `AWS.SQS.Queue`"]);
}

#[test]
fn what_would_fill_the_machine_is_stopped() {
    let doubled = |start: &str, twice: &str| {
        (1..60).fold(format!("let a0 = {start}\n"), |text, i| {
            format!("{text}let a{i} = {}\n", twice.replace("it", &format!("a{}", i - 1)))
        })
    };
    for (start, twice) in
        [("1", "[it, it]"), ("\"a\"", "\"${it}${it}\""), ("[1]", "concat(it, it)"), ("{ a = 1 }", "{ b = it, c = it }")]
    {
        assert_eq!(value(&doubled(start, twice), "a59"), "this value is too large", "{twice}");
    }
    assert_eq!(
        value(&format!("param a: String\n{}", doubled("a", "\"${it}-${it}\"")), "a59"),
        "this value is too large"
    );
}

#[test]
fn in_a_loop_a_name_is_this_turns_thing_and_with_a_key_any_turns() {
    let program = "
component worker {
  param n: Int
  output n = n
}
for z in [\"a\", \"b\"] {
  let numbers = [10, 20]
  worker one { n = numbers[0] }
  let mine = one.n
  let first = one[\"a\"].n
  if z == \"a\" { let side = \"left\" } else { let side = \"right\" }
}
";
    assert_eq!(value(program, "mine"), "{ a = 10, b = 10 }");
    assert_eq!(value(program, "first"), "{ a = 10, b = 10 }");
    assert_eq!(value(program, "side"), "{ a = \"left\", b = \"right\" }");
    assert_eq!(check(program), Vec::<String>::new());
    assert_eq!(value("", "[tcp(22).number, udp(1..5).range.max, icmp().protocol]"), "[22, 5, \"icmp\"]");
}

#[test]
fn the_app_can_be_read_anywhere() {
    let program = "app shop { region = \"eu-west-1\" }\ncomponent worker {\n  output at = \"${app.name} in ${app.region}\"\n}\nworker one {}\n";
    assert_eq!(value(program, "one.at"), "\"shop in eu-west-1\"");
    assert_eq!(value(program, "[app.account, app.tags]"), "[app.account, {}]");
    assert_eq!(value(program, "app.regon"), "`app` has no `regon`");
    assert_eq!(
        value("app shop { region = app.region }\n", "app.region"),
        "`app.region` needs itself: app.region -> app.region"
    );
}

#[test]
fn a_noun_is_read_once_for_all_its_instances() {
    let twice = "component worker {\n  let a = 1\n  let a = 2\n}\nworker one {}\nworker two {}\nworker three {}\n";
    assert_eq!(check(twice), ["`a` is declared twice"]);
    let world = MemoryWorld::new()
        .with("main.cld", "use \"./w.cld\" as w\nw one {}\nw two {}\n")
        .with("w.cld", "let a = 10m\n");
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    assert_eq!(messages(&program), ["`m` is no unit"]);
}

#[test]
fn a_noun_does_not_contain_itself() {
    let program = "component a {\n  b inner {}\n  output x = inner.x\n}\ncomponent b {\n  a inner {}\n  output x = inner.x\n}\na top {}\n";
    assert_eq!(value(program, "top.x"), "`a` contains itself");
    assert_eq!(check(program), ["`a` contains itself"]);
    let world = MemoryWorld::new().with("main.cld", "use \"./main.cld\" as again\nagain one {}\n");
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    assert_eq!(messages(&program), ["`again` contains itself"]);
}
