//! What the handlers of each type call, worked out once.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_facts::facts;

use crate::action::{Action, service_of};
use crate::{calls, when};

/// A handler of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Handler {
    Create,
    Read,
    Update,
    Delete,
    List,
    Tag,
}

/// What the handlers of a type call.
pub(crate) struct TypeCalls {
    /// The service that the type belongs to, as actions are prefixed.
    pub(crate) service: Arc<str>,
    pub(crate) calls: Vec<Made>,
}

/// An action, and which handlers call it.
pub(crate) struct Made {
    pub(crate) action: Arc<Action>,
    pub(crate) handlers: Vec<Handler>,
    /// It is called for certain properties only: see [`when`].
    pub(crate) when: Option<&'static [String]>,
}

/// Types that were asked for.
#[derive(Default)]
pub(crate) struct Types {
    known: BTreeMap<Arc<str>, Option<Arc<TypeCalls>>>,
    actions: BTreeMap<Box<str>, Option<Arc<Action>>>,
}

impl Types {
    /// What the handlers of a type call; none if that is not known.
    pub(crate) fn of(&mut self, ty: &Arc<str>) -> Option<Arc<TypeCalls>> {
        if let Some(known) = self.known.get(ty) {
            return known.clone();
        }
        let found = self.read(ty).map(Arc::new);
        self.known.insert(Arc::clone(ty), found.clone());
        found
    }

    /// An action; none if IAM does not have it.
    pub(crate) fn action(&mut self, text: &str) -> Option<Arc<Action>> {
        if let Some(known) = self.actions.get(text) {
            return known.clone();
        }
        let found = Action::new(text).map(Arc::new);
        self.actions.insert(text.into(), found.clone());
        found
    }

    fn read(&mut self, ty: &str) -> Option<TypeCalls> {
        let permissions = calls(ty)?;
        let tags = facts().resource_type(ty).is_some_and(|ty| ty.tagging().is_some_and(|tagging| tagging.at_creation));
        let lists = [
            (Handler::Create, &permissions.create),
            (Handler::Read, &permissions.read),
            (Handler::Update, &permissions.update),
            (Handler::Delete, &permissions.delete),
        ];
        let service = service_of(lists.iter().flat_map(|(_, list)| list.iter().map(|action| &**action)))?;
        let more = [(Handler::List, &permissions.list), (Handler::Tag, &permissions.tag)];
        let more = more.into_iter().filter(|(handler, _)| tags || *handler != Handler::Tag);
        let mut by_action: BTreeMap<Arc<str>, Made> = BTreeMap::new();
        for (handler, list) in lists.into_iter().chain(more) {
            for text in list {
                let Some(action) = self.action(text) else { continue };
                let when = when::asked(ty, &service, &action.text);
                let empty = || Made { action: Arc::clone(&action), handlers: Vec::new(), when };
                by_action.entry(Arc::clone(&action.text)).or_insert_with(empty).handlers.push(handler);
            }
        }
        Some(TypeCalls { service, calls: by_action.into_values().collect() })
    }
}
