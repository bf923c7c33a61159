use cloudc_base::{Finding, Span};

super::code!("I0421" "unknown-place" Information "unknown_place.md");

/// The region or account is not known: ARNs hold wildcards for it.
pub(crate) fn finding(span: Span, what: &[&str]) -> Finding {
    let help = match what {
        ["account"] => "give it: `--account 123456789012`",
        ["region"] => "say it: `app NAME { region = \"..\" }`",
        _ => "say the region in `app`, and give the account: `--account 123456789012`",
    };
    Finding::new(&CODE, span, format!("the {} of the program is not known: ARNs hold `*` for it", what.join(" and "))).help(help)
}
