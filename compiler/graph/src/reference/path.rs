use std::fmt;

/// One step into a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'v> {
    /// The entry of a record.
    Name(&'v str),
    /// The element of a list, from 0.
    Index(usize),
}

/// A path as a person reads it, elements left out: `VpcConfig.SubnetIds`, `metadata.labels["app.kubernetes.io/name"]`.
#[derive(Debug, Clone, Copy)]
pub struct Dotted<'p>(pub &'p [Part<'p>]);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().filter_map(|part| match part {
            Part::Name(name) => Some(*name),
            Part::Index(_) => None,
        });
        for (index, name) in names.enumerate() {
            let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            match (plain, index) {
                (true, 0) => f.write_str(name)?,
                (true, _) => write!(f, ".{name}")?,
                (false, _) => write!(f, "[{name:?}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_elements() {
        let path = [Part::Name("spec"), Part::Index(3), Part::Name("labels"), Part::Name("a.b/c")];
        assert_eq!(Dotted(&path).to_string(), r#"spec.labels["a.b/c"]"#);
    }
}
