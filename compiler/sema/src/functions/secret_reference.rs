use std::fmt;
use std::sync::Arc;

use cloudc_base::nearest;
use cloudc_base::value::From;

/// Where secrets are kept, by the word before the colon (D38).
const STORES: &[&str] = &["ssm", "secretsmanager", "env", "file"];

/// Why a text is no reference to a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoReference {
    /// It names no store: it may be the secret itself, which never stands in a program and is never shown.
    Value,
    /// It names a store that does not exist, and this was probably meant.
    Store(&'static str),
    /// It names a store, and what stands behind the colon cannot be in it: what can.
    Name(&'static str),
}

/// The secret that a text refers to: `ssm:/path`, `secretsmanager:name` or `secretsmanager:name#key`, `env:NAME`,
/// `file:path`. The text itself is never the secret.
///
/// # Errors
/// It is no reference.
pub(crate) fn secret_reference(text: &Arc<str>) -> Result<From, NoReference> {
    let Some((store, name)) = text.split_once(':') else { return Err(NoReference::Value) };
    let printable = !name.is_empty() && name.chars().all(|c| c.is_ascii_graphic());
    let wanted = match store {
        "ssm" if printable && name.starts_with('/') => None,
        "ssm" => Some("the path of a parameter, `ssm:/shop/password`"),
        "secretsmanager" if printable && !name.starts_with('#') && !name.ends_with('#') => None,
        "secretsmanager" => Some("the name or ARN of a secret, `secretsmanager:shop/password#key`"),
        "env" if is_variable(name) => None,
        "env" => Some("the name of a variable, `env:SHOP_PASSWORD`"),
        "file" if !name.is_empty() && !name.contains(['\n', '\0']) => None,
        "file" => Some("the path of a file, `file:password.txt`"),
        other => return Err(nearest(other, STORES.iter().copied()).map_or(NoReference::Value, NoReference::Store)),
    };
    wanted.map_or_else(|| Ok(From::Secret(Arc::clone(text))), |wanted| Err(NoReference::Name(wanted)))
}

fn is_variable(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    letters && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

impl fmt::Display for NoReference {
    /// For a message: what should stand there. Never what does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoReference::Value => f.write_str("a reference to a secret: `ssm:`, `secretsmanager:`, `env:` or `file:`"),
            NoReference::Store(near) => write!(f, "a reference to a secret, perhaps `{near}:`"),
            NoReference::Name(wanted) => write!(f, "behind the colon {wanted}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_a_store_and_what_is_in_it() {
        let arn = "secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1B2c3";
        for text in [
            "ssm:/shop/password",
            "secretsmanager:shop",
            "secretsmanager:shop#user",
            arn,
            "env:PASSWORD",
            "file:a b.txt",
        ] {
            assert_eq!(secret_reference(&text.into()), Ok(From::Secret(text.into())), "{text}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in ["hunter2", "", "https://x", "postgres://u:p@h"] {
            assert_eq!(secret_reference(&text.into()), Err(NoReference::Value), "{text}");
        }
        assert_eq!(secret_reference(&"sssm:/a".into()), Err(NoReference::Store("ssm")));
        for text in
            ["ssm:shop", "ssm:", "ssm:/a b", "secretsmanager:", "secretsmanager:#k", "env:1A", "env:A-B", "file:"]
        {
            assert!(matches!(secret_reference(&text.into()), Err(NoReference::Name(_))), "{text}");
        }
    }

    #[test]
    fn a_message_never_shows_the_text() {
        assert!(!NoReference::Store("ssm").to_string().contains("hunter2"));
    }
}
