//! How functions are called, what files they read, and what they carry of their arguments.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cloudc_base::value::Value;
use cloudc_base::{Finding, MemoryWorld, World, WorldError};
use cloudc_sema::Program;

/// The value of an expression beside `main.cld`; its first finding if there is none.
fn eval(world: &dyn World, expression: &str) -> Result<Value, Box<(Finding, String)>> {
    let mut program = Program::open(world, "main.cld").expect("it is there");
    let value = program.eval(expression);
    let (sources, findings) = program.finish();
    value.ok_or_else(|| {
        let finding = findings.into_iter().next().expect("what gives nothing is reported");
        let text = sources.slice(finding.primary.span).to_owned();
        Box::new((finding, text))
    })
}

fn main(program: &str) -> MemoryWorld {
    MemoryWorld::new().with("main.cld", program)
}

fn value(program: &str, expression: &str) -> String {
    eval(&main(program), expression).map_or_else(|wrong| wrong.0.message, |value| value.to_string())
}

/// The message of a wrong expression, the text it points at, and what the fix would write there.
fn wrong(world: &dyn World, expression: &str) -> (String, String, Option<String>) {
    let (finding, text) = *eval(world, expression).expect_err("it is wrong");
    let fix = finding.fix.and_then(|fix| fix.edits.into_iter().next()).map(|edit| edit.text);
    (finding.message, text, fix)
}

#[test]
fn arguments_are_given_in_order_then_by_name() {
    assert_eq!(value("", "split(between = \",\", text = \"a,b\")"), "[\"a\", \"b\"]");
    assert_eq!(value("", "split(\"a,b\", between = \",\")"), "[\"a\", \"b\"]");
    assert_eq!(value("", "image(\"debian/12\", arch = null, gpu = null).arch"), "\"x86_64\"");
    assert_eq!(value("", "image(\"debian/12\", \"arm64\").arch"), "\"arm64\"");
    let cases = [
        ("split(\"a\")", "`between` is missing: this is called as `split(text, between)`", "split(\"a\")"),
        ("split(\"a\", \"b\", \"c\")", "this is called as `split(text, between)`", "split(\"a\", \"b\", \"c\")"),
        ("split(\"a\", text = \"b\")", "`text` is given twice", "text"),
        ("concat()", "`list` is missing: this is called as `concat(list, ..)`", "concat()"),
        ("split(null, \",\")", "`split` takes a String as `text`, and this is null", "null"),
        (
            "trust(source = 1)",
            "`principal` is missing: this is called as `trust(principal, .., account = false, source = ..)`",
            "trust(source = 1)",
        ),
    ];
    for (call, message, at) in cases {
        let (found, text, _) = wrong(&main(""), call);
        assert_eq!((found.as_str(), text.as_str()), (message, at), "{call}");
    }
}

#[test]
fn a_misspelt_name_has_a_fix() {
    let found = wrong(&main(""), "image(\"debian/12\", arhc = \"arm64\")");
    assert_eq!(found, ("`image` has no argument `arhc`".to_owned(), "arhc".to_owned(), Some("arch".to_owned())));
    let found = wrong(&main(""), "image(\"debain/12\")");
    assert_eq!(found.2.as_deref(), Some("\"debian/12\""));
    let found = wrong(&main(""), "managed(\"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole\")");
    assert_eq!(found.2.as_deref(), Some("\"AWSLambdaBasicExecutionRole\""));
    let found = wrong(&main(""), "managed(\"AWSLambdaFullAccess\")");
    assert_eq!(found.2.as_deref(), Some("\"AWSLambda_FullAccess\""));
}

#[test]
fn every_mistake_in_the_arguments_is_found() {
    let world = main("");
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    assert!(program.eval("join([nope], 1s)").is_none());
    assert_eq!(program.findings().len(), 2);
}

