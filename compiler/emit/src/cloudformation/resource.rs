//! A node as a resource of a template.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::{Mode, Node};

use super::scope::{At, Scope};
use super::secret::takes_parameter;
use crate::mistakes::{no_snapshot, unspelt_value};
use crate::tree::{Map, Mark, Name, Tree};

/// What raw resources may say beside their properties, as CloudFormation spells it (E2).
const BESIDE: &[&str] = &["CreationPolicy", "Metadata", "UpdatePolicy"];

/// The types that CloudFormation takes snapshots of. From the AWS CloudFormation Template Reference, "DeletionPolicy
/// attribute".
const SNAPSHOT: &[&str] = &[
    "aws.docdb.DBCluster",
    "aws.ec2.Volume",
    "aws.elasticache.CacheCluster",
    "aws.elasticache.ReplicationGroup",
    "aws.neptune.DBCluster",
    "aws.rds.DBCluster",
    "aws.rds.DBInstance",
    "aws.redshift.Cluster",
];

/// A resource, and what it reads of nodes of the same template.
pub(super) struct Resource {
    pub(super) number: usize,
    pub(super) id: Name,
    /// All but what it waits for.
    pub(super) body: Body,
    pub(super) refers: Vec<(usize, Arc<str>)>,
}

/// The parts of a resource, in the order in which they are written.
pub(super) struct Body {
    pub(super) ty: Name,
    pub(super) beside: Vec<(&'static str, Tree)>,
    pub(super) policies: Vec<(&'static str, Tree)>,
    pub(super) properties: Map,
}

impl Body {
    /// The resource as it stands in the template, with the ids of what it waits for.
    pub(super) fn tree(self, waits: Vec<Name>) -> Tree {
        let mut map = Map::default().with("Type", Tree::Text(self.ty));
        if !waits.is_empty() {
            map.set("DependsOn", Tree::texts(waits));
        }
        for (name, tree) in self.beside.into_iter().chain(self.policies) {
            map.set(name, tree);
        }
        if !self.properties.is_empty() {
            map.set("Properties", Tree::Map(self.properties));
        }
        Tree::Map(map)
    }
}

impl<'a> Scope<'_, 'a> {
    /// A node as a resource; `None` if a part of it cannot be said, which has been reported.
    pub(super) fn resource(&mut self, number: usize) -> Option<Resource> {
        let node = self.program.graph().node(number)?;
        self.refers.clear();
        self.at = At::declaration(node.span, &node.through);
        if node.mode == Mode::Read {
            return self.read(number, node);
        }
        let ty = self.ty(number).and_then(|ty| ty.cloudformation());
        let Some(ty) = ty else {
            let finding = unspelt_value::later(&self.site(), &node.ty, "it is no type of CloudFormation's");
            return self.fail(finding);
        };
        let ty = Name::from(ty.to_owned());
        let policies = self.policies(node);
        let (beside, properties) = self.parts(number, node)?;
        let body = Body { ty, beside, policies: policies?, properties };
        Some(Resource { number, id: self.program.id(number), body, refers: self.referred(number) })
    }

    /// What has been read while a node was written.
    pub(super) fn referred(&mut self, number: usize) -> Vec<(usize, Arc<str>)> {
        let mut refers = std::mem::take(&mut self.refers);
        refers.retain(|(referred, _)| *referred != number);
        refers.sort_unstable();
        refers.dedup();
        refers
    }

    /// What a node says beside its properties, and its properties by name.
    fn parts(&mut self, number: usize, node: &'a Node) -> Option<(Vec<(&'static str, Tree)>, Map)> {
        let Value::Record(record) = &node.properties else { return Some((Vec::new(), Map::default())) };
        let (mut beside, mut properties) = (Vec::new(), Map::default());
        let mut whole = true;
        for (name, value) in record.iter().filter(|(_, value)| **value != Value::Null) {
            self.at = At::property(node, name);
            self.at.takes_parameter = takes_parameter(&node.ty, name);
            let mark = Mark::At(self.at.span);
            match (self.value(value), self.is_beside(number, name)) {
                (Some(tree), Some(name)) => beside.push((name, tree)),
                (Some(tree), None) => properties.set_marked(name, tree, Some(mark)),
                (None, _) => whole = false,
            }
        }
        beside.sort_by_key(|(name, _)| *name);
        whole.then(|| (beside, properties.sorted()))
    }

    /// The name of something that stands beside the properties of a resource, if its type has no such property.
    fn is_beside(&self, number: usize, name: &str) -> Option<&'static str> {
        let known = BESIDE.iter().copied().find(|known| *known == name)?;
        let property = self.ty(number).is_some_and(|ty| ty.schema().property(name).is_some());
        (!property).then_some(known)
    }

    /// What becomes of a resource that leaves the template or is replaced.
    fn policies(&mut self, node: &Node) -> Option<Vec<(&'static str, Tree)>> {
        let asked = &node.lifecycle;
        let policy = if asked.protect || asked.retain {
            "Retain"
        } else if asked.snapshot {
            if !SNAPSHOT.contains(&&*node.ty) {
                let finding = no_snapshot::finding(&self.site(), &node.ty);
                return self.fail(finding);
            }
            "Snapshot"
        } else {
            return Some(Vec::new());
        };
        Some(["DeletionPolicy", "UpdateReplacePolicy"].map(|name| (name, Tree::text(policy))).to_vec())
    }
}
