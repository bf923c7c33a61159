//! Values as an expression of the language would write them.

use std::fmt;

use super::{From, Later, Value};

impl fmt::Display for Value {
    /// As an expression of the language would write it; a secret shows where it comes from, never what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(value) => write!(f, "{value:?}"),
            Value::Text(value) => quoted(f, value),
            Value::Duration(value) => write!(f, "{value}"),
            Value::Size(value) => write!(f, "{value}"),
            Value::Percent(value) => write!(f, "{value}"),
            Value::Cidr(value) => write!(f, "{value}"),
            Value::Ip(value) => write!(f, "{value}"),
            Value::Range(ends) => write!(f, "{}..{}", ends.0, ends.1),
            Value::Ports(value) => write!(f, "{value}"),
            Value::List(values) => {
                f.write_str("[")?;
                separated(f, values.iter(), |f, value| write!(f, "{value}"))?;
                f.write_str("]")
            }
            Value::Record(record) if record.iter().len() == 0 => f.write_str("{}"),
            Value::Record(record) => {
                f.write_str("{ ")?;
                separated(f, record.iter(), |f, (name, value)| {
                    if is_name(name) {
                        f.write_str(name)?
                    } else {
                        quoted(f, name)?
                    }
                    write!(f, " = {value}")
                })?;
                f.write_str(" }")
            }
            Value::Handle(address) => write!(f, "{address}"),
            Value::Later(later) => write!(f, "{later}"),
        }
    }
}

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from() {
            From::Attribute { of, path } => {
                write!(f, "{of}")?;
                path.split('.').try_for_each(|step| match step.parse::<u32>() {
                    Ok(index) => write!(f, "[{index}]"),
                    Err(_) => write!(f, ".{step}"),
                })
            }
            From::App(name) => write!(f, "app.{name}"),
            From::Secret(_) => f.write_str("(secret)"),
            From::Param(address) => write!(f, "{address}"),
            From::Joined(parts) => {
                f.write_str("\"")?;
                parts.iter().try_for_each(|part| {
                    if let Value::Text(text) = part { escaped(f, text) } else { write!(f, "${{{part}}}") }
                })?;
                f.write_str("\"")
            }
            From::Call { function, arguments } | From::Lookup { what: function, arguments } => {
                write!(f, "{function}(")?;
                separated(f, arguments.iter(), |f, value| write!(f, "{value}"))?;
                f.write_str(")")
            }
            From::Element { of, index } => write!(f, "{of}[{index}]"),
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl Iterator<Item = T>,
    mut show: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        show(f, item)?;
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    escaped(f, text)?;
    f.write_str("\"")
}

fn escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '$' if rest.peek() == Some(&'{') => f.write_str("\\$")?,
            c if c.is_control() => write!(f, "\\u{{{:x}}}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::value::{Ports, Protocol};
    use crate::{FileId, Span};

    #[test]
    fn values_are_shown_as_the_language_writes_them() {
        let value = Value::record([
            ("name", Value::text("a \"b\" ${c}")),
            ("not-set", Value::Bool(false)),
            ("range", Value::Range(Arc::new((Value::Int(0), Value::Int(20))))),
            ("ports", Value::list([Value::Ports(Ports { protocol: Protocol::Tcp, range: Some((22, 22)) })])),
        ]);
        assert_eq!(
            value.to_string(),
            r#"{ name = "a \"b\" \${c}", "not-set" = false, range = 0..20, ports = [tcp(22)] }"#
        );
    }

    #[test]
    fn elements_on_the_way_to_an_attribute_are_shown_as_such() {
        let from =
            From::Attribute { of: crate::Address::root().child("door"), path: "status.ingress.0.hostname".into() };
        let later = Later::new(from, Span::new(FileId::ROOT, 0, 0));
        assert_eq!(later.to_string(), "door.status.ingress[0].hostname");
    }

    #[test]
    fn what_is_made_of_a_secret_is_secret_and_not_shown() {
        let origin = Span::new(FileId::ROOT, 0, 0);
        let secret = Later::new(From::Secret("ssm:/db".into()), origin).value();
        let joined = Later::new(From::Joined([Value::text("redis://"), secret].into()), origin);
        assert!(joined.is_secret());
        assert_eq!(joined.to_string(), r#""redis://${(secret)}""#);
    }
}
