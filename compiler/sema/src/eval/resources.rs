use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, nearest};
use cloudc_facts::facts;

use crate::hir::{Body, Name, Path};
use crate::mistakes::{unknown_part, unknown_resource};
use crate::program::{Eval, FrameId, Program, Resource, Silent};

impl Program<'_> {
    /// A resource: a handle; its properties are computed when they are needed.
    pub(super) fn resource(&mut self, frame: FrameId, name: &Name, ty: &Path, body: &Body) -> Eval {
        let Some(known) = facts().resource_type(&ty.text) else {
            return self.fail(unknown_resource::finding(ty.span, &ty.text, facts().suggest(&ty.text)));
        };
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let address = here.address.keyed(Arc::clone(&name.text), here.keys.clone());
        self.resources.insert(address.clone(), Resource { frame, ty: known, body: body.clone() });
        Ok(Value::Handle(address))
    }

    /// `resource.Name` (D22): what the program wrote, else what the cloud returns, else a mistake.
    pub(super) fn property(&mut self, address: &Address, resource: &Resource, name: &Name) -> Eval {
        if let Some((value, _)) = self.argument(resource.frame, &resource.body, &name.text)? {
            return Ok(value);
        }
        if resource.ty.attribute(&name.text).is_some() {
            return Ok(attribute(address, Arc::clone(&name.text), name));
        }
        let schema = resource.ty.schema();
        let names: Vec<String> = schema.property_names().iter().map(ToString::to_string).collect();
        if names.iter().any(|known| **known == *name.text) {
            return self.fail(unknown_part::not_written(name.span, &name.text, resource.ty.name()));
        }
        let near = nearest(&name.text, names.iter().map(String::as_str)).map(str::to_owned);
        self.fail(unknown_part::finding(name.span, &name.text, &format!("`{}`", resource.ty.name()), near.as_deref()))
    }

    /// `.name` behind an attribute, where the cloud returns a record: `x.PrimaryEndPoint.Address`.
    pub(super) fn attribute_below(&mut self, later: &Later, name: &Name) -> Option<Value> {
        let From::Attribute { of, path } = later.from() else { return None };
        let path: Arc<str> = Arc::from(format!("{path}.{}", name.text));
        let known = self.resources.get(of)?.ty.attribute(&path).is_some();
        known.then(|| attribute(of, path, name))
    }
}

fn attribute(of: &Address, path: Arc<str>, name: &Name) -> Value {
    let from = From::Attribute { of: of.clone(), path };
    Later::new(from, name.span).value()
}