#[test]
fn files_are_beside_the_file_that_says_them() {
    let world = main("use \"lib/worker.cld\" as worker\nworker one {}\n")
        .with("lib/worker.cld", "output script = file(\"init.sh\")\noutput up = file(\"../motd\")\n")
        .with("lib/init.sh", "lib\n")
        .with("init.sh", "root\n")
        .with("motd", "hello\n");
    let text = |expression: &str| eval(&world, expression).unwrap().to_string();
    assert_eq!(text("one.script"), "\"lib\\n\"");
    assert_eq!(text("one.up"), "\"hello\\n\"");
    assert_eq!(text("file(\"init.sh\")"), "\"root\\n\"");
    assert_eq!(text("file(\"lib/../init.sh\")"), "\"root\\n\"");
}

#[test]
fn a_missing_file_has_a_fix_where_one_is_near() {
    let world = main("").with("worker/init.sh", "").with("worker/deep/a.txt", "");
    let (message, at, fix) = wrong(&world, "file(\"worker/inti.sh\")");
    assert_eq!((message.as_str(), at.as_str()), ("there is no file `worker/inti.sh`", "\"worker/inti.sh\""));
    assert_eq!(fix.as_deref(), Some("\"worker/init.sh\""));
    assert_eq!(wrong(&world, "file(\"wroker/deep/a.txt\")").2.as_deref(), Some("\"worker/deep/a.txt\""));
    assert_eq!(wrong(&world, "file(\"elsewhere/x\")").2, None);
    assert_eq!(wrong(&world, "dir(\"worker/init.sh\")").0, "`worker/init.sh` is a file, and a folder is taken");
    assert_eq!(wrong(&world, "dir(\"worker\", exclude = [\"*\"])").0, "no file of `worker` is left to take");
}

#[test]
fn templates_point_at_the_key() {
    let world = main("").with("t", "${a} ${b} ${c$ ${a}${} ${unclosed");
    assert_eq!(
        wrong(&world, "template(\"t\", { a = 1, bb = 2 })"),
        ("`${bb}` does not occur in `t`".to_owned(), "bb".to_owned(), None)
    );
    assert_eq!(wrong(&world, "template(\"t\", { a = 1s })").1, "a");
    let text = eval(&world, "template(\"t\", { a = 1.0, b = true })").unwrap();
    assert_eq!(text, Value::text("1.0 true ${c$ 1.0${} ${unclosed"));
    let untouched = eval(&world, "template(\"t\", {})").unwrap();
    assert_eq!(untouched, Value::text("${a} ${b} ${c$ ${a}${} ${unclosed"));
}

#[test]
fn what_holds_a_secret_is_secret_and_what_holds_a_later_value_is_later() {
    let program = "param password: Secret<String>\nresource thing: aws.sqs.Queue {}\nlet host = thing.QueueName\n";
    let world = main(program).with("t", "${p}");
    for call in [
        "json({ p = password })",
        "yaml([password])",
        "base64(password)",
        "join([\"a\", password], \"\")",
        "split(password, \",\")",
        "template(\"t\", { p = password })",
    ] {
        let value = eval(&world, call).unwrap();
        assert!(value.is_secret() && value.later().is_some(), "{call}");
        let value = eval(&world, &call.replace("password", "host")).unwrap();
        assert!(!value.is_secret() && value.later().is_some(), "{call}");
    }
    for call in [
        "lower(host)",
        "length(host)",
        "sum([host])",
        "sort([host])",
        "contains([host], 1)",
        "range(host)",
        "file(host)",
    ] {
        let message = eval(&world, call).expect_err("it needs a value now").0.message;
        assert!(message.ends_with("needs a value that is known now"), "{call}: {message}");
    }
}

