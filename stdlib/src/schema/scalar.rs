use super::Schema;
use crate::node::TextRules;
use crate::{Bits, Bounds, Literal};

/// What strings and numbers must be.
impl Schema {
    fn text(&self) -> Option<&TextRules> {
        self.node.text.as_deref()
    }

    /// The allowed values; empty: no such list.
    pub fn allowed(&self) -> &[Literal] {
        self.text().map_or(&[], |rules| &rules.values)
    }

    /// Of the allowed values those that only some releases allow, a set of [`crate::Facts::kubernetes_releases`].
    pub fn allowed_in(&self) -> impl Iterator<Item = (&str, Bits)> {
        self.text().into_iter().flat_map(|rules| rules.values_in.iter()).map(|(value, &releases)| (value, releases))
    }

    /// The allowed strings where upper and lower case are alike; empty: no such list.
    pub fn allowed_any_case(&self) -> &[Box<str>] {
        self.text().map_or(&[], |rules| &rules.words)
    }

    /// A regular expression that a part of the string matches, as published (mostly ECMAScript); anchors are in it.
    pub fn pattern(&self) -> Option<&str> {
        self.text()?.pattern.as_deref()
    }

    /// How many characters the string may have.
    pub fn length(&self) -> Bounds<u64> {
        self.text().map_or(Bounds::OPEN, |rules| rules.length)
    }

    /// Its formats, of which one holds: `AWS::EC2::VPC.Id`, `ipv4-network`, `int-or-string`.
    pub fn formats(&self) -> impl Iterator<Item = &str> {
        self.text().and_then(|rules| rules.format.as_deref()).into_iter().flat_map(|formats| formats.split('|'))
    }

    /// The least and the greatest number.
    pub fn range(&self) -> Bounds<f64> {
        self.node.number.as_ref().map_or(Bounds::OPEN, |rules| rules.range)
    }

    /// Numbers between which it lies, themselves excluded.
    pub fn exclusive_range(&self) -> Bounds<f64> {
        self.node.number.as_ref().map_or(Bounds::OPEN, |rules| rules.inside)
    }

    /// The number that it is a multiple of.
    pub fn multiple_of(&self) -> Option<f64> {
        self.node.number.as_ref()?.multiple
    }
}
