use std::fmt::Write as _;
use std::sync::Arc;

/// One step into the properties of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the entry of a record.
    Name(Arc<str>),
    /// To the element of a list, from 0.
    Item(usize),
}

/// The place of a value in the properties of a resource while they are walked: kept on the stack, for nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    above: Option<&'a At<'a>>,
    last: Last<'a>,
    depth: usize,
}

/// How deep values are looked into; no cloud comes near it.
const DEEPEST: usize = 100;

#[derive(Debug, Clone, Copy)]
enum Last<'a> {
    Root,
    Name(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// The properties themselves.
    pub(super) const ROOT: At<'static> = At { above: None, last: Last::Root, depth: 0 };

    /// An entry of the record that stands here.
    pub(super) fn name(&'a self, name: &'a str) -> At<'a> {
        At { above: Some(self), last: Last::Name(name), depth: self.depth + 1 }
    }

    /// An element of the list that stands here.
    pub(super) fn item(&'a self, index: usize) -> At<'a> {
        At { above: Some(self), last: Last::Item(index), depth: self.depth + 1 }
    }

    /// Whether it is the properties themselves.
    pub(super) fn is_root(&self) -> bool {
        self.above.is_none()
    }

    /// Whether it is deeper than anything that is looked into.
    pub(super) fn is_too_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    /// The innermost name on the way here; empty for the properties themselves.
    pub(super) fn innermost(&self) -> &'a str {
        match (self.last, self.above) {
            (Last::Name(name), _) => name,
            (_, Some(above)) => above.innermost(),
            (_, None) => "",
        }
    }

    /// The steps that lead here.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = self.above.map(At::steps).unwrap_or_default();
        match self.last {
            Last::Root => {}
            Last::Name(name) => steps.push(Step::Name(Arc::from(name))),
            Last::Item(index) => steps.push(Step::Item(index)),
        }
        steps
    }

    /// Whether these steps lead here.
    pub(super) fn is(&self, steps: &[Step]) -> bool {
        match (self.above, steps.split_last()) {
            (None, None) => true,
            (Some(above), Some((last, before))) => self.is_last(last) && above.is(before),
            _ => false,
        }
    }

    fn is_last(&self, step: &Step) -> bool {
        match (self.last, step) {
            (Last::Name(name), Step::Name(other)) => *name == **other,
            (Last::Item(index), Step::Item(other)) => index == *other,
            _ => false,
        }
    }

    /// Whether this path of the facts leads here; `*` is any step.
    pub(super) fn fits(&self, path: &[Box<str>]) -> bool {
        match (self.above, path.split_last()) {
            (None, None) => true,
            (Some(above), Some((last, before))) => {
                (&**last == "*" || matches!(self.last, Last::Name(name) if *name == **last)) && above.fits(before)
            }
            _ => false,
        }
    }
}

/// Steps as a program writes them: `Tags[0].Key`, `metadata.labels["a/b"]`.
pub(super) fn dotted(steps: &[Step]) -> String {
    steps.iter().fold(String::new(), |mut path, step| {
        let _infallible = match step {
            Step::Item(index) => write!(path, "[{index}]"),
            Step::Name(name) if !is_name(name) => write!(path, "[{name:?}]"),
            Step::Name(name) if path.is_empty() => write!(path, "{name}"),
            Step::Name(name) => write!(path, ".{name}"),
        };
        path
    })
}

/// Whether a program can write the name without quotes.
pub(crate) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_compare_with_steps_and_with_paths_of_facts() {
        let tags = At::ROOT.name("Tags");
        let tag = tags.item(2);
        let key = tag.name("Key");
        assert_eq!(dotted(&key.steps()), "Tags[2].Key");
        assert!(key.is(&key.steps()) && !key.is(&tag.steps()) && At::ROOT.is(&[]));
        let path = |text: &str| text.split('/').map(Box::from).collect::<Vec<_>>();
        assert!(key.fits(&path("Tags/*/Key")) && !key.fits(&path("Tags/*")) && !key.fits(&path("Tags/*/Value")));
        assert_eq!(dotted(&At::ROOT.name("labels").name("a/b").steps()), "labels[\"a/b\"]");
    }
}
