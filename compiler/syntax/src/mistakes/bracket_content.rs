use cloudc_base::{FileId, Finding, Span};

use super::Found;
use crate::grammar::HOLE;
use crate::shadow::Repair;

super::code!(Error "E0165" "bracket-content" "bracket_content.md");

/// The finding for brackets with nothing in them, or with more than belongs there; `open` begins at the first byte.
pub(crate) fn found(open: &str, inside: &str) -> Found {
    let span = Span::new(FileId::ROOT, 0, (open.len() + inside.len() + 1) as u32);
    let empty = inside.trim().is_empty();
    let finding = match (open, empty) {
        ("[", true) => Finding::new(&CODE, span, "an index is missing in the brackets"),
        ("[", false) => Finding::new(&CODE, span, "an index is one value").help("write `list[0][1]` for a list in a list"),
        ("(", true) => Finding::new(&CODE, span, "a value is missing in the brackets"),
        ("(", false) => Finding::new(&CODE, span, "one value stands in brackets").help("a list is written `[a, b]`"),
        _ => Finding::new(&CODE, span, "what stands between these braces does not belong together"),
    };
    let inner = open.len()..open.len() + inside.len();
    Found { finding, repairs: vec![Repair::new(inner, HOLE)] }
}
