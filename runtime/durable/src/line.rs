//! A line of a log: a JSON object whose last entry is a checksum of everything before it, so that any tool for JSON lines
//! reads it: `{"serial":4,"entries":[..],"sum":"0123456789abcdef"}`.

/// What stands before the checksum, and behind it.
const OPEN: &str = ",\"sum\":\"";
const CLOSE: &str = "\"}";
/// How many hexadecimal digits a checksum has.
const DIGITS: usize = 16;

/// The line of a JSON object that has at least one entry, with its line end.
pub(crate) fn sealed(object: &str) -> String {
    let body = object.strip_suffix('}').unwrap_or(object);
    format!("{body}{OPEN}{}{CLOSE}\n", sum(body))
}

/// The object of a line without its line end, if the line is whole.
pub(crate) fn opened(line: &str) -> Option<String> {
    let start = line.len().checked_sub(OPEN.len() + DIGITS + CLOSE.len())?;
    let body = line.get(..start)?;
    let found = line.get(start..)?.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    (found == sum(body)).then(|| format!("{body}}}"))
}

fn sum(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_back_what_was_sealed_and_nothing_else() {
        let line = sealed(r#"{"a":"é"}"#);
        let line = line.trim_end();
        assert!(line.starts_with(r#"{"a":"é","sum":""#));
        assert_eq!(opened(line).as_deref(), Some(r#"{"a":"é"}"#));
        for length in (0..line.len()).filter(|&length| line.is_char_boundary(length)) {
            assert_eq!(opened(&line[..length]), None, "torn at {length}");
        }
        assert_eq!(opened(&line.replace('é', "e")), None);
    }
}
