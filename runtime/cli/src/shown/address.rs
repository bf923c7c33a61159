/// What holds a thing, and its own part of its address: `net.private["b.c"]` is `private["b.c"]` in `net`.
pub(super) fn split(address: &str) -> (&str, &str) {
    let (mut depth, mut quoted, mut escaped, mut last) = (0usize, false, false, None);
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'.' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    let parts = last.and_then(|at| Some((address.get(..at)?, address.get(at + 1..)?)));
    parts.unwrap_or(("", address))
}

/// The name of a thing and its key, if it has one and only one: `private["b"]` is `private` and `"b"`.
pub(super) fn key(own: &str) -> (&str, Option<&str>) {
    let parts = own.split_once('[').and_then(|(name, rest)| Some((name, rest.strip_suffix(']')?)));
    match parts {
        Some((name, key)) if !key.contains("][") => (name, Some(key)),
        _ => (own, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_may_have_a_key() {
        assert_eq!(key("vpc"), ("vpc", None));
        assert_eq!(key("private[\"b\"]"), ("private", Some("\"b\"")));
        assert_eq!(key("rule[\"b\"][2]"), ("rule[\"b\"][2]", None));
    }

    #[test]
    fn dots_in_keys_separate_nothing() {
        assert_eq!(split("queue"), ("", "queue"));
        assert_eq!(split("a.b[\"c.d\"][2].e[\"f.\\\"].g\"]"), ("a.b[\"c.d\"][2]", "e[\"f.\\\"].g\"]"));
    }
}