#[test]
fn arns_are_of_the_partition_of_the_region() {
    let china = "app shop { region = \"cn-north-1\" }\n";
    assert_eq!(value(china, "managed(\"ReadOnlyAccess\")"), "\"arn:aws-cn:iam::aws:policy/ReadOnlyAccess\"");
    let own = "app shop { region = \"cn-north-1\", tags = { arn = managed(\"ReadOnlyAccess\") } }\n";
    assert_eq!(value(own, "app.tags.arn"), "\"arn:aws-cn:iam::aws:policy/ReadOnlyAccess\"");
}

#[test]
fn conditions_are_laid_together() {
    let statement = "{ actions = \"a:B\", on = \"*\", account = \"123456789012\", source = [\"arn:a\", \"arn:b\"], \
        where = { ArnLike = { \"aws:PrincipalArn\" = \"arn:c\" } } }";
    let condition = value("", &format!("document([{statement}]).Statement[0].Condition"));
    let expected = "{ ArnLike = { \"aws:PrincipalArn\" = \"arn:c\", \"aws:SourceArn\" = [\"arn:a\", \"arn:b\"] }, \
        StringEquals = { \"aws:SourceAccount\" = \"123456789012\" } }";
    assert_eq!(condition, expected);
    let twice = statement.replace("aws:PrincipalArn", "aws:SourceArn");
    assert_eq!(value("", &format!("document([{twice}])")), "`where` asks for `aws:SourceArn` already");
    assert_eq!(value("", "trust(\"a.amazonaws.com\", source = \"topic\")"), "a source is an ARN, or a list of ARNs");
    assert_eq!(value("", "trust(\"a.amazonaws.com\", account = \"12\")"), "`12` is no account: 12 digits");
}

/// A world that counts what is read, with files that are no text.
struct Counting {
    files: MemoryWorld,
    read: AtomicUsize,
}

impl World for Counting {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        self.files.read(path)
    }

    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        self.read.fetch_add(1, Ordering::Relaxed);
        self.files.read(path).map(|text| text.bytes().map(|byte| byte ^ 0xff).collect())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        self.files.list(folder)
    }
}

#[test]
fn assets_are_read_once_and_kept_once() {
    let program = "let a = [for i in range(50) => dir(\"src\").key]\nlet b = dir(\"copy\").key\nlet c = build(\"src\", with = \"make\").key\n";
    let files = main(program).with("src/a", "1").with("src/.git/HEAD", "x").with("copy/a", "1");
    let world = Counting { files, read: AtomicUsize::new(0) };
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    assert_eq!(program.eval("a[0] == b && b != c"), Some(Value::Bool(true)));
    assert_eq!(world.read.load(Ordering::Relaxed), 3, "src, copy, and src again for what is built of it");
    let assets = program.assets();
    assert_eq!(assets.len(), 2);
    let made = assets.iter().find_map(|asset| asset.recipe.as_ref()).expect("one is built");
    assert_eq!((&*made.command, made.output.as_deref()), ("make", None));
    assert!(assets.iter().all(|asset| asset.files.iter().map(|file| &**file).eq(["a"]) && &*asset.path == "src"));
}

#[test]
fn an_asset_is_named_by_what_is_in_it() {
    let key = |files: &[(&str, &str)], call: &str| {
        let world = files.iter().fold(main(""), |world, (path, text)| world.with(*path, *text));
        eval(&world, call).unwrap().to_string()
    };
    let plain = key(&[("s/a", "1"), ("s/b", "2")], "dir(\"s\").key");
    assert_eq!(plain, key(&[("t/a", "1"), ("t/b", "2")], "dir(\"t\").key"));
    assert_eq!(plain, key(&[("s/a", "1"), ("s/b", "2"), ("s/c.md", "3")], "dir(\"s\", exclude = [\"*.md\"]).key"));
    for other in [&[("s/a", "12"), ("s/b", "")], &[("s/a", "1"), ("s/b1", "2")], &[("s/a", "1"), ("s/c", "2")]] {
        assert_ne!(plain, key(other, "dir(\"s\").key"), "{other:?}");
    }
}
