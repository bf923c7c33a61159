use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, Span, nearest};
use cloudc_facts::{Provider, ResourceType, facts};
use cloudc_graph::Mode;

use crate::cost;
use crate::elsewhere;
use crate::hir::{Item, ItemKind, Name};
use crate::mistakes::{cluster_needed, existing, unknown_part, unknown_resource};
use crate::program::{Eval, FrameId, Program, Resource, Silent};
use crate::stages::Reading;

impl Program<'_> {
    /// A resource: a handle; its properties are computed when they are needed.
    pub(crate) fn resource(&mut self, frame: FrameId, item: &Item) -> Eval {
        let (ItemKind::Resource { name, ty, on, body } | ItemKind::Existing { name, ty, on, body }) = &item.kind else {
            return Err(Silent);
        };
        let Some(known) = facts().resource_type(&ty.text) else {
            return self.fail(unknown_resource::finding(ty.span, &ty.text, facts().suggest(&ty.text)));
        };
        if matches!(item.kind, ItemKind::Resource { .. }) && known.api_call().is_some() {
            return self.fail(existing::only_read(ty.span, &ty.text, item.span));
        }
        let address = self.address_of(frame, name)?;
        if self.is_known(frame).is_some() {
            return Ok(Value::Handle(address));
        }
        match (known.provider(), on) {
            (Provider::Kubernetes | Provider::Helm, None) => self.report(cluster_needed::missing(ty.span, &ty.text)),
            (Provider::Aws, Some(on)) => self.report(cluster_needed::superfluous(on.span, &ty.text)),
            _ => {}
        }
        self.pay(cost::RESOURCE, ty.span)?;
        let mode = Self::mode(item, known.api_call().is_some());
        let resource = Resource {
            frame,
            ty: known,
            mode,
            on: on.clone(),
            body: body.clone(),
            attributes: item.attributes.clone(),
            span: item.span,
        };
        self.resources.insert(address.clone(), resource);
        Ok(Value::Handle(address))
    }

    /// `resource.Name` (D22): what the program wrote, else what the cloud returns, else a mistake.
    pub(crate) fn property(&mut self, address: &Address, resource: &Resource, name: &Name) -> Eval {
        let set = self.set_to(address, resource, &name.text, name.span)?;
        if set != Value::Null {
            return Ok(set);
        }
        let names: Vec<String> = resource.ty.schema().property_names().iter().map(ToString::to_string).collect();
        if self.stages.reading == Reading::Ruled
            && !resource.ty.is_read_only(&name.text)
            && names.iter().any(|known| **known == *name.text)
        {
            return Ok(Value::Null);
        }
        if resource.ty.attribute(&name.text).is_some() || self.is_made_up(resource, &name.text)? {
            return Ok(attribute(address, &resource.ty, Arc::clone(&name.text), name.span));
        }
        if names.iter().any(|known| **known == *name.text) {
            return self.fail(unknown_part::not_written(name.span, &name.text, resource.ty.name()));
        }
        let near = nearest(&name.text, names.iter().map(String::as_str)).map(str::to_owned);
        let near = elsewhere::identifier(&resource.ty, &name.text).or(near);
        let told: Vec<String> =
            resource.ty.attributes().map(ToString::to_string).filter(|told| !told.contains('.')).collect();
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let place = format!("`{}`", resource.ty.name());
        self.fail(unknown_part::not_told(name.span, &name.text, &place, near.as_deref(), &told))
    }
    /// Whether the cloud makes up what stands at a place, because the program asks it to, or keeps it already (D38).
    fn is_made_up(&mut self, resource: &Resource, place: &str) -> Eval<bool> {
        match resource.ty.made_up_by(place) {
            Some(_) if resource.mode == Mode::Existing => Ok(true),
            Some(maker) => Ok(self.argument(resource.frame, &resource.body, maker)?.is_some()),
            None => Ok(false),
        }
    }
}

/// What the cloud answers with at a place, which may be a secret.
pub(super) fn attribute(of: &Address, ty: &ResourceType, path: Arc<str>, span: Span) -> Value {
    let secret = ty.is_secret(&path);
    let later = Later::new(From::Attribute { of: of.clone(), path }, span);
    if secret { later.secret() } else { later }.value()
}
