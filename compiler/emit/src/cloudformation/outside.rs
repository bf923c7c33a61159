//! Values that come from outside of the program: the account, public parameters, params.

use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::{Later, Value};
use cloudc_graph::ParamKind;

use super::names::Key;
use super::scope::Scope;
use super::text::{Kind, Leaf};
use crate::mistakes::{floating_image, unset_param, unspelt_value};
use crate::tree::{Name, Tree};

/// The letters of zones, by their place in a region.
const ZONES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

impl Scope<'_, '_> {
    /// A value of the account and region that the program is applied to.
    pub(super) fn app(&mut self, name: &str, later: &Later) -> Option<Leaf> {
        let home = self.program.layout.place(self.template);
        let name = match name {
            "region" if home.is_none_or(|place| place.region.is_none()) => Name::Constant("AWS::Region"),
            "region" => self.parameter(Key::HomeRegion),
            "account" if home.is_none_or(|place| place.account.is_none()) => Name::Constant("AWS::AccountId"),
            "account" => self.parameter(Key::HomeAccount),
            "partition" => Name::Constant("AWS::Partition"),
            "assets" => self.parameter(Key::Bucket),
            _ => {
                let finding = unspelt_value::later(&self.site(), &later.to_string(), "it is known to `cloudc` only");
                return self.fail(finding);
            }
        };
        Some(reference(&name, Kind::Text, true))
    }

    /// What the account or region is asked.
    pub(super) fn lookup(&mut self, what: &str, arguments: &[Value], later: &Later) -> Option<Leaf> {
        match (what, arguments) {
            ("image", [Value::Text(parameter)]) => {
                let key = Key::Image(Arc::clone(parameter));
                let known = self.uses.contains(&key);
                let name = self.parameter(key);
                if !known {
                    self.findings.push(floating_image::finding(later.origin(), parameter, &name));
                }
                Some(reference(&name, Kind::Text, true))
            }
            ("zone", [Value::Text(letter)]) if ZONES.contains(&&**letter) => {
                let place = ZONES.iter().position(|known| *known == &**letter).unwrap_or_default();
                let zones = Tree::call("Fn::GetAZs", Tree::call("Ref", Tree::text("AWS::Region")));
                let tree = Tree::call("Fn::Select", Tree::List(vec![Tree::Int(place as i64), zones]));
                Some(Leaf { tree, inline: None, kind: Kind::Text, safe: true })
            }
            _ => {
                let finding =
                    unspelt_value::later(&self.site(), &later.to_string(), "CloudFormation cannot ask for it");
                self.fail(finding)
            }
        }
    }

    /// A param of the program that stays open; a secret one always does.
    pub(super) fn param(&mut self, address: &Address, later: &Later) -> Option<Leaf> {
        let name = address.last().map_or_else(Arc::default, |step| Arc::clone(&step.name));
        if later.is_secret() && address.parent().is_some_and(|parent| parent.last().is_none()) {
            return Some(self.handed_in(format!("param:{name}").into()));
        }
        let open = self.program.input.options.params.iter().find(|param| param.name == name);
        let Some(kind) = open.map(|param| param.kind) else {
            let finding = unset_param::finding(&self.site(), &name, later);
            return self.fail(finding);
        };
        let kind = match kind {
            kind if kind.is_list() => Kind::List,
            kind if kind.is_bare() => Kind::Bare,
            _ => Kind::Text,
        };
        let safe = open
            .is_some_and(|param| !param.allowed.is_empty() || matches!(param.kind, ParamKind::Cidr | ParamKind::Ip));
        let name = self.parameter(Key::Param(name));
        Some(reference(&name, kind, safe || kind == Kind::Bare))
    }
}

/// A parameter of the template, or one that every template has.
pub(super) fn reference(name: &Name, kind: Kind, safe: bool) -> Leaf {
    Leaf { tree: Tree::call("Ref", Tree::Text(name.clone())), inline: Some(name.to_string()), kind, safe }
}
