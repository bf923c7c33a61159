//! Sentences as the language writes them.

use std::fmt;

use crate::{Party, Relation, Verb};

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.never { "never " } else { "allow " })?;
        several(f, &self.subjects)?;
        write!(f, " to {}", self.verb)?;
        if !self.objects.is_empty() {
            f.write_str(" ")?;
            several(f, &self.objects)?;
        }
        if !self.ports.is_empty() {
            f.write_str(" on ")?;
            several(f, &self.ports)?;
        }
        if !self.except.is_empty() {
            f.write_str(" except ")?;
            several(f, &self.except)?;
        }
        Ok(())
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Party::Thing(address) => write!(f, "{address}"),
            Party::Cidr(range) => write!(f, "{range}"),
            Party::Ip(address) => write!(f, "{address}"),
            Party::Later(later) => write!(f, "{later}"),
            Party::Internet => f.write_str("internet"),
            Party::Anyone => f.write_str("anyone"),
            Party::Any(noun) => write!(f, "any {noun}"),
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verb::Reach => f.write_str("reach"),
            Verb::Named(name) => f.write_str(name),
            Verb::Action(action) => write!(f, "{action:?}"),
            Verb::Statements(statements) => write!(f, "{statements}"),
        }
    }
}

/// One thing bare, several in brackets.
fn several(f: &mut fmt::Formatter<'_>, things: &[impl fmt::Display]) -> fmt::Result {
    if let [only] = things {
        return write!(f, "{only}");
    }
    f.write_str("[")?;
    for (index, thing) in things.iter().enumerate() {
        write!(f, "{}{thing}", if index == 0 { "" } else { ", " })?;
    }
    f.write_str("]")
}

#[cfg(test)]
mod tests {
    use cloudc_base::value::{Ports, Protocol};
    use cloudc_base::{Address, FileId, Span};

    use super::*;

    #[test]
    fn a_relation_reads_like_its_sentence() {
        let thing = |name: &str| Party::Thing(Address::root().child(name));
        let mut relation = Relation {
            never: false,
            subjects: vec![thing("a"), thing("b")],
            verb: Verb::Reach,
            objects: vec![thing("c")],
            ports: vec![Ports { protocol: Protocol::Tcp, range: Some((22, 22)) }],
            except: Vec::new(),
            made: Vec::new(),
            span: Span::new(FileId::ROOT, 0, 0),
        };
        assert_eq!(relation.to_string(), "allow [a, b] to reach c on tcp(22)");
        relation.never = true;
        relation.subjects = vec![Party::Internet];
        relation.verb = Verb::Action("s3:GetObject".into());
        relation.ports.clear();
        relation.except = vec![thing("d")];
        assert_eq!(relation.to_string(), r#"never internet to "s3:GetObject" c except d"#);
    }
}
