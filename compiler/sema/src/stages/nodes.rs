//! The resources of a program as nodes of the graph.

use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::value::{From, Value};
use cloudc_base::{Address, Span};
use cloudc_facts::{Path, Provider};
use cloudc_graph::{Mode, Node};

use crate::hir::{Body, Head, MemberKind};
use crate::mistakes::{cluster_needed, existing, secret_leak};
use crate::program::{Eval, Program, Resource, Silent};
use crate::properties;

impl Program<'_> {
    /// Every resource as a node; one whose properties could not be computed is left out, which has been reported.
    pub(super) fn nodes(&mut self) -> Vec<Node> {
        let owned = self.owned();
        self.stages.owned = owned;
        let mut nodes = Vec::with_capacity(self.resources.len());
        let mut index = 0;
        while let Some((address, resource)) = self.resources.get_index(index) {
            let (address, resource) = (address.clone(), resource.clone());
            nodes.extend(self.node(address, &resource));
            index += 1;
        }
        nodes
    }

    fn node(&mut self, address: Address, resource: &Resource) -> Eval<Node> {
        let properties = self.record(resource.frame, &resource.body)?;
        let properties = self.patched(&address, resource, properties)?;
        self.pay(4 * properties.weight(), resource.span)?;
        let typed = typed(resource, &properties);
        let (resource, properties) = match &typed {
            Some((resource, properties)) => (resource, properties.clone()),
            None => (resource, properties),
        };
        let properties = self.named(&address, resource, &properties);
        let outer = self.at.replace(resource.frame);
        match resource.mode {
            Mode::Managed => properties::check(self, &address, resource, &properties),
            _ => properties::check_existing(self, &address, resource, &properties),
        }
        self.check_identified(resource, &properties);
        self.at = outer;
        let properties = properties::normalised(&resource.ty, &properties);
        let properties = self.digested(resource, properties)?;
        self.check_secrets(resource, &properties);
        let on = self.cluster(resource)?;
        let mut asked = self.asked(&address, resource.frame, &resource.attributes);
        for (place, _) in self.scaled_places(&address) {
            asked.lifecycle.external.push(place.into());
        }
        let mode = if self.is_foreign_at(&address) { Mode::Existing } else { resource.mode };
        Ok(Node {
            through: self.through(&address),
            address,
            ty: resource.ty.shared_name(),
            mode,
            properties,
            written: written(&resource.body),
            on,
            place: asked.place,
            lifecycle: asked.lifecycle,
            after: asked.after.into_iter().map(|(thing, span)| (self.policy_meant(&thing), span)).collect(),
            span: resource.span,
            sentences: Vec::new(),
        })
    }

    /// A secret goes only where the cloud keeps it: into properties that it never gives back, and into secrets of
    /// Kubernetes (D38).
    fn check_secrets(&mut self, resource: &Resource, properties: &Value) {
        if !properties.is_secret() {
            return;
        }
        let mut leaks = Vec::new();
        secrets(properties, &mut Vec::new(), &mut leaks);
        let outer = self.at.replace(resource.frame);
        for path in leaks.into_iter().filter(|path| !keeps_secrets(&resource.ty, path)) {
            let path = path.replace(".*", "");
            let top = path.split('.').next().unwrap_or_default();
            let span = written(&resource.body).into_iter().find(|(name, _)| **name == *top).map(|(_, span)| span);
            let finding = secret_leak::property(span.unwrap_or(resource.body.span), &path, resource.ty.name());
            self.report(finding);
        }
        self.at = outer;
    }

    /// What exists already says which one it is (D30).
    fn check_identified(&mut self, resource: &Resource, properties: &Value) {
        if resource.mode != Mode::Existing || resource.ty.provider() != Provider::Aws {
            return;
        }
        let Value::Record(record) = properties else { return };
        let given = |path: &Path| {
            let name = path.steps().next().unwrap_or_default();
            record.get(name).is_some_and(|value| *value != Value::Null)
        };
        let all = |paths: &[Path]| paths.iter().all(given);
        let known = all(resource.ty.identifier())
            || resource.ty.other_identifiers().iter().any(|paths| all(paths))
            || resource.ty.read_only().iter().any(given)
            // ARNs and addresses follow from names.
            || record.iter().any(|(name, _)| name.ends_with("Name"));
        // A name that is misspelt may be the one.
        let within = |span: Span| {
            span.file == resource.body.span.file && resource.body.span.range().contains(&(span.start as usize))
        };
        if !known && !self.findings.iter().any(|finding| within(finding.primary.span)) {
            let names: Vec<String> = resource.ty.identifier().iter().map(ToString::to_string).collect();
            self.report(existing::unidentified(resource.body.span, resource.ty.name(), &names));
        }
    }

    /// The cluster that a resource lives on.
    fn cluster(&mut self, resource: &Resource) -> Eval<Option<Address>> {
        let Some(on) = &resource.on else { return Ok(None) };
        match self.value(resource.frame, on)? {
            Value::Handle(address) => {
                let connects = match self.instances.contains_key(&address) {
                    true => self.word_of(&address, "connection")?.is_some(),
                    false => self.resources.get(&address).is_some_and(|raw| raw.ty.name() == "aws.eks.Cluster"),
                };
                if !connects {
                    self.report(cluster_needed::no_cluster(on.span, &format!("`{address}`")));
                }
                Ok(Some(address))
            }
            other => self.fail(cluster_needed::no_cluster(on.span, other.kind())),
        }
    }

    /// The calls that lead to an address, outermost first.
    pub(super) fn through(&self, address: &Address) -> Vec<Span> {
        let mut spans = Vec::new();
        // A program that is looked at as a noun is called by nobody.
        let mut at = address.parent().filter(|outer| **outer != Address::root());
        while let Some(outer) = at {
            spans.extend(self.instances.get(outer).map(|instance| instance.span));
            at = outer.parent().filter(|outer| **outer != Address::root());
        }
        spans.reverse();
        spans
    }

    /// The places that a `scale` owns: for each resource, dotted properties, and where the `scale` stands.
    fn owned(&mut self) -> HashMap<Address, Vec<(String, Span)>> {
        let mut owned: HashMap<Address, Vec<(String, Span)>> = HashMap::new();
        let instances: Vec<(Address, Span)> =
            self.instances.iter().map(|(address, instance)| (address.clone(), instance.span)).collect();
        for (address, span) in instances {
            if let Ok(Some((of, path))) = self.owned_by(&address) {
                owned.entry(of).or_default().push((path, span));
            }
        }
        owned
    }

    /// The place that the `scale` of an instance owns.
    fn owned_by(&mut self, address: &Address) -> Eval<Option<(Address, String)>> {
        let Some(instance) = self.instances.get(address).cloned() else { return Ok(None) };
        if instance.known.is_some() || !self.declares(instance.frame, crate::block::Space::Values, "scale") {
            return Ok(None);
        }
        let scale = self.declared(instance.frame, crate::block::Space::Values, &Arc::from("scale"), instance.span)?;
        if scale.is_none_or(|scale| scale == Value::Null) {
            return Ok(None);
        }
        let Some(Value::Record(capacity)) = self.word_of(address, "capacity")? else { return Ok(None) };
        let Some(Value::Later(count)) = capacity.get("count") else { return Ok(None) };
        match count.from() {
            From::Attribute { of, path } => Ok(Some((of.clone(), path.to_string()))),
            _ => Err(Silent),
        }
    }

    /// The properties of a resource that a `scale` owns.
    pub(super) fn scaled_places(&self, address: &Address) -> Vec<(String, Span)> {
        self.stages.owned.get(address).cloned().unwrap_or_default()
    }
}

