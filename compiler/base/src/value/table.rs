use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::Value;

/// Values by name, in the order in which they were first set.
///
/// Most records have few entries: those are compared one by one, which takes less memory and time than hashing them.
#[derive(Debug, Clone)]
pub(super) enum Table {
    Few(Vec<(Arc<str>, Value)>),
    Many(Box<IndexMap<Arc<str>, Value, FxBuildHasher>>),
}

/// How many entries are compared one by one.
const FEW: usize = 12;

impl Default for Table {
    fn default() -> Table {
        Table::Few(Vec::new())
    }
}

impl Table {
    /// Sets an entry, and gives what was there.
    pub(super) fn insert(&mut self, name: Arc<str>, value: Value) -> Option<Value> {
        match self {
            Table::Few(all) => {
                if let Some((_, old)) = all.iter_mut().find(|(known, _)| *known == name) {
                    return Some(std::mem::replace(old, value));
                }
                all.push((name, value));
                if all.len() > FEW {
                    *self = Table::Many(Box::new(std::mem::take(all).into_iter().collect()));
                }
                None
            }
            Table::Many(all) => all.insert(name, value),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Table::Few(all) => all.iter().find(|(known, _)| **known == *name).map(|(_, value)| value),
            Table::Many(all) => all.get(name),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Table::Few(all) => all.len(),
            Table::Many(all) => all.len(),
        }
    }

    pub(super) fn iter(&self) -> Iter<'_> {
        match self {
            Table::Few(all) => Iter::Few(all.iter()),
            Table::Many(all) => Iter::Many(all.iter()),
        }
    }

    /// Gives back memory that is not needed.
    pub(super) fn shrink(&mut self) {
        match self {
            Table::Few(all) => all.shrink_to_fit(),
            Table::Many(all) => all.shrink_to_fit(),
        }
    }
}

/// The entries of a [`Table`], in order.
pub(super) enum Iter<'e> {
    Few(std::slice::Iter<'e, (Arc<str>, Value)>),
    Many(indexmap::map::Iter<'e, Arc<str>, Value>),
}

impl<'e> Iterator for Iter<'e> {
    type Item = (&'e Arc<str>, &'e Value);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Iter::Few(all) => all.next().map(|(name, value)| (name, value)),
            Iter::Many(all) => all.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_alike() {
        let mut table = Table::default();
        for number in 0..40_i64 {
            assert_eq!(table.insert(format!("n{number}").into(), Value::Int(number)), None);
            assert_eq!(table.insert("n0".into(), Value::Int(0)), Some(Value::Int(0)));
        }
        assert_eq!((table.len(), table.get("n39"), table.get("n40")), (40, Some(&Value::Int(39)), None));
        assert!(table.iter().map(|(_, value)| value.clone()).eq((0..40).map(Value::Int)));
    }
}
