//! `@was(address)`: where a thing stood before it was renamed (D35), and with it everything below.

use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Key};

use crate::hir::{Attribute, Expr, ExprKind};
use crate::mistakes::attribute;
use crate::program::{Eval, FrameId, Program, Silent};

/// How many former addresses are told apart: names of several levels that were changed together multiply.
const MAX_FORMER: usize = 64;

impl Program<'_> {
    /// Where the thing at an address may have stood before: under its own former names, and under those of what holds it.
    pub(in crate::stages) fn formers(&mut self, address: &Address) -> Vec<Address> {
        let Some(scope) = address.parent() else { return Vec::new() };
        let mut own = vec![address.clone()];
        if let Some((frame, attributes)) = self.declaration_of(address) {
            let was = attributes.iter().filter(|attribute| &*attribute.name.text == "was");
            for argument in was.flat_map(|attribute| &attribute.arguments) {
                own.extend(self.former(frame, &argument.value));
            }
        }
        let mut scopes = vec![scope.clone()];
        scopes.extend(self.formers(scope));
        let all = scopes.iter().flat_map(|to| own.iter().filter_map(|own| moved(own, scope, to)));
        all.filter(|was| was != address).take(MAX_FORMER).collect()
    }

    /// What `@was` says can have been: nothing else stands there now, and nothing else came from there.
    pub(in crate::stages) fn check_formers(&mut self) {
        let things = self.resources.keys().chain(self.instances.keys());
        let things: Vec<Address> = things.filter(|address| self.has_former(address)).cloned().collect();
        let mut taken: HashMap<Address, Address> = HashMap::new();
        for address in &things {
            let Some((frame, attributes)) = self.declaration_of(address) else { continue };
            let was = attributes.iter().filter(|attribute| &*attribute.name.text == "was");
            for argument in was.flat_map(|attribute| &attribute.arguments) {
                let Ok(former) = self.former(frame, &argument.value) else { continue };
                let there = self.resources.contains_key(&former) || self.instances.contains_key(&former);
                if there && (former == *address || !self.has_former(&former)) {
                    self.report(attribute::still_there(argument.value.span, &former.to_string()));
                } else if let Some(first) = taken.get(&former) {
                    let (first, second) = (first.to_string(), address.to_string());
                    self.report(attribute::both_were(argument.value.span, &former.to_string(), &first, &second));
                } else {
                    taken.insert(former, address.clone());
                }
            }
        }
    }

    fn has_former(&self, address: &Address) -> bool {
        let attributes = match (self.resources.get(address), self.instances.get(address)) {
            (Some(resource), _) => &resource.attributes,
            (None, Some(instance)) => &instance.attributes,
            (None, None) => return false,
        };
        attributes.iter().any(|attribute| &*attribute.name.text == "was") && !self.is_foreign_at(address)
    }

    /// Where a resource or an instance is declared, and its attributes.
    fn declaration_of(&self, address: &Address) -> Option<(FrameId, Vec<Attribute>)> {
        match self.resources.get(address) {
            Some(resource) => Some((resource.frame, resource.attributes.clone())),
            None => self.call_of(address),
        }
    }

    /// A former address (D35): names and keys, relative to the scope of the declaration.
    pub(super) fn former(&mut self, frame: FrameId, expr: &Expr) -> Eval<Address> {
        match &expr.kind {
            ExprKind::Name(name) => {
                let scope = self.get(frame).map(|here| here.address.clone()).unwrap_or_default();
                Ok(scope.child(Arc::clone(name)))
            }
            ExprKind::Step { of, name, .. } => Ok(self.former(frame, of)?.child(Arc::clone(&name.text))),
            ExprKind::Index { of, key, .. } => {
                let address = self.former(frame, of)?;
                let key = match self.known(frame, key, "a former address")? {
                    Value::Int(number) => Key::Number(number),
                    Value::Text(text) => Key::Text(text),
                    other => Key::Text(other.to_string().into()),
                };
                let Some((parent, last)) = address.parent().zip(address.last()) else { return Err(Silent) };
                let keys = last.keys.iter().cloned().chain([key]).collect();
                Ok(parent.keyed(Arc::clone(&last.name), keys))
            }
            _ => self.fail(attribute::shape(expr.span, "@was(ADDRESS)")),
        }
    }
}

/// An address below `from`, as it would be below `to`.
pub(in crate::stages) fn moved(address: &Address, from: &Address, to: &Address) -> Option<Address> {
    if address == from {
        return Some(to.clone());
    }
    let (parent, last) = address.parent().zip(address.last())?;
    Some(moved(parent, from, to)?.keyed(Arc::clone(&last.name), last.keys.clone()))
}
