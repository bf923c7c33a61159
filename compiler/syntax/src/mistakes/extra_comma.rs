use cloudc_base::{FileId, Finding, Span};

use super::Found;

super::code!(Error "E0164" "extra-comma" "extra_comma.md");

/// The finding for a comma with nothing before it, which is the first byte.
pub(crate) fn found() -> Found {
    let comma = Span::new(FileId::ROOT, 0, 1);
    Finding::new(&CODE, comma, "nothing stands before this `,`").fix("take it out", comma, "").into()
}
