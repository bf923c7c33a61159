//! Addresses that sentences are about, as rules of groups want them: ranges.

use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::{From, Later, Value};
use cloudc_graph::Party;
use ipnet::{IpNet, Ipv4Net};

use super::rules::Peer;
use crate::eval::nature::Nature;
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

/// What a later text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Range,
    Address,
    Address6,
    /// Neither, or nobody knows.
    Other,
}

impl Program<'_> {
    /// The addresses of a party without a group.
    pub(super) fn addresses(&mut self, party: &Party, span: Span) -> Eval<Peer> {
        Ok(Peer::Addresses(match party {
            Party::Cidr(range) => Value::Cidr(*range),
            Party::Ip(address) => Value::Cidr(IpNet::from(*address)),
            Party::Later(later) => return self.later_addresses(later, span),
            Party::Internet | Party::Thing(_) | Party::Anyone | Party::Any(_) => {
                Value::Cidr(IpNet::V4(Ipv4Net::default()))
            }
        }))
    }

    /// A later text as a range: an address is one with one address in it.
    fn later_addresses(&mut self, later: &Arc<Later>, span: Span) -> Eval<Peer> {
        let whole = |bits: &str| {
            let parts = [Value::Later(Arc::clone(later)), Value::text(bits)];
            Later::new(From::Joined(parts.into()), later.origin()).value()
        };
        match self.address_form(later) {
            Form::Range => Ok(Peer::Addresses(Value::Later(Arc::clone(later)))),
            Form::Address => Ok(Peer::Addresses(whole("/32"))),
            Form::Address6 => Ok(Peer::Addresses6(whole("/128"))),
            Form::Other => self.fail(sentence::no_address(span, &later.to_string(), later.origin())),
        }
    }

    fn address_form(&self, later: &Later) -> Form {
        match self.nature(later) {
            Nature::Named(name) if &*name == "Cidr" => return Form::Range,
            Nature::Named(name) if &*name == "Ip" => return Form::Address,
            Nature::Named(name) if &*name == "String" => {}
            Nature::Unknown => {}
            _ => return Form::Other,
        }
        match later.from() {
            From::Attribute { path, .. } => named(path),
            From::Element { of, .. } => match of.from() {
                From::Attribute { path, .. } => {
                    named(path.strip_suffix("es").or(path.strip_suffix('s')).unwrap_or(path))
                }
                _ => Form::Other,
            },
            From::Joined(parts) => match parts.last() {
                Some(Value::Text(end)) if is_prefix(end) => Form::Range,
                _ => Form::Other,
            },
            // A param of a type that nobody can look into.
            From::Param(_) => Form::Range,
            From::App(_) | From::Secret(_) | From::Call { .. } | From::Lookup { .. } => Form::Other,
        }
    }
}

/// What an attribute is by its name: the facts know texts and no more. `PublicIp`, `PrivateIpAddress`, `CidrBlock`.
fn named(path: &str) -> Form {
    let last = path.rsplit('.').next().unwrap_or(path).to_ascii_lowercase();
    if last.contains("cidr") {
        Form::Range
    } else if last.contains("ipv6") {
        Form::Address6
    } else if last.ends_with("ip") || last.ends_with("ipaddress") || last.ends_with("ipaddr") {
        Form::Address
    } else {
        Form::Other
    }
}

/// Whether a text ends in the length of a prefix: `.0/24`.
fn is_prefix(text: &str) -> bool {
    text.rsplit_once('/').is_some_and(|(_, bits)| !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit()))
}
