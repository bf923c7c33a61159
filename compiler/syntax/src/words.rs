//! The words and marks of the language that code outside the grammar must know. A test compares them with the grammar.

/// The words that open a form at the start of an item or member (D11).
pub const FORMS: &[&str] = &[
    "acts",
    "allow",
    "app",
    "assert",
    "component",
    "existing",
    "for",
    "if",
    "let",
    "metric",
    "never",
    "operation",
    "output",
    "param",
    "patch",
    "resource",
    "scale",
    "type",
    "use",
    "verb",
];

/// The outputs that a component may assign without `let` (D13).
pub const CONTRACT: &[&str] = &["capacity", "connection", "endpoint", "identity"];

/// Units of quantities (D8).
pub const UNITS: &[&str] = &["%", "B", "GiB", "KiB", "MiB", "TiB", "d", "h", "min", "ms", "s"];

/// A line that ends with one of these goes on in the next (D10).
pub(crate) const GOES_ON: &[&str] =
    &[",", "??", "==", "!=", "<=", ">=", "&&", "||", "..", "+", "-", "*", "/", "<", ">", "|", "=>"];

/// How tightly a binary operator binds: the greater, the tighter. All associate to the left.
///
/// A range binds looser than `+`, so that `a..b + 1` ends at `b + 1`, and tighter than `??` and comparisons (D41);
/// `??` binds tighter than comparisons, so that `size ?? 1 == 2` compares what is there.
pub fn power(operator: &str) -> Option<u8> {
    Some(match operator {
        "||" => 1,
        "&&" => 2,
        "==" | "!=" | "<" | "<=" | ">" | ">=" => 3,
        "??" => 4,
        ".." => 5,
        "+" | "-" => 6,
        "*" | "/" => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The alternatives that a rule of the grammar lists as texts.
    fn listed(rule: &str) -> Vec<String> {
        let grammar = include_str!("cld.pest");
        let start = grammar.find(&format!("\n{rule} ")).expect("the rule is there") + 1;
        let body = &grammar[start..];
        let end = body.find("}\n").expect("the rule ends");
        body[..end].split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_forms_are_those_of_the_grammar() {
        let mut words = listed("reserved");
        words.retain(|word| word != "else");
        words.sort_unstable();
        assert_eq!(words, FORMS);
    }

    #[test]
    fn every_operator_has_a_power_and_a_line_may_end_with_it() {
        for operator in listed("operator").iter().filter(|text| !matches!(text.as_str(), ".")) {
            assert!(power(operator).is_some() || operator == "/", "{operator}");
            assert!(GOES_ON.contains(&operator.as_str()), "{operator}");
        }
    }
}
