use std::sync::{Arc, OnceLock, Weak};

use crate::ResourceType;
use crate::container::Container;
use crate::entry::Entry;

/// A table of types: its container, our own additions, and what has been parsed of both.
#[derive(Debug)]
pub(crate) struct Shelf {
    container: Container<'static>,
    /// Names and texts that the container lacks.
    own: &'static [(&'static str, &'static str)],
    /// The parsed entries: those of the container in its order, then our own. Allocated by the first look-up.
    slots: OnceLock<Box<[Slot]>>,
    this: Weak<Shelf>,
}

type Slot = OnceLock<Option<Arc<ResourceType>>>;

impl Shelf {
    /// A shelf over the bytes of a container; without entries if they are none.
    pub(crate) fn new(data: &'static [u8], own: &'static [(&'static str, &'static str)]) -> Arc<Shelf> {
        let container = Container::open(data).unwrap_or(Container::EMPTY);
        Arc::new_cyclic(|this| Shelf { container, own, slots: OnceLock::new(), this: this.clone() })
    }

    /// The container, for its names.
    pub(crate) fn container(&self) -> Container<'static> {
        self.container
    }

    /// The entry of any name, types and shared definitions alike.
    pub(crate) fn entry(&self, name: &str) -> Option<Arc<Entry>> {
        self.get(name).map(|found| found.entry().clone())
    }

    /// The type with this name. Shared definitions are found too; their names start with `#`.
    pub(crate) fn get(&self, name: &str) -> Option<Arc<ResourceType>> {
        let at = self.position(name)?;
        let slots =
            self.slots.get_or_init(|| (0..self.container.count() + self.own.len()).map(|_| Slot::new()).collect());
        slots.get(at)?.get_or_init(|| self.parse(name, at)).clone()
    }

    fn position(&self, name: &str) -> Option<usize> {
        let own = || self.own.iter().position(|(known, _)| *known == name).map(|at| self.container.count() + at);
        self.container.find(name).or_else(own)
    }

    fn parse(&self, name: &str, at: usize) -> Option<Arc<ResourceType>> {
        let own =
            || at.checked_sub(self.container.count()).and_then(|at| self.own.get(at)).map(|&(_, text)| text.into());
        let text = if at < self.container.count() { self.container.text(at) } else { own() }?;
        let (entry, header) = Entry::parse(text, self.this.clone())?;
        Some(Arc::new(ResourceType::new(name, Arc::new(entry), header)))
    }
}
