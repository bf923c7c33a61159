use std::marker::PhantomData;

use cloudc_base::value::Value;
use rustc_hash::FxHashMap;

use super::Key;

/// A number that says which thing of one kind.
pub(crate) trait Id: Copy {
    fn of(number: usize) -> Self;
    fn number(self) -> usize;
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        $($(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        impl Id for $name {
            fn of(number: usize) -> $name {
                $name(number as u32)
            }

            fn number(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

ids! {
    /// A network (VPC).
    NetworkId;
    /// A subnet.
    SubnetId;
    /// A route table.
    TableId;
    /// A network ACL.
    AclId;
    /// A security group.
    GroupId;
    /// A place where packets begin and end.
    PlaceId;
    /// A transit gateway.
    TransitId;
}

/// All things of one kind: known by their numbers, and found by what refers to them. Numbers come from the arena that they
/// are used with.
#[derive(Debug)]
pub(crate) struct Arena<'g, I, T> {
    all: Vec<T>,
    keys: FxHashMap<Key<'g>, usize>,
    /// Things that are known later, by how they come about: two that come about alike are one.
    later: FxHashMap<String, usize>,
    kind: PhantomData<I>,
}

impl<I, T> Default for Arena<'_, I, T> {
    fn default() -> Self {
        Arena { all: Vec::new(), keys: FxHashMap::default(), later: FxHashMap::default(), kind: PhantomData }
    }
}

impl<'g, I: Id, T> Arena<'g, I, T> {
    /// Adds a thing that nothing refers to.
    pub(crate) fn add(&mut self, thing: T) -> I {
        self.all.push(thing);
        I::of(self.all.len() - 1)
    }

    /// Adds a thing by its key.
    pub(crate) fn put(&mut self, key: Key<'g>, thing: T) -> I {
        self.keys.insert(key, self.all.len());
        self.add(thing)
    }

    /// The thing that a value refers to; what is not there yet is made of its number.
    pub(crate) fn find_or(&mut self, key: Key<'g>, value: &Value, make: impl FnOnce(usize) -> T) -> I {
        let number = self.all.len();
        let known = match key {
            Key::Unknown(_) => *self.later.entry(value.to_string()).or_insert(number),
            _ => *self.keys.entry(key).or_insert(number),
        };
        if known == number {
            self.all.push(make(number));
        }
        I::of(known)
    }

    pub(crate) fn by_key(&self, key: Key<'g>) -> Option<I> {
        self.keys.get(&key).map(|&number| I::of(number))
    }

    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.all.get(id.number())
    }

    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.all.get_mut(id.number())
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.all.iter().enumerate().map(|(number, thing)| (I::of(number), thing))
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.all.len()).map(I::of)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}
