//! Changes of programs that leave most of them whole: parts of the tree take the place of others of their kind.
//!
//! Bytes changed at random mostly give text that does not read, and then nothing is computed. What this makes still reads,
//! and means something else.

use std::ops::Range;

use cloudc_compiler::{File, Kind};

use crate::program::{bytes, files};
use crate::random::Random;

/// Values on which programs break.
const VALUES: &[&str] = &[
    "null", "true", "0", "-1", "1.5", "9223372036854775807", "0.1", "\"\"", "\"a\"", "\"${self.name}\"", "[]", "{}", "[null]",
    "30s", "512MiB", "80%", "0..20", "5..1", "10.0.0.0/16", "10.0.0.7", "tcp(22)", "all()", "self", "given", "app.region",
    "app", "range(100000)", "[for x in range(1000) => x]", "{ for k, v in { a = 1 } => k = v }", "if true then 1",
    "json({ a = [self] })", "file(\"main.cld\")", "internet", "anyone", "self.policy", "image(\"ubuntu\")",
];

/// What may stand around a value; `_` is the value.
const AROUND: &[&str] = &[
    "[_]", "[_, _]", "{ a = _ }", "{ a = _, b = _ }", "(_)", "\"${_}\"", "\"a${_}b${_}\"", "if true then _ else _", "!_", "-_",
    "_ ?? 1", "_ == _", "_ + _", "_.a", "_?.a", "_[0]", "_[\"a\"]", "[for x in _ => x]", "{ for k, v in _ => k = v }", "json(_)",
    "yaml(_)", "concat(_, _)", "merge(_, _)", "length(_)", "keys(_)", "flat(_)", "join(_, \",\")", "base64(_)", "...(_)", "range(_)",
];

/// Forms that are added as a line of their own.
const ITEMS: &[&str] = &[
    "let a = a\n", "let a = b\nlet b = a\n", "output a = self\n", "allow a to reach b\n", "allow a to read b\n",
    "never internet to reach anyone\n", "never anyone to delete a\n", "scale a { size = 0..2 }\n", "patch a { Tags = null }\n",
    "for x in [\"a\", \"b\"] { let y = x }\n", "if true { let y = 1 } else { let y = 2 }\n", "use \"main.cld\" as again\n",
    "resource r: aws.sqs.Queue {}\n", "existing r: aws.sqs.Queue { QueueName = \"a\" }\n", "component c { c x {} }\n",
    "component c { param p: Any\n output o = p }\n", "c x { p = x.o }\n", "assert false, \"no\"\n", "acts as x\n",
    "app a { region = \"eu-west-1\" }\n", "type t = [t]\n", "param p: Int(1..3) = 7\n", "verb read = [{ actions = [\"s3:GetObject\"] }]\n",
    "metric m(name: String) = { cloudwatch = { name = name } }\n", "queue q { visibility = 2h }\n", "function f { code = dir(\".\") }\n",
    "network net { cidr = 10.0.0.0/16, zones = 2 }\n", "@after(q)\n", "@was(q[\"a\"].b)\n", "@region(\"us-east-1\")\n", "@protect\n",
];

/// One to four changes of a program.
pub fn change(program: &[u8], other: Option<&[u8]>, seed: u32) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut all = files(program);
    let other = other.map(files).unwrap_or_default();
    for _ in 0..=random.below(4) {
        let at = if random.below(3) == 0 { random.below(all.len()) } else { 0 };
        let from = random.pick(&other).map(|(_, text)| text.clone());
        if let Some((_, text)) = all.get_mut(at) {
            *text = once(text, from.as_deref(), &mut random).unwrap_or_else(|| std::mem::take(text));
        }
    }
    bytes(&all)
}

fn once(text: &str, other: Option<&str>, random: &mut Random) -> Option<String> {
    let parts = parts(text);
    let form = random.below(12);
    if form == 0 {
        return insert(text, random.pick(ITEMS)?, random);
    }
    let (kind, at) = random.pick(&parts)?.clone();
    let old = text.get(at.clone())?;
    let new = match form {
        1 if is_value(kind) => (*random.pick(VALUES)?).to_owned(),
        2 | 3 if is_value(kind) => random.pick(AROUND)?.replace('_', old),
        4 if is_line(kind) => String::new(),
        5 if is_line(kind) => format!("{old}\n{old}"),
        6 if is_line(kind) => format!("for x in [\"a\", \"b\"] {{\n{old}\n}}"),
        7 if is_line(kind) => format!("if true {{\n{old}\n}}"),
        8 if is_line(kind) => format!("component c{} {{\n{old}\n}}", random.below(3)),
        _ => of_kind(kind, other.unwrap_or(text), random)?,
    };
    let mut changed = text.to_owned();
    changed.replace_range(at, &new);
    Some(changed)
}

/// Puts a line somewhere between items.
fn insert(text: &str, line: &str, random: &mut Random) -> Option<String> {
    let file = File::parse(text);
    let starts: Vec<usize> = file.items().map(|item| item.start).collect();
    let at = random.pick(&starts).copied().unwrap_or(text.len());
    Some(format!("{}\n{line}{}", text.get(..at)?, text.get(at..)?))
}

/// The text of a part of this kind.
fn of_kind(kind: Kind, text: &str, random: &mut Random) -> Option<String> {
    let alike = |other: Kind| other == kind || (is_value(kind) && is_value(other)) || (is_line(kind) && is_line(other));
    let found: Vec<Range<usize>> = parts(text).into_iter().filter(|(other, _)| alike(*other)).map(|(_, at)| at).collect();
    text.get(random.pick(&found)?.clone()).map(str::to_owned)
}

/// All nodes of a text: their kinds and places.
fn parts(text: &str) -> Vec<(Kind, Range<usize>)> {
    let file = File::parse(text);
    let nodes = file.items().flat_map(|item| {
        let moved = move |at: Range<usize>| item.start + at.start..item.start + at.end;
        let nodes: Vec<_> = item.tree.nodes().map(|node| (node.kind(), moved(node.range()))).collect();
        nodes
    });
    nodes.filter(|(kind, at)| !matches!(kind, Kind::Item | Kind::Error | Kind::Doc) && !at.is_empty()).collect()
}

fn is_value(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number
            | Kind::Str
            | Kind::NameRef
            | Kind::List
            | Kind::Paren
            | Kind::Access
            | Kind::Unary
            | Kind::Binary
            | Kind::Choice
    )
}

fn is_line(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Decorated
            | Kind::Assign
            | Kind::Block
            | Kind::Call
            | Kind::App
            | Kind::Use
            | Kind::Param
            | Kind::Let
            | Kind::Output
            | Kind::TypeDef
            | Kind::Component
            | Kind::Scale
            | Kind::Resource
            | Kind::Existing
            | Kind::Patch
            | Kind::Verb
            | Kind::Metric
            | Kind::Operation
            | Kind::Acts
            | Kind::Assert
            | Kind::Spread
            | Kind::Allow
            | Kind::Never
            | Kind::For
            | Kind::If
    )
}
