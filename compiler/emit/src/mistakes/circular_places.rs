use cloudc_base::{Finding, Span};

super::code!("E0408" "circular-places" Error "circular_places.md");

/// Two regions or accounts need values of one another: no template can be the first.
pub(crate) fn finding(span: Span, ways: &[(Span, String)]) -> Finding {
    let finding = Finding::new(&CODE, span, "the templates of these regions or accounts need one another");
    ways.iter().fold(finding, |finding, (span, text)| finding.label(*span, text.clone())).help(
        "there is one template for each region and account, and one must come first: break the circle with a fixed name, \
         or use `cloudc apply`, which needs no order between places",
    )
}
