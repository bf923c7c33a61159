//! Security groups, as the rules of sentences name them.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, Key, Span};

use crate::hir::Name;
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

/// The type of a security group.
pub(super) const GROUP: &str = "aws.ec2.SecurityGroup";

/// How many instances may stand for the group of one another.
const MAX_STEPS: usize = 16;

/// A security group. Two handles of one are the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Its id.
    pub(super) id: Value,
    /// Where its rules stand: at the group; at the attribute that names it, where the cloud made it. None where only its id
    /// is known.
    pub(super) place: Option<Address>,
}

impl Group {
    /// The address of the rule of this group with these keys. It is the group's and not a handle's, so that what is said
    /// twice about one group is one rule.
    pub(super) fn rule(&self, word: &str, keys: [String; 2]) -> Address {
        let keys = keys.map(|key| Key::Text(key.into()));
        match &self.place {
            Some(place) => place.keyed(word, keys.to_vec()),
            None => {
                let own = [Key::Text(self.key().into())];
                Address::root().keyed(word, own.into_iter().chain(keys).collect())
            }
        }
    }

    /// What it goes by as the other side of a rule.
    pub(super) fn key(&self) -> String {
        match (&self.place, &self.id) {
            (Some(place), _) => place.to_string(),
            (None, Value::Text(id)) => id.to_string(),
            (None, id) => id.to_string(),
        }
    }
}

impl Program<'_> {
    /// The group that a handle or an id names; none for null.
    pub(super) fn group(&mut self, value: &Value, span: Span) -> Eval<Option<Group>> {
        let mut value = value.clone();
        for _ in 0..MAX_STEPS {
            let address = match &value {
                Value::Null => return Ok(None),
                Value::Handle(address) => address.clone(),
                Value::Later(later) => return Ok(Some(self.later_group(later))),
                id => return Ok(Some(Group { id: id.clone(), place: None })),
            };
            if self.resources.get(&address).is_some_and(|resource| resource.ty.name() == GROUP) {
                return Ok(Some(group_at(address, span)));
            }
            value = match self.word_of(&address, "endpoint")? {
                Some(Value::Record(endpoint)) => endpoint.get("group").cloned().unwrap_or(Value::Null),
                _ if self.resources.contains_key(&address) || self.instances.contains_key(&address) => {
                    return self.fail(sentence::no_group(span, &address.to_string()));
                }
                _ => self.face(&address, &Name { text: "GroupId".into(), span })?,
            };
        }
        Ok(None)
    }

    fn later_group(&self, later: &Arc<Later>) -> Group {
        match later.from() {
            From::Attribute { of, path } => {
                let own = &**path == "GroupId" && self.resources.get(of).is_some_and(|group| group.ty.name() == GROUP);
                let place = if own { of.clone() } else { of.child(Arc::clone(path)) };
                Group { id: Value::Later(Arc::clone(later)), place: Some(place) }
            }
            _ => Group { id: Value::Later(Arc::clone(later)), place: None },
        }
    }

    /// The first security group that properties refer to.
    pub(super) fn group_within(&self, value: &Value, span: Span) -> Option<Group> {
        match value {
            Value::List(values) => values.iter().find_map(|value| self.group_within(value, span)),
            Value::Record(record) => record.iter().find_map(|(_, value)| self.group_within(value, span)),
            Value::Later(later) => match later.from() {
                From::Attribute { of, path } if &**path == "GroupId" => {
                    let group = self.resources.get(of).filter(|group| group.ty.name() == GROUP);
                    group.map(|_| group_at(of.clone(), span))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn group_at(of: Address, span: Span) -> Group {
    let id = Later::new(From::Attribute { of: of.clone(), path: "GroupId".into() }, span).value();
    Group { id, place: Some(of) }
}
