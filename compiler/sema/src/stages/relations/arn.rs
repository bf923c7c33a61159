//! The ARN of an object, for an action that no verb covers.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, Span};
use cloudc_facts::ResourceType;

use crate::hir::Name;
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

impl Program<'_> {
    /// The ARN of a thing: what it shows, what the cloud tells, or what ARNs of its type look like.
    pub(super) fn arn(&mut self, object: &Address, span: Span) -> Eval {
        let Some(resource) = self.resources.get(object).cloned() else {
            return self.face(object, &Name { text: "arn".into(), span });
        };
        if let Some(attribute) = told(&resource.ty) {
            return self.face(object, &Name { text: attribute.into(), span });
        }
        match resource.ty.arn().map(str::to_owned) {
            Some(shape) => self.shaped(object, &resource.ty, &shape, span),
            None => self.fail(sentence::no_arn(span, &object.to_string(), resource.ty.name())),
        }
    }

    /// An ARN as a type's shape says: `${DistributionId}` in it is an attribute or property, or what identifies the resource.
    fn shaped(&mut self, object: &Address, ty: &ResourceType, shape: &str, span: Span) -> Eval {
        let mut parts = Vec::new();
        let mut rest = shape;
        while let Some((before, behind)) = rest.split_once("${") {
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            parts.push(Value::text(before));
            parts.push(match name {
                "Partition" => Value::text("aws"),
                "Region" | "Account" => Later::new(From::App(name.to_ascii_lowercase().into()), span).value(),
                name => {
                    let known = ty.is_attribute(name) || ty.schema().property(name).is_some();
                    let text = if known { Some(name.to_owned()) } else { only(ty) };
                    let Some(text) = text else {
                        return self.fail(sentence::no_arn(span, &object.to_string(), ty.name()));
                    };
                    self.face(object, &Name { text: Arc::from(text), span })?
                }
            });
            rest = after;
        }
        parts.push(Value::text(rest));
        parts.retain(|part| *part != Value::text(""));
        Ok(Later::new(From::Joined(parts.into()), span).value())
    }
}

/// The attribute that is the ARN: `Arn`, or what identifies the resource and is called so, `TopicArn`.
fn told(ty: &ResourceType) -> Option<String> {
    let own = format!("{}Arn", ty.name().rsplit('.').next().unwrap_or_default());
    let mut all = ty.identifier().iter().chain(ty.reference()).map(ToString::to_string);
    let identifies = all.find(|name| name.ends_with("Arn") || name.ends_with("ARN"));
    ["Arn".to_owned(), "ARN".to_owned(), own].into_iter().find(|name| ty.is_attribute(name)).or(identifies)
}

/// What identifies a resource, if one thing does.
fn only(ty: &ResourceType) -> Option<String> {
    match ty.identifier() {
        [only] => Some(only.to_string()),
        _ => None,
    }
}
