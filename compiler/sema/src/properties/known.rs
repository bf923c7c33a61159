use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cloudc_facts::{Classes, Path, ResourceType, facts};

use super::at::At;
use super::node::{Lazy, Node};

/// All that the properties of a type are held against. Made once for a type, kept as long as the program runs: facts do
/// not change.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) root: Node,
    /// What stands beside properties: `UpdatePolicy` and so on.
    pub(super) attributes: Option<Lazy>,
    pub(super) rules: Vec<Between>,
    /// The properties whose values differ between regions.
    pub(super) classes: Vec<(Steps, Arc<Classes>)>,
    /// Where triggers of KEDA stand.
    pub(super) triggers: Option<Steps>,
    read_only: Vec<Steps>,
    policies: Vec<(Steps, Lazy)>,
}

/// A path of the facts, in its steps.
pub(super) type Steps = Box<[Box<str>]>;

/// A condition between properties, beyond the schema of the type.
#[derive(Debug)]
pub(super) struct Between {
    /// Where it holds.
    pub(super) at: Steps,
    /// What must hold there.
    pub(super) node: Lazy,
    /// Whether it is no more than advice.
    pub(super) doubtful: bool,
}

static KNOWN: LazyLock<Mutex<HashMap<Box<str>, Arc<Known>>>> = LazyLock::new(Mutex::default);

impl Known {
    /// What is known of a type.
    pub(super) fn of(ty: &ResourceType) -> Arc<Known> {
        let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(ty.name()) {
            return Arc::clone(known);
        }
        let known = Arc::new(Known::new(ty));
        all.insert(ty.name().into(), Arc::clone(&known));
        known
    }

    fn new(ty: &ResourceType) -> Known {
        // Two types list a property both as read-only and as fixed at creation: then it can be written.
        let read_only = ty.read_only().iter().filter(|path| !ty.create_only().contains(path));
        let rules = ty.rules().into_iter().map(|rule| Between {
            at: rule.at.as_ref().map(steps).unwrap_or_default(),
            node: Lazy::new(rule.schema),
            doubtful: rule.id.starts_with('W'),
        });
        let policies = facts().policies(ty.name()).into_iter().map(|(path, schema)| (steps(&path), Lazy::new(schema)));
        let classes = facts().classes(ty.name()).into_iter().map(|(path, classes)| (steps(&path), classes));
        let attributes = ty.cloudformation().and_then(|_| facts().resource_attributes());
        Known {
            root: Node::new(ty.schema()),
            attributes: attributes.map(Lazy::new),
            rules: rules.collect(),
            triggers: facts().triggers_in(ty.name()).as_ref().map(steps),
            read_only: read_only.map(steps).collect(),
            policies: policies.collect(),
            classes: classes.collect(),
        }
    }

    /// Whether the cloud sets what stands here.
    pub(super) fn is_read_only(&self, at: &At<'_>) -> bool {
        self.read_only.iter().any(|path| at.fits(path))
    }

    /// The policy that is to stand here.
    pub(super) fn policy(&self, at: &At<'_>) -> Option<&Node> {
        self.policies.iter().find(|(path, _)| at.fits(path)).map(|(_, node)| node.get())
    }
}

fn steps(path: &Path) -> Steps {
    path.steps().map(Box::from).collect()
}
