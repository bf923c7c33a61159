use std::ops::Range;

use cloudc_base::{FileId, Finding, Span};

super::code!(Error "E0110" "too-deep" "too_deep.md");

pub(crate) fn finding(span: Span) -> Finding {
    let limit = crate::cut::MAX_DEPTH;
    Finding::new(&CODE, span, format!("brackets nest deeper than {limit}")).help("give the inner part a name with `let`")
}

/// A chain of operators, steps or signs that is too long.
pub(crate) fn chain(at: Range<usize>) -> Finding {
    let limit = crate::chains::MAX_LINKS;
    let span = Span::new(FileId::ROOT, at.start as u32, at.end as u32);
    Finding::new(&CODE, span, format!("more than {limit} operators, steps or signs follow one another"))
        .help("give a part of it a name with `let`")
}
