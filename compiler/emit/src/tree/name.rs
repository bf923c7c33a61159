use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text that costs nothing to take over: a constant, a text of the graph, or one made here.
#[derive(Debug, Clone)]
pub(crate) enum Name {
    Constant(&'static str),
    Shared(Arc<str>),
    Own(String),
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Name::Constant(text) => text,
            Name::Shared(text) => text,
            Name::Own(text) => text,
        }
    }
}

impl From<&'static str> for Name {
    fn from(text: &'static str) -> Name {
        Name::Constant(text)
    }
}

impl From<Arc<str>> for Name {
    fn from(text: Arc<str>) -> Name {
        Name::Shared(text)
    }
}

impl From<&Arc<str>> for Name {
    fn from(text: &Arc<str>) -> Name {
        Name::Shared(Arc::clone(text))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Name {
        Name::Own(text)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        **self == **other
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
