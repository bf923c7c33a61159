use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece, fits};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0134" "foreign-word" "foreign_word.md");

/// Words of other languages, and the word to write instead; empty where the language has no such thing.
const WORDS: &[(&str, &str)] = &[
    ("var", "let"), ("const", "let"), ("local", "let"), ("val", "let"), ("my", "let"), ("set", "let"), ("def", ""),
    ("variable", "param"), ("parameter", "param"), ("input", "param"),
    ("import", "use"), ("include", "use"), ("require", "use"), ("from", "use"),
    ("deny", "never"), ("forbid", "never"), ("grant", "allow"), ("permit", "allow"),
    ("foreach", "for"), ("elif", "else if"), ("elsif", "else if"), ("elseif", "else if"), ("unless", "if"),
    ("export", "output"), ("data", "existing"), ("pub", ""), ("public", ""), ("return", ""), ("while", ""), ("loop", ""),
    ("switch", ""), ("match", ""), ("case", ""), ("try", ""), ("fn", ""), ("func", ""), ("function", ""), ("class", ""),
    ("lambda", ""), ("module", ""), ("provider", ""), ("terraform", ""), ("locals", ""), ("enum", ""), ("struct", ""),
    ("mut", ""), ("extends", "acts as"), ("package", ""), ("namespace", ""), ("new", ""), ("override", "patch"), ("modify", "patch"),
    ("interface", "type"), ("typedef", "type"), ("echo", ""), ("print", ""), ("async", ""), ("await", ""), ("do", ""), ("end", ""), ("begin", ""),
];

pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members {
        return None;
    }
    if let Some(found) = branch(f) {
        return Some(found);
    }
    let head = f.head;
    let (word, instead) = WORDS.iter().find(|(word, _)| *word == f.word(head))?;
    if f.is_target(head + 1) && f.word(head + 1) == "=" {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(head), format!("there is no `{word}` here"));
    if instead.is_empty() && f.declares && f.is_name(head + 1) && f.word(head + 2) == "=" {
        return Some(finding.fix("write `let`", f.span(head), "let").into());
    }
    match *instead {
        "" => Found::without_fix(finding.help(advice(word)), repair(f, head)),
        "let" | "never" | "allow" | "output" | "for" if simple(f, head, instead) => {
            Some(finding.fix(format!("write `{instead}`"), f.span(head), *instead).into())
        }
        _ => Found::without_fix(finding.help(instead_of(instead)), whole(f, head)),
    }
}

/// `} elif c {`.
fn branch(f: &Failure<'_>) -> Option<Found> {
    let word = (1..=f.at).rev().find(|&index| matches!(f.word(index), "elif" | "elsif" | "elseif") && f.word(index - 1) == "}")?;
    let finding = Finding::new(&CODE, f.span(word), format!("there is no `{}` here", f.word(word)));
    Some(finding.fix("write `else if`", f.span(word), "else if").into())
}

fn instead_of(instead: &str) -> String {
    match instead {
        "param" => "write `param NAME: TYPE = DEFAULT`".to_owned(),
        "type" => "write `type NAME = { field: TYPE }`".to_owned(),
        "patch" => "write `patch ADDRESS { .. }`".to_owned(),
        "existing" => "write `existing NAME: TYPE { .. }`".to_owned(),
        "use" => "write `use \"PATH\" as NAME`".to_owned(),
        other => format!("write `{other}`"),
    }
}

/// A block of another tool, whatever is in it: `variable "x" { .. }`, `locals { .. }`.
pub(crate) fn block(f: &Failure<'_>) -> Option<Found> {
    let block = f.piece == Piece::Members && f.declares && (f.is(f.head + 1, Shape::Quote) || f.word(f.head + 1) == "{");
    let finding = block.then(|| noun(f.span(f.head), f.form()))??;
    let last = f.tokens.len().saturating_sub(1);
    Found::without_fix(finding, vec![Repair::new(f.between(f.head, last).range(), HOLE)])
}

/// Whether the word alone is wrong.
fn simple(f: &Failure<'_>, head: usize, instead: &str) -> bool {
    let range = f.span(head).end as usize..f.text.len();
    let rest = f.slice(range);
    fits(Piece::Members, &format!("{instead}{rest}")) || matches!(instead, "never" | "allow" | "for")
        || (instead == "let" && f.word(head + 2) == "=")
}

/// Without the word, if what follows it reads; else without the whole.
fn repair(f: &Failure<'_>, head: usize) -> Vec<Repair> {
    let after = f.span(head + 1).start as usize;
    let rest = f.slice(after..f.text.len());
    if f.form() != "return" && fits(Piece::Members, rest) {
        return vec![Repair::new(f.span(head).start as usize..after, "")];
    }
    whole(f, head)
}

fn whole(f: &Failure<'_>, head: usize) -> Vec<Repair> {
    let last = f.tokens.len().saturating_sub(1);
    let defines = matches!(f.word(head), "fn" | "func" | "function" | "def" | "class" | "lambda" | "struct" | "interface" | "typedef");
    if defines {
        return vec![Repair::new(f.between(head, last).range(), HOLE)];
    }
    let body = (head..f.tokens.len()).find(|&index| f.word(index) == "{" && f.closer_of(index) == Some(last));
    let end = body.map_or(f.span(last).end, |body| f.span(body).start) as usize;
    vec![Repair::new(f.span(head).start as usize..end, format!("{HOLE} "))]
}