/// An object that says its kind itself, as one of that kind, if the facts know it.
fn typed(resource: &Resource, properties: &Value) -> Option<(Resource, Value)> {
    let Value::Record(record) = properties else { return None };
    if resource.ty.name() != "k8s.Object" || !matches!(resource.mode, Mode::Managed) {
        return None;
    }
    let (Some(Value::Text(version)), Some(Value::Text(kind))) = (record.get("apiVersion"), record.get("kind")) else {
        return None;
    };
    let ty = cloudc_facts::facts().kubernetes_type(version, kind)?;
    let rest = record.iter().filter(|(name, _)| !["apiVersion", "kind"].contains(&&***name));
    let rest = Value::record(rest.map(|(name, value)| (&**name, value.clone())));
    Some((Resource { ty, ..resource.clone() }, rest))
}

/// The dotted paths of secret leaves; `*` is any element of a list.
fn secrets(value: &Value, at: &mut Vec<Arc<str>>, into: &mut Vec<String>) {
    match value {
        Value::Record(record) => {
            for (name, part) in record.iter().filter(|(_, part)| part.is_secret()) {
                at.push(Arc::clone(name));
                secrets(part, at, into);
                at.pop();
            }
        }
        Value::List(values) => {
            at.push("*".into());
            values.iter().filter(|part| part.is_secret()).for_each(|part| secrets(part, at, into));
            at.pop();
        }
        other if other.is_secret() => into.push(at.join(".")),
        _ => {}
    }
}

/// Properties that hold code or start-up text: never given back by some APIs, and no place for a secret all the same.
const IN_CLEAR: &[&str] = &["Code", "UserData", "ZipFile", "TemplateBody"];

/// Whether a property keeps what is put into it to itself.
fn keeps_secrets(ty: &cloudc_facts::ResourceType, path: &str) -> bool {
    match ty.name() {
        "k8s.core.v1.Secret" => path.starts_with("data.") || path.starts_with("stringData."),
        "helm.Release" => path.starts_with("values"),
        // Some schemas leave lists out of their paths.
        _ => {
            (ty.is_write_only(path) || ty.is_write_only(&path.replace(".*", "")))
                && !path.split('.').any(|step| IN_CLEAR.contains(&step))
        }
    }
}

/// Where each top-level property of a body is written.
fn written(body: &Body) -> Vec<(Arc<str>, Span)> {
    let name = |first: &Head| first.plain().map(|name| Arc::clone(&name.text));
    let place = |member: &crate::hir::Member| match &member.kind {
        MemberKind::Set { target, value } if target.rest.is_empty() => Some((name(&target.first)?, value.span)),
        MemberKind::Set { target, .. } => Some((name(&target.first)?, member.span)),
        MemberKind::Entry { param, .. } => Some((Arc::clone(&param.text), member.span)),
        _ => None,
    };
    let mut places: Vec<_> = body.members.iter().filter_map(place).collect();
    places.shrink_to_fit();
    places
}
