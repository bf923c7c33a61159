use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0127" "missing-name" "missing_name.md");

/// `param : Int`, `component {`, `resource : aws.sqs.Queue {`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece == Piece::Members && f.at == f.head && f.word(f.at) == "=" {
        let finding = Finding::new(&CODE, f.here(), "a name is missing before the `=`").help("write `NAME = VALUE`");
        return Found::without_fix(finding, vec![Repair::new(f.before(f.at).range(), HOLE)]);
    }
    let lone = f.declares && f.tokens.len() == f.head + 1 && f.is_name(f.head) && !f.is_form();
    let wants = f.is_form() && !matches!(f.form(), "allow" | "never" | "assert" | "if" | "acts" | "use");
    let mark = matches!(f.word(f.at), ":" | "=" | "{") || f.at_end();
    if f.piece != Piece::Members || !(wants || lone) || f.at != f.head + 1 || !mark {
        return None;
    }
    let finding = finding(f.span(f.head), f.form());
    let mut repairs = vec![Repair::new(f.after(f.at).range(), rest(f))];
    if f.word(f.at) == "=" && f.at + 1 == f.tokens.len() {
        repairs.push(Repair::new(f.after(f.at + 1).range(), format!(" {HOLE}")));
    }
    Found::without_fix(finding, repairs)
}

/// `word { .. }` where things are declared.
pub(crate) fn finding(span: Span, word: &str) -> Finding {
    let form = crate::words::FORMS.contains(&word);
    let help = if form { shape(word).to_owned() } else { format!("write `{word} NAME {{ .. }}`") };
    Finding::new(&CODE, span, format!("`{word}` needs a name")).help(help)
}

fn rest(f: &Failure<'_>) -> String {
    let more = match (f.form(), f.at_end()) {
        (_, false) => "",
        ("param", true) => return format!(" {HOLE}: {HOLE}"),
        ("existing" | "resource", true) => return format!(" {HOLE}: {HOLE} {{}}"),
        ("app" | "component" | "scale" | "patch", true) => return format!(" {HOLE} {{}}"),
        ("for", true) => return format!(" _ in {HOLE} {{}}"),
        (word, true) if !crate::words::FORMS.contains(&word) => return format!(" {HOLE} {{}}"),
        (_, true) => " = ",
    };
    if more.is_empty() { format!(" {HOLE} ") } else { format!(" {HOLE}{more}{HOLE}") }
}

fn shape(word: &str) -> &'static str {
    match word {
        "param" => "write `param NAME: TYPE = DEFAULT`",
        "resource" => "write `resource NAME: TYPE { .. }`",
        "existing" => "write `existing NAME: TYPE { .. }`",
        "for" => "write `for NAME in LIST { .. }`",
        "app" | "component" | "scale" | "patch" => "write the name before the `{`",
        _ => "write the name before the `=`",
    }
}