fn advice(word: &str) -> &'static str {
    match word {
        "fn" | "func" | "function" | "def" | "class" | "lambda" | "struct" => "functions cannot be defined: write a `let` for a value or a `component` for resources",
        "while" | "loop" => "`for NAME in LIST { .. }` is the only loop, and it ends",
        "switch" | "match" | "case" => "write `if .. { .. } else { .. }`, or index a map: `{ a = 1, b = 2 }[x]`",
        "provider" | "terraform" => "region and accounts stand in the program's `app NAME { region = \"..\" }`, and nothing has to be installed: take it out",
        "module" => "a file is a component: `use \"./file.cld\" as NAME`, then `NAME label { .. }`",
        "locals" => "write a `let` for each value",
        "enum" => "write `type NAME = \"a\" | \"b\"`",
        "pub" | "public" => "everything declared in a file can be used: take the word out",
        "mut" => "nothing changes once it is said: take the word out",
        "new" => "a thing is made by its noun: `queue NAME { .. }`",
        "return" => "a component has `output`s; there is nothing to return",
        _ => "take it out",
    }
}

/// A noun in quotes-and-block form that is a word of another tool: `variable "x" {`.
pub(crate) fn noun(span: Span, word: &str) -> Option<Finding> {
    let foreign = matches!(word, "variable" | "module" | "provider" | "data" | "terraform" | "locals");
    let instead = WORDS.iter().find(|(known, _)| *known == word).map(|(_, instead)| *instead)?;
    let finding = Finding::new(&CODE, span, format!("there is no `{word}` here"));
    let help = match instead {
        "" => advice(word).to_owned(),
        other => instead_of(other),
    };
    foreign.then(|| finding.help(help))
}

/// The finding for a word of another language before a name that no declaration can have: `while true {`.
pub(crate) fn before_taken(span: Span, word: &str) -> Option<Finding> {
    WORDS.iter().find(|(known, _)| *known == word)?;
    Some(advised(Finding::new(&CODE, span, format!("there is no `{word}` here")), word))
}

/// The advice for a word of another language, if it is one.
pub(crate) fn advised(finding: Finding, word: &str) -> Finding {
    match WORDS.iter().find(|(known, instead)| *known == word && instead.is_empty()) {
        Some(_) => finding.help(advice(word)),
        None => finding,
    }
}

/// `!Ref vpc`, `!GetAtt builds.Arn`, `!Sub "..${a}"`, `!If [c, a, b]`: a template's short forms.
pub(crate) fn tag(f: &Failure<'_>) -> Option<Found> {
    let is_tag = |index: usize| f.word(index) == "!" && f.touches(index + 1) && TAGS.iter().any(|(tag, _)| *tag == f.word(index + 1));
    let mark = (0..f.at).rev().find(|&index| is_tag(index))?;
    if f.at > mark + 2 {
        return None;
    }
    let (tag, way) = TAGS.iter().find(|(tag, _)| *tag == f.word(mark + 1))?;
    let finding = Finding::new(&CODE, f.between(mark, mark + 1), format!("there is no `!{tag}` here")).help(*way);
    let plain = *tag == "GetAtt" && f.is_name(mark + 2) && f.word(mark + 3) == "." || *tag == "Sub" && f.is(mark + 2, Shape::Quote);
    if plain {
        return Some(finding.fix("take it out", f.up_to(mark, mark + 2), "").into());
    }
    let end = f.expression_end(mark).max(mark + 1) - 1;
    let line = (mark + 1..=end).find(|&index| f.starts_line(index)).map_or(end, |next| next - 1);
    Found::without_fix(finding, vec![Repair::new(f.between(mark, line).range(), HOLE)])
}

/// The short forms of a template's functions, and what is written here.
const TAGS: &[(&str, &str)] = &[
    ("Ref", "a param is called by its name; what a resource has is read by its own: `vpc.VpcId`, `builds.Arn`"),
    ("GetAtt", "what a resource has is read by its name: `builds.Arn`"),
    ("Sub", "`${..}` works in every text"),
    ("If", "write `if CONDITION then A else B`"),
    ("Join", "texts are put together as `\"${a}-${b}\"`, lists by `join(list, \",\")`"),
    ("Select", "write `list[0]`"),
    ("Split", "write `split(text, \",\")`"),
    ("FindInMap", "write `map[key]`"),
    ("ImportValue", "another program's things are reached by `use \"../platform/main.cld\" as platform`, `existing shared: platform {}`"),
    ("GetAZs", "a network has `zones`; the first zone is `zone(\"a\")`"),
    ("Base64", "write `base64(..)`"),
    ("Cidr", "write `subnet(range, bits, number)`"),
    ("Equals", "write `a == b`"),
    ("Not", "write `!a`"),
    ("And", "write `a && b`"),
    ("Or", "write `a || b`"),
    ("Condition", "write the condition itself"),
];

/// `new sqs.Queue(this, ..)`.
pub(crate) fn made(f: &Failure<'_>) -> Option<Found> {
    let new = f.at.checked_sub(1).filter(|&index| f.word(index) == "new" && f.is_name(f.at))?;
    let finding = Finding::new(&CODE, f.span(new), "there is no `new` here").help(advice("new"));
    let end = f.expression_end(new).max(new + 1) - 1;
    Found::without_fix(finding, vec![Repair::new(f.between(new, end).range(), HOLE)])
}
