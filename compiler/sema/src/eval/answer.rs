//! What the cloud answers with, and what stands below it: `x.PrimaryEndPoint.Address`,
//! `x.status.loadBalancer.ingress[0].hostname` (D22).

use std::sync::Arc;

use cloudc_base::value::{From, Later};
use cloudc_base::{Address, nearest};
use cloudc_facts::{Kind, Schema};

use super::resources::attribute;
use crate::hir::{Expr, Name};
use crate::mistakes::{unknown_part, wrong_kind};
use crate::program::{Eval, Program};

impl Program<'_> {
    /// `.name` behind a later value: a part of what the cloud answers with.
    pub(super) fn below(&mut self, later: &Later, of: &Expr, name: &Name) -> Eval {
        let Some((resource, path)) = place(later) else {
            let nature = self.nature(later);
            return match nature.is_single() {
                true => self.fail(unknown_part::finding(name.span, &name.text, &nature.words(), None)),
                false => self.too_late(of.span, "a step", later),
            };
        };
        let Some(here) = self.schema_at(&resource, &path) else { return self.too_late(of.span, "a step", later) };
        let below = format!("{path}.{}", name.text);
        let listed = matches!(here.kind(), Kind::Any | Kind::OneOf) || here.at(&name.text).is_some();
        if let (true, Some(known)) = (listed, self.resources.get(&resource))
            && known.ty.attribute(&below).is_some()
        {
            return Ok(attribute(&resource, &known.ty, below.into(), name.span));
        }
        if let Some(single) = single(&here) {
            return self.fail(wrong_kind::later(of.span, "a record", single));
        }
        let parts = here.property_names();
        if parts.is_empty() {
            return self.too_late(of.span, "a step", later);
        }
        let near = nearest(&name.text, parts.iter().map(|part| &**part)).map(str::to_owned);
        self.fail(unknown_part::finding(name.span, &name.text, &format!("`{later}`"), near.as_deref()))
    }

    /// What the facts say of a later value that the cloud answers with; none for all others.
    pub(crate) fn answer(&self, later: &Later) -> Option<Schema> {
        let (resource, path) = place(later)?;
        self.schema_at(&resource, &path)
    }

    fn schema_at(&self, resource: &Address, path: &str) -> Option<Schema> {
        let ty = &self.resources.get(resource)?.ty;
        ty.attribute(path).or_else(|| ty.made_up_by(path).and_then(|_| ty.schema().at(path)))
    }
}

/// What a value without parts is called; none for records, lists, and what the facts do not say.
pub(super) fn single(schema: &Schema) -> Option<&'static str> {
    match schema.kind() {
        Kind::String => Some("a String"),
        Kind::Integer => Some("an Int"),
        Kind::Number => Some("a number"),
        Kind::Bool => Some("a Bool"),
        Kind::Any | Kind::OneOf | Kind::Object | Kind::List => None,
    }
}

/// The attribute that a later value is or is an element of; elements are steps by their number.
fn place(later: &Later) -> Option<(Address, Arc<str>)> {
    match later.from() {
        From::Attribute { of, path } => Some((of.clone(), Arc::clone(path))),
        From::Element { of, index } => {
            let (resource, path) = place(of)?;
            Some((resource, format!("{path}.{index}").into()))
        }
        _ => None,
    }
}
