use std::sync::Arc;

use crate::entry::Entry;
use crate::header::Header;
use crate::{ApiCall, Bits, Handlers, Implicit, Path, Rule, Schema, Tagging};

/// Everything that is known about a type of resources, e.g. `aws.sqs.Queue` or `k8s.apps.v1.Deployment`.
#[derive(Debug)]
pub struct ResourceType {
    name: Arc<str>,
    entry: Arc<Entry>,
    header: Header,
    object: Option<GroupVersionKind>,
}

/// Who provisions a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    /// Amazon Web Services; also CloudFormation's third-party types, such as `alexa.ask.Skill`.
    Aws,
    /// A Kubernetes API server.
    Kubernetes,
    /// Helm, into a Kubernetes cluster.
    Helm,
}

/// The identity of a Kubernetes kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupVersionKind {
    /// The API group, empty for the core group, e.g. `networking.k8s.io`.
    pub group: Box<str>,
    /// The version, e.g. `v1`.
    pub version: Box<str>,
    /// The kind, e.g. `Ingress`.
    pub kind: Box<str>,
    /// Its plural, as in URLs, e.g. `ingresses`.
    pub plural: Box<str>,
}

impl GroupVersionKind {
    /// What manifests write: `networking.k8s.io/v1`, or `v1` in the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.to_string() } else { format!("{}/{}", self.group, self.version) }
    }
}

/// Whether changing a property replaces the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Replacement {
    /// It is changed in place.
    Never,
    /// In some cases.
    Sometimes,
    /// Always.
    Always,
}

impl ResourceType {
    pub(crate) fn new(name: &str, entry: Arc<Entry>, mut header: Header) -> ResourceType {
        let object = header.group.take().map(|group| GroupVersionKind {
            group,
            version: std::mem::take(&mut header.version),
            kind: std::mem::take(&mut header.kind),
            plural: std::mem::take(&mut header.plural),
        });
        ResourceType { name: name.into(), entry, header, object }
    }

    pub(crate) fn entry(&self) -> &Arc<Entry> {
        &self.entry
    }

    /// The name in programs, e.g. `aws.sqs.Queue`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same name, shared.
    pub fn shared_name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// Who provisions it.
    pub fn provider(&self) -> Provider {
        match self.name.split('.').next() {
            Some("k8s") => Provider::Kubernetes,
            Some("helm") => Provider::Helm,
            _ => Provider::Aws,
        }
    }

    /// CloudFormation's name, e.g. `AWS::SQS::Queue`; none for read-only types of ours and outside of AWS.
    pub fn cloudformation(&self) -> Option<&str> {
        self.header.cloudformation.as_deref()
    }

    /// Kubernetes' name; none outside of it and for `k8s.Object`, whose properties say it.
    pub fn kubernetes(&self) -> Option<&GroupVersionKind> {
        self.object.as_ref()
    }

    /// Whether it lives in a namespace of a cluster (Kubernetes, Helm).
    pub fn namespaced(&self) -> bool {
        self.header.namespaced
    }

    /// Whether its version of the API is deprecated (Kubernetes).
    pub fn deprecated_version(&self) -> bool {
        self.header.deprecated_version
    }

    /// What its properties must be, as one object.
    pub fn schema(&self) -> Schema {
        Schema::new(self.entry.clone(), self.entry.root().clone())
    }

    /// The names of the properties that must be there.
    pub fn required(&self) -> &[Box<str>] {
        self.entry.root().object.as_ref().map_or(&[], |object| &object.required)
    }

    /// What the cloud sets.
    pub fn read_only(&self) -> &[Path] {
        &self.header.read_only
    }

    /// What cannot be changed without replacing the resource.
    pub fn create_only(&self) -> &[Path] {
        &self.header.create_only
    }

    /// What cannot be changed, in some cases, without replacing the resource.
    pub fn sometimes_create_only(&self) -> &[Path] {
        &self.header.sometimes_create_only
    }

    /// Fields that freeze others when they are true, each with what it freezes (Kubernetes: `immutable`).
    pub fn create_only_if(&self) -> impl Iterator<Item = (&str, &[Path])> {
        self.header.create_only_if.iter().map(|(field, frozen)| (field, &**frozen))
    }

    /// What the cloud never gives back.
    pub fn write_only(&self) -> &[Path] {
        &self.header.write_only
    }

    /// What should no longer be used.
    pub fn deprecated(&self) -> &[Path] {
        &self.header.deprecated
    }

    /// The primary identifier; Cloud Control joins several parts with a bar.
    pub fn identifier(&self) -> &[Path] {
        &self.header.identifier
    }

    /// Other identifiers, each in parts.
    pub fn other_identifiers(&self) -> &[Box<[Path]>] {
        &self.header.identifiers
    }

    /// What CloudFormation's `Ref` returns; several parts are joined with a bar.
    pub fn reference(&self) -> &[Path] {
        if self.header.reference.is_empty() { &self.header.identifier } else { &self.header.reference }
    }

