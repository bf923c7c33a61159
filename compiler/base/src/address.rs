//! Identity: where a thing stands in the program, by names and keys, never by position.
//!
//! `net.private["b"]` is the resource `private` made for key `b` inside `net`. An address survives every edit that keeps
//! the names; two addresses are the same thing if they are equal.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The key of one instance of a `for`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A text, also an address or range in its written form.
    Text(Arc<str>),
    /// A number.
    Number(i64),
}

/// One step of an address: a name, and the keys of the loops around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The declared name.
    pub name: Arc<str>,
    /// The keys, outermost loop first; empty outside of loops.
    pub keys: Vec<Key>,
}

/// The steps from the program's root to a thing. Cloning is cheap; the parent is shared.
///
/// Addresses are ordered step by step from the root: a thing is followed by everything in it, and then by the next thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Address(Option<Arc<Inner>>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Inner {
    parent: Address,
    step: Step,
}

impl Address {
    /// The program itself.
    pub fn root() -> Address {
        Address(None)
    }

    /// What `name` declares in here, outside of loops.
    #[must_use]
    pub fn child(&self, name: impl Into<Arc<str>>) -> Address {
        self.keyed(name, Vec::new())
    }

    /// What `name` declares in here for these keys.
    #[must_use]
    pub fn keyed(&self, name: impl Into<Arc<str>>, keys: Vec<Key>) -> Address {
        Address(Some(Arc::new(Inner { parent: self.clone(), step: Step { name: name.into(), keys } })))
    }

    /// What holds it; `None` for the program.
    pub fn parent(&self) -> Option<&Address> {
        self.0.as_ref().map(|inner| &inner.parent)
    }

    /// The last step; `None` for the program.
    pub fn last(&self) -> Option<&Step> {
        self.0.as_ref().map(|inner| &inner.step)
    }

    /// Whether `other` is this or stands below it.
    pub fn holds(&self, other: &Address) -> bool {
        let mut at = Some(other);
        while let Some(address) = at {
            if address == self {
                return true;
            }
            at = address.parent();
        }
        false
    }

    /// The number of steps.
    pub fn depth(&self) -> usize {
        std::iter::successors(self.parent(), |address| address.parent()).count()
    }

    /// This without its last `steps` steps.
    fn above(&self, steps: usize) -> &Address {
        (0..steps).fold(self, |address, _| address.parent().unwrap_or(address))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Address) -> Ordering {
        let (mine, theirs) = (self.depth(), other.depth());
        let mut left = self.above(mine.saturating_sub(theirs));
        let mut right = other.above(theirs.saturating_sub(mine));
        // Upwards from where both have a step; the difference that is nearest to the root counts.
        let mut order = mine.cmp(&theirs);
        while let (Some(a), Some(b)) = (&left.0, &right.0) {
            if Arc::ptr_eq(a, b) {
                break;
            }
            order = a.step.cmp(&b.step).then(order);
            (left, right) = (&a.parent, &b.parent);
        }
        order
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Address) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(inner) = &self.0 else { return Ok(()) };
        if inner.parent.0.is_some() {
            write!(f, "{}.", inner.parent)?;
        }
        f.write_str(&inner.step.name)?;
        inner.step.keys.iter().try_for_each(|key| write!(f, "[{key}]"))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Text(text) => write!(f, "{text:?}"),
            Key::Number(number) => write!(f, "{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_like_an_expression() {
        let private = Address::root().child("net").keyed("private", vec![Key::Text("b".into()), Key::Number(2)]);
        assert_eq!(private.to_string(), r#"net.private["b"][2]"#);
        assert!(Address::root().child("net").holds(&private));
        assert!(!private.holds(&Address::root().child("net")));
    }

    #[test]
    fn a_thing_is_followed_by_what_is_in_it() {
        let (root, net) = (Address::root(), Address::root().child("net"));
        let z = |number| vec![Key::Number(number)];
        let ordered = [
            root.clone(),
            root.child("bus"),
            net.clone(),
            net.child("a"),
            net.keyed("a", z(1)),
            net.keyed("a", z(1)).child("b"),
            net.keyed("a", z(2)),
            net.child("b"),
            root.child("neta"),
        ];
        for (left, a) in ordered.iter().enumerate() {
            for (right, b) in ordered.iter().enumerate() {
                assert_eq!(a.cmp(b), left.cmp(&right), "{a} and {b}");
            }
        }
        assert_eq!(net.child("a").cmp(&Address::root().child("net").child("a")), Ordering::Equal);
    }
}
