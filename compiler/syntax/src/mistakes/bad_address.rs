use std::net::{Ipv4Addr, Ipv6Addr};

use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::lexer::Shape;

super::code!(Error "E0151" "bad-address" "bad_address.md");

/// An IPv6 address or range written as a literal.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at) != ":" {
        return None;
    }
    let part = |index: usize| f.is_name(index) || f.is(index, Shape::Number) || matches!(f.word(index), ":" | "/");
    let mut first = f.at;
    while first > 0 && f.touches(first) && part(first - 1) {
        first -= 1;
    }
    let mut last = f.at;
    while f.touches(last + 1) && part(last + 1) && last + 1 < f.tokens.len() {
        last += 1;
    }
    let span = f.between(first, last);
    let text = f.slice(span.range());
    let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
    address.parse::<Ipv6Addr>().ok()?;
    let function = if prefix.is_some() { "cidr" } else { "ip" };
    let right = format!("{function}(\"{text}\")");
    let finding = Finding::new(&CODE, span, "an IPv6 address is written as text in a call");
    Some(finding.fix(format!("write `{right}`"), span, right).into())
}

/// The finding for an IPv4 address or range that means nothing.
pub(crate) fn check(span: Span, text: &str) -> Option<Finding> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
    let wrong = |message: String| Some(Finding::new(&CODE, span, message));
    let octets: Vec<&str> = address.split('.').collect();
    if let Some(octet) = octets.iter().find(|octet| octet.parse::<u8>().is_err()) {
        return wrong(format!("`{octet}` is no part of an address: 0 to 255"));
    }
    if let Some(octet) = octets.iter().find(|octet| octet.len() > 1 && octet.starts_with('0')) {
        return wrong(format!("`{octet}` begins with 0: some read that as an octal number"));
    }
    let bits = octets.iter().filter_map(|octet| octet.parse::<u8>().ok()).fold(0u32, |bits, octet| bits << 8 | u32::from(octet));
    let prefix = prefix?;
    let Some(length) = prefix.parse::<u32>().ok().filter(|&length| length <= 32) else {
        return wrong(format!("`/{prefix}` is no prefix of an IPv4 range: 0 to 32"));
    };
    let network = bits & u32::MAX.checked_shl(32 - length).unwrap_or(0);
    if network == bits {
        return None;
    }
    let right = format!("{}/{length}", Ipv4Addr::from(network));
    let finding = Finding::new(&CODE, span, format!("`{text}` has bits set behind its prefix"));
    Some(finding.fix(format!("write `{right}`"), span, right.clone()).help(format!("the range that holds this address is `{right}`")))
}

/// `10.0.0.0\16`, `192.0.2.7:8080`.
pub(crate) fn backslash(f: &Failure<'_>) -> Option<Found> {
    let range = f.word_before(f.at).matches('.').count() == 3 && f.touches(f.at) && f.is(f.at + 1, Shape::Number);
    if range && f.word(f.at) == ":" && f.word(f.at + 1).parse::<u32>().is_ok_and(|port| port > 32) {
        let span = f.between(f.at, f.at + 1);
        let finding = Finding::new(&CODE, span, "an address has no port").help("ports stand in a sentence: `on tcp(443)`");
        return Some(finding.fix("take it out", span, "").into());
    }
    let finding = Finding::new(&CODE, f.here(), "a `/` stands before the prefix of a range");
    (range && matches!(f.word(f.at), "\\" | ":" | "|")).then(|| finding.fix("write `/`", f.here(), "/").into())
}