    /// What the cloud returns beyond [`ResourceType::read_only`] (a queue's `QueueName`).
    pub fn returned(&self) -> &[Path] {
        &self.header.returned
    }

    /// All places that the cloud answers with: read-only, returned, and the primary identifier.
    pub fn attributes(&self) -> impl Iterator<Item = &Path> {
        let id = self.header.identifier.iter();
        let id = id.filter(|path| !self.header.read_only.contains(path) && !self.header.returned.contains(path));
        self.header.read_only.iter().chain(&*self.header.returned).chain(id)
    }

    /// What the attribute `dotted` is (`PrimaryEndPoint.Address`): later, once the cloud has answered.
    ///
    /// `None` if the cloud returns nothing there. A place of which only parts are returned has a schema too; see
    /// [`ResourceType::is_attribute`].
    pub fn attribute(&self, dotted: &str) -> Option<Schema> {
        let found = self.attributes().any(|path| path.covers(dotted) || path.is_within(dotted));
        found.then(|| self.schema().at(dotted).unwrap_or_else(|| self.schema().unknown()))
    }

    /// Whether the cloud returns the whole of `dotted`, not only parts of it.
    pub fn is_attribute(&self, dotted: &str) -> bool {
        self.attributes().any(|path| path.covers(dotted))
    }

    /// Whether `dotted` is set by the cloud and therefore cannot be written.
    pub fn is_read_only(&self, dotted: &str) -> bool {
        self.header.read_only.iter().any(|path| path.covers(dotted))
    }

    /// Whether `dotted` is never given back.
    pub fn is_write_only(&self, dotted: &str) -> bool {
        self.header.write_only.iter().any(|path| path.covers(dotted))
    }

    /// Whether changing `dotted`, or something in it, replaces the resource.
    pub fn replacement(&self, dotted: &str) -> Replacement {
        let among = |paths: &[Path]| paths.iter().any(|path| path.covers(dotted) || path.is_within(dotted));
        if among(&self.header.create_only) || among(crate::replaced::replaced(self.name())) {
            Replacement::Always
        } else if among(&self.header.sometimes_create_only) {
            Replacement::Sometimes
        } else {
            Replacement::Never
        }
    }

    /// Of a list in which an entry that becomes another one replaces the resource, the property that tells entries apart:
    /// `AttributeName` of a table's `AttributeDefinitions`.
    pub fn key_of_edited(&self, path: &str) -> Option<&'static str> {
        crate::replaced::edited(self.name(), path)
    }

    /// Of a property that replaces the resource unless it becomes what a new resource has anyway, that value: `default` of a
    /// network's `InstanceTenancy`.
    pub fn returns_to(&self, path: &str) -> Option<&'static str> {
        crate::replaced::returns_to(self.name(), path)
    }

    /// Whether an attribute stays what it is as long as the resource is there, whatever is changed in place.
    pub fn is_steady(&self, dotted: &str) -> bool {
        crate::steady::is_steady(self.name(), dotted)
    }

    /// The calls that can be made for it.
    pub fn handlers(&self) -> &Handlers {
        &self.header.handlers
    }

    /// Whether Cloud Control provisions it.
    pub fn cloud_control(&self) -> bool {
        self.header.cloudformation.is_some() && self.header.handlers.any()
    }

    /// The call that a read-only type is; none for resources.
    pub fn api_call(&self) -> Option<&ApiCall> {
        self.header.read.as_ref()?.get(self.entry.text())
    }

    /// What the cloud makes by itself beside it.
    pub fn implicit(&self) -> &[Implicit] {
        self.header.implicit.as_ref().and_then(|part| part.get(self.entry.text())).map_or(&[], |all| all)
    }

    /// Conditions between its properties beyond those of the schema.
    pub fn rules(&self) -> Vec<Rule> {
        let raw = self.header.rules.as_ref().and_then(|part| part.get(self.entry.text()));
        raw.into_iter().flatten().map(|raw| Rule::new(&self.entry, raw)).collect()
    }

    /// How it takes tags; none if it does not, or nothing is published.
    pub fn tagging(&self) -> Option<&Tagging> {
        self.header.tagging.as_ref()
    }

    /// The shape of its ARN: `${Partition}`, `${Region}`, `${Account}` and properties.
    pub fn arn(&self) -> Option<&str> {
        self.header.arn.as_deref()
    }

    /// The regions that have it, as a set of [`crate::Facts::published_regions`]; none: all of them.
    pub fn regions(&self) -> Option<Bits> {
        self.header.regions
    }

    /// Whether its replacement deletes first; otherwise it creates first.
    pub fn deletes_first(&self) -> bool {
        self.header.deletes_first
    }

    /// Whether it holds data that dies with it.
    pub fn holds_data(&self) -> bool {
        self.header.holds_data
    }
}
