//! What a value reads of other things.

mod path;
mod walk;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};
use rustc_hash::FxHashSet;

pub use path::{Dotted, Part};
use walk::Walk;

/// A place in a value that reads something of a thing, or holds the thing itself.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'p, 'v> {
    /// The way to the leaf that reads it, from the value that was searched.
    pub path: &'p [Part<'v>],
    /// The thing.
    pub of: &'v Address,
    /// What is read of it: a path in the cloud's model; `None` where the thing itself stands.
    pub attribute: Option<&'v str>,
    /// Where the program reads it; `None` where the thing itself stands.
    pub origin: Option<Span>,
}

/// Visits every reference in a value, in the order in which it is written: those in texts, calls and look-ups too.
///
/// A text or call is one leaf: what it is made of has the path of the leaf.
pub fn references<'v>(value: &'v Value, mut visit: impl FnMut(Reference<'_, 'v>)) {
    let mut known = FxHashSet::default();
    Walk::new(&mut known, true).run(value, &mut visit);
}

/// Visits the references in many values, and what is shared by several places or values only as often as it must.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// Shared parts without a reference, by where they are kept; all values outlive this.
    barren: FxHashSet<usize>,
}

impl Search {
    /// Visits the references in a value, entries by name; a part that stands in it twice is visited once.
    pub(crate) fn each<'v>(&mut self, value: &'v Value, visit: &mut dyn FnMut(Reference<'_, 'v>)) {
        Walk::new(&mut self.barren, false).run(value, visit);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cloudc_base::FileId;
    use cloudc_base::value::{From, Later};

    use super::*;

    fn attribute(of: &str, path: &str) -> Later {
        let of = Address::root().child(of);
        Later::new(From::Attribute { of, path: path.into() }, Span::new(FileId::ROOT, 3, 5))
    }

    fn listed(value: &Value) -> Vec<String> {
        let mut all = Vec::new();
        references(value, |found| {
            all.push(format!("{:?} {}.{}", found.path, found.of, found.attribute.unwrap_or("-")));
        });
        all
    }

    #[test]
    fn references_are_found_in_every_form_of_value() {
        let origin = Span::new(FileId::ROOT, 0, 0);
        let arn = attribute("a", "Arn").value();
        let element = From::Element { of: Arc::new(attribute("b", "Names")), index: 0 };
        let joined = From::Joined([Value::text("x"), arn.clone(), Later::new(element, origin).value()].into());
        let joined = Later::new(joined, origin).value();
        let arguments = [Value::record([("deep", arn), ("h", Value::Handle(Address::root().child("c")))])];
        let call = Later::new(From::Call { function: "json", arguments: arguments.into() }, origin).value();
        let value = Value::record([("P", Value::list([Value::Int(1), joined])), ("Q", call), ("R", Value::text("r"))]);
        assert_eq!(
            listed(&value),
            [
                r#"[Name("P"), Index(1)] a.Arn"#,
                r#"[Name("P"), Index(1)] b.Names"#,
                r#"[Name("Q")] a.Arn"#,
                r#"[Name("Q")] c.-"#,
            ]
        );
    }

    #[test]
    fn what_is_shared_is_visited_once_by_a_search_and_every_time_by_a_visit() {
        let shared = Value::list([attribute("a", "Arn").value(), Value::list([Value::Int(1)])]);
        let mut doubled = Value::list([shared.clone(), shared]);
        assert_eq!(listed(&doubled).len(), 2);
        for _ in 0..40 {
            doubled = Value::list([doubled.clone(), doubled]);
        }
        let mut count = 0;
        Search::default().each(&doubled, &mut |_| count += 1);
        assert_eq!(count, 1);
        let mut barren = Value::list([Value::Int(1)]);
        for _ in 0..40 {
            barren = Value::list([barren.clone(), barren]);
        }
        assert_eq!(listed(&barren), Vec::<String>::new());
    }
}
