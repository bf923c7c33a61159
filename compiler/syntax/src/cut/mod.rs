//! Cuts a text into members without reading them: where one ends is decided by lines and brackets alone (D10).
//!
//! A text whose brackets fit is cut by the rules of the language and nothing else. Only where brackets do not fit do
//! indentation and words at the start of a line decide what belongs together.

mod cutter;
mod extra;
mod headers;

use std::ops::Range;

use cutter::Cutter;
use extra::join_after_extra;
pub(crate) use headers::member_behind_sign;
use headers::next_header;

/// How deep brackets may nest. No program comes near it; pest and everything after it may recurse this deep.
pub(crate) const MAX_DEPTH: usize = 100;

/// A stretch of text that should hold one member, with the blanks and comments before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    /// Whether brackets, strings and characters are all in order.
    pub(crate) clean: bool,
    /// A closing bracket that must be taken out for the others to fit.
    pub(crate) extra: Option<usize>,
}

/// Where members end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// At the end of a line: the items of a file.
    Lines,
    /// At the end of a line or a comma: what stands in `{ .. }`.
    LinesAndCommas,
    /// At a comma: what stands in `[ .. ]` and `( .. )`.
    Commas,
}

/// The members of a whole file.
pub(crate) fn items(text: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut at = 0;
    let mut credit = 4 * text.len();
    while at < text.len() {
        let mut cutter = Cutter::new(text, at..text.len(), Ends::Lines);
        let stuck = cutter.run(&mut cuts);
        let Some(start) = stuck else { break };
        // A bracket that opens after `start` is never closed: its item ends where another one seems to begin.
        credit = credit.saturating_sub(text.len() - start);
        let end = next_header(text, start).unwrap_or(text.len());
        cuts.push(Cut { range: start..end, clean: false, extra: None });
        if credit == 0 {
            cuts.push(Cut { range: end..text.len(), clean: false, extra: None });
            break;
        }
        at = end;
    }
    cuts.retain(|cut| !cut.range.is_empty());
    join_after_extra(text, cuts)
}

/// The members within a stretch whose brackets fit.
pub(crate) fn within(text: &str, range: Range<usize>, ends: Ends) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut cutter = Cutter::new(text, range.clone(), ends);
    if let Some(start) = cutter.run(&mut cuts) {
        cuts.push(Cut { range: start..range.end, clean: false, extra: None });
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        items(text).into_iter().map(|cut| &text[cut.range]).collect()
    }

    #[test]
    fn items_end_with_their_line() {
        assert_eq!(
            pieces("a = 1\nb = 2 +\n 3\n\nc d {\n x = 1\n}\n"),
            ["a = 1\n", "b = 2 +\n 3\n", "\nc d {\n x = 1\n}\n"]
        );
        assert_eq!(
            pieces("/// doc\n@was(x)\n// more\nlet a = 1\nlet b = 2"),
            ["/// doc\n@was(x)\n// more\nlet a = 1\n", "let b = 2"]
        );
        assert_eq!(pieces("param a: Secret<String>\nparam b: Int"), ["param a: Secret<String>\n", "param b: Int"]);
    }

    #[test]
    fn an_unclosed_item_ends_where_the_next_begins() {
        assert_eq!(pieces("a b {\n x = 1\n\n/// doc\nc d {}\n"), ["a b {\n x = 1\n\n", "/// doc\nc d {}\n"]);
    }

    #[test]
    fn what_cannot_begin_a_member_belongs_to_the_one_before() {
        assert_eq!(pieces("if a {\n}\nelse {\n}\n"), ["if a {\n}\nelse {\n}\n"]);
        assert_eq!(pieces("let a = b\n  + c\n"), ["let a = b\n  + c\n"]);
    }

    #[test]
    fn a_bracket_too_many_is_named() {
        let text = "a b {\n x { y = 1 } }\n z = 2\n}\nc d {}\n";
        let cuts = items(text);
        assert_eq!(cuts.len(), 2);
        assert_eq!(cuts[0].extra, Some(19));
    }
}
