//! Formats of texts that we know; all others are taken as they come.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// What a text of these formats, of which one must hold, should have been; none if it is, or nothing is known.
pub(super) fn mismatch<'f>(formats: impl Iterator<Item = &'f str>, text: &str) -> Option<&'static str> {
    let mut wanted = None;
    for format in formats {
        match check(format, text)? {
            Ok(()) => return None,
            Err(words) => wanted = Some(words),
        }
    }
    wanted
}

/// Whether a text is of this format, or what it should have been; nothing if the format is not known.
fn check(format: &str, text: &str) -> Option<Result<(), &'static str>> {
    let (words, holds) = match format {
        "ipv4-network" => ("a range of IPv4 addresses, such as `10.0.0.0/16`", text.parse::<Ipv4Net>().is_ok()),
        "ipv6-network" => ("a range of IPv6 addresses, such as `2001:db8::/32`", text.parse::<Ipv6Net>().is_ok()),
        "ipv4" => ("an IPv4 address", text.parse::<Ipv4Addr>().is_ok()),
        "ipv6" => ("an IPv6 address", text.parse::<Ipv6Addr>().is_ok()),
        "quantity" => ("a quantity, such as `\"500m\"` or `\"2Gi\"`", is_quantity(text)),
        "byte" => ("text in base64", is_base64(text)),
        "arn-or-any" => ("an ARN or `*`", text.starts_with("arn:") || text.starts_with('*')),
        "service-principal" => {
            ("the name of a service, such as `lambda.amazonaws.com`", text == "*" || text.contains('.'))
        }
        _ => return None,
    };
    Some(if holds { Ok(()) } else { Err(words) })
}

/// Whether it is a quantity of Kubernetes: a number and a suffix (`Ki` to `Ei`, `n` to `E`, or an exponent).
fn is_quantity(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let digits = number.bytes().any(|byte| byte.is_ascii_digit()) && number.matches('.').count() <= 1;
    let exponent = |rest: &str| rest.strip_prefix(['+', '-']).unwrap_or(rest).parse::<u16>().is_ok();
    let known = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].contains(&suffix);
    digits && (known || suffix.strip_prefix(['e', 'E']).is_some_and(exponent))
}

/// Whether it is base64, whatever its line ends.
fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|byte| !b"\r\n".contains(byte)).collect();
    let data = letters.iter().rev().skip_while(|&&byte| byte == b'=').count();
    let plain = letters.iter().take(data).all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte));
    plain && letters.len().is_multiple_of(4) && letters.len() - data <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_hold_as_clouds_read_them() {
        let right = [
            ("ipv4-network", "10.0.0.0/16"),
            ("quantity", "500m"),
            ("quantity", "1.5Gi"),
            ("quantity", "1e3"),
            ("quantity", "-2"),
            ("quantity", "1E"),
            ("byte", "aGFsbG8="),
            ("byte", ""),
            ("date-time", "whatever"),
        ];
        for (format, text) in right {
            assert_eq!(mismatch(format.split('|'), text), None, "{format} {text}");
        }
        let wrong =
            [("ipv4-network", "::/0"), ("quantity", "2 GB"), ("quantity", "m"), ("byte", "hallo"), ("ipv4|ipv6", "a")];
        for (format, text) in wrong {
            assert!(mismatch(format.split('|'), text).is_some(), "{format} {text}");
        }
        assert_eq!(mismatch("ipv4|AWS::EC2::VPC.Id".split('|'), "x"), None);
    }
}
