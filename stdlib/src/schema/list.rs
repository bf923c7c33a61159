use super::Schema;
use crate::Bounds;
use crate::node::ListRules;

/// What a list must be.
impl Schema {
    fn list(&self) -> Option<&ListRules> {
        self.node.list.as_deref()
    }

    pub(super) fn list_kind(&self) -> Option<&str> {
        self.list()?.kind.as_deref()
    }

    /// What each item must be.
    pub fn items(&self) -> Option<Schema> {
        self.list()?.items.as_ref().map(|items| self.child(items))
    }

    /// What the first items must be besides, by position.
    pub fn first_items(&self) -> Vec<Schema> {
        self.list().into_iter().flat_map(|rules| &rules.first).map(|item| self.child(item)).collect()
    }

    /// How many items there may be.
    pub fn item_count(&self) -> Bounds<u64> {
        self.list().map_or(Bounds::OPEN, |rules| rules.count)
    }

    /// Whether no two items may be equal.
    pub fn unique(&self) -> bool {
        self.list().is_some_and(|rules| rules.unique) || self.list_kind() == Some("s")
    }

    /// Properties of the items whose values are unique together.
    pub fn unique_by(&self) -> &[Box<str>] {
        self.list().map_or(&[], |rules| &rules.unique_by)
    }

    /// Whether the order of items means nothing: compare as a set.
    pub fn unordered(&self) -> bool {
        self.list().is_some_and(|rules| rules.unordered)
    }

    /// The properties of the items that are their key: the list is a map (Kubernetes; `containers`: `name`).
    pub fn keys(&self) -> &[Box<str>] {
        self.list().map_or(&[], |rules| &rules.keys)
    }

    /// The single property by which patches find an item (`ports`: `containerPort`).
    pub fn merge_key(&self) -> Option<&str> {
        let only = || if let [key] = self.keys() { Some(&**key) } else { None };
        self.list()?.merge_key.as_deref().or_else(only)
    }
}
