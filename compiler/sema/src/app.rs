//! The program's `app` (D29): what it is called and where it runs. Each field is computed when it is needed, so that one
//! may read another.

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Span, nearest};

use crate::environment::{field, set_name};
use crate::hir::{Body, ItemKind, Name};
use crate::mistakes::{app_form, cycle, secret_leak, unknown_part};
use crate::program::{Cell, Eval, FrameId, Program};

/// What an `app` may say.
const FIELDS: &[&str] = &["accounts", "of", "protect", "region", "state", "state_key", "tags", "with"];

/// What can be read of an `app`, in the order in which it is shown.
pub(crate) const PARTS: &[&str] = &["name", "region", "account", "tags", "accounts", "state", "state_key", "protect"];

impl Program<'_> {
    /// `app`: all that is known of the program that a frame is part of.
    pub(crate) fn app(&mut self, frame: FrameId, span: Span) -> Eval {
        let mut entries = Entries::new();
        for part in PARTS {
            if let Some(value) = self.app_part(frame, part, span)? {
                entries.set(*part, value);
            }
        }
        Ok(entries.seal())
    }

    /// `app.NAME`
    pub(crate) fn app_field(&mut self, frame: FrameId, name: &Name, span: Span) -> Eval {
        match self.app_part(frame, &name.text, span)? {
            Some(value) => Ok(value),
            None => {
                let near = nearest(&name.text, PARTS.iter().copied());
                self.fail(unknown_part::not_shown(name.span, &name.text, "`app`", near, PARTS))
            }
        }
    }

    /// A field of the `app` of the program that a frame is part of; none if it is not said.
    pub(crate) fn app_part(&mut self, frame: FrameId, part: &str, span: Span) -> Eval<Option<Value>> {
        let Some(root) = self.foreign_root(frame).or(self.root) else { return Ok(None) };
        self.app_of(root, part, span)
    }

    /// A field of the `app` of a program, computed once.
    pub(crate) fn app_of(&mut self, root: FrameId, part: &str, span: Span) -> Eval<Option<Value>> {
        let key = (root, Arc::from(part));
        match self.apps.get(&key) {
            Some(Cell::Done(value)) => {
                return value.clone().map(Some).map(|value| value.filter(|value| *value != Value::Null));
            }
            Some(Cell::Running) => {
                let finding = cycle::finding(span, &format!("app.{part}"), &self.needs);
                return self.fail(finding);
            }
            None => {}
        }
        self.apps.insert(key.clone(), Cell::Running);
        self.needs.push((format!("app.{part}").into(), span));
        let value = self.compute_app(root, part, span);
        self.needs.pop();
        self.apps.insert(key, Cell::Done(value.clone().map(|value| value.unwrap_or(Value::Null))));
        value
    }

    fn compute_app(&mut self, root: FrameId, part: &str, span: Span) -> Eval<Option<Value>> {
        let environment = self.environments.get(&root).cloned();
        let declared = self.declared_app(root);
        if part == "name" {
            let name = environment.map(|environment| environment.name).or(declared.map(|(name, _)| name));
            return Ok(name.map(|name| Value::Text(name.text)));
        }
        let own = declared.map(|(_, body)| (root, body));
        let said = environment.map(|environment| (environment.frame, environment.body)).into_iter().chain(own);
        for (frame, body) in said.filter(|_| FIELDS.contains(&part)) {
            if let Some((value, span)) = self.argument(frame, &body, part)? {
                return self
                    .checked_app(frame, part, value, field(&body, part).map_or(span, |expr| expr.span))
                    .map(Some);
            }
        }
        Ok(match part {
            "region" | "account" => Some(Later::new(From::App(part.into()), span).value()),
            "tags" => Some(Entries::new().seal()),
            _ => None,
        })
    }

    /// The `app` that a root file declares.
    fn declared_app(&self, root: FrameId) -> Option<(Name, Body)> {
        let items = self.get(root).map(|frame| Arc::clone(&frame.block.items))?;
        items.iter().find_map(|item| match &item.kind {
            ItemKind::App { name, body } => Some((name.clone(), body.clone())),
            _ => None,
        })
    }

    /// The root frame of the other program that a frame is part of (D31).
    fn foreign_root(&self, frame: FrameId) -> Option<FrameId> {
        self.foreign_root_at(&self.get(frame)?.address)
    }

    /// The root frame of the other program that an address lies in.
    pub(crate) fn foreign_root_at(&self, address: &Address) -> Option<FrameId> {
        let mut at = Some(address);
        while let Some(address) = at {
            if let Some(instance) = self.instances.get(address).filter(|instance| instance.foreign) {
                return Some(instance.frame);
            }
            at = address.parent();
        }
        None
    }

    /// `app NAME { .. }` where it stands: its fields exist, it is the only one, and in a root file they mean something.
    pub(crate) fn visit_app(&mut self, frame: FrameId, body: &Body, span: Span) {
        self.check_app_form(body);
        let items = self.get(frame).map(|here| Arc::clone(&here.block.items)).unwrap_or_default();
        let first = items.iter().find(|item| matches!(item.kind, ItemKind::App { .. })).map(|item| item.span);
        if let Some(first) = first.filter(|first| *first != span) {
            return self.report(app_form::twice(span, first));
        }
        let is_root = Some(frame) == self.root || self.foreign_root(frame) == Some(frame);
        if is_root
            && !self.environments.contains_key(&frame)
            && field(body, "of").is_none()
            && let Some(with) = field(body, "with")
        {
            self.report(app_form::with_alone(with.span));
        }
        for part in PARTS.iter().filter(|_| is_root) {
            let _computed = self.app_of(frame, part, span);
        }
    }

    /// The fields of an `app` are those that an `app` has.
    pub(crate) fn check_app_form(&mut self, body: &Body) {
        for (name, span) in body.members.iter().filter_map(set_name) {
            if !FIELDS.contains(&&*name) {
                let near = nearest(&name, FIELDS.iter().copied());
                self.report(app_form::unknown(span, &name, near));
            }
        }
    }

    /// A field's value, which must be known now, in clear, and of its kind. Params without a value stand for one.
    fn checked_app(&mut self, frame: FrameId, part: &str, value: Value, span: Span) -> Eval {
        let outer = self.at.replace(frame);
        let checked = self.app_value(part, &value, span);
        self.at = outer;
        checked.map(|()| value)
    }

    fn app_value(&mut self, part: &str, value: &Value, span: Span) -> Eval<()> {
        if value.is_secret() {
            return self.fail(secret_leak::property(span, part, "app"));
        }
        if let Some(later) = value.later().filter(|later| later.param().is_none()).cloned() {
            return self.too_late(span, &format!("`{part}` of `app`"), &later);
        }
        match (part, value) {
            ("region", Value::Text(region)) if cloudc_facts::facts().region(region).is_none() => {
                let regions = cloudc_facts::facts().regions();
                let near = nearest(region, regions.regions.keys().map(|name| &**name)).map(str::to_owned);
                self.fail(app_form::no_region(span, region, near.as_deref()))
            }
            ("region", Value::Text(_)) | ("tags", Value::Record(_)) | (_, Value::Later(_)) => Ok(()),
            ("region", other) => self.fail(app_form::wrong(span, part, "a String", other.kind())),
            ("accounts", Value::Record(accounts)) => {
                accounts.iter().for_each(|(name, account)| self.check_account(name, account, span));
                Ok(())
            }
            ("state_key", other) if !matches!(other, Value::Text(_)) => {
                self.fail(app_form::wrong(span, part, "a String", other.kind()))
            }
            ("tags" | "accounts", other) => self.fail(app_form::wrong(span, part, "a map", other.kind())),
            ("protect", other) if !matches!(other, Value::Bool(_)) => {
                self.fail(app_form::wrong(span, part, "a Bool", other.kind()))
            }
            _ => Ok(()),
        }
    }

    /// An account is its number and the role that the program takes on in it.
    fn check_account(&mut self, name: &str, account: &Value, span: Span) {
        let Value::Record(record) = account else {
            return self.report(app_form::account(span, name, &format!("is {}", account.kind())));
        };
        if let Some((other, _)) = record.iter().find(|(field, _)| !matches!(&***field, "id" | "role")) {
            self.report(app_form::account(span, name, &format!("has `{other}`")));
        }
        let is_text = |value: Option<&Value>, fits: fn(&str) -> bool| match value {
            Some(Value::Text(text)) => fits(text),
            Some(Value::Later(_)) => true,
            _ => false,
        };
        if !is_text(record.get("id"), |id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())) {
            self.report(app_form::account(span, name, "has no number of 12 digits, `id`, as a String"));
        }
        if !is_text(record.get("role"), |role| !role.is_empty()) {
            self.report(app_form::account(span, name, "has no `role`"));
        }
    }
}
