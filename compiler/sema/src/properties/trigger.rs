//! Triggers of KEDA: which parameters there are depends on the kind of the trigger, and KEDA passes over what it does not
//! know. All values are texts.

use cloudc_base::nearest;
use cloudc_base::value::{Record, Value};
use cloudc_facts::{Trigger, TriggerParameter, facts};

use super::at::At;
use super::meant::Meant;
use super::object::is_there;
use super::scalar::not_allowed;
use super::walk::{Found, Walk};
use crate::mistakes::{missing_property, unknown_property};

/// What a parameter's name ends in that names a variable of the container.
const FROM_ENV: &str = "FromEnv";

impl Walk<'_, '_> {
    /// A trigger: its kind, then its parameters.
    pub(super) fn trigger(&mut self, value: &Value, at: &At<'_>) {
        let Value::Record(record) = value else { return };
        let Some(Value::Text(kind)) = record.get("type") else { return };
        let Some(trigger) = facts().keda_trigger(kind) else {
            let kinds = facts().keda_triggers().map(str::to_owned).collect();
            return self.push(not_allowed(kinds, &Value::Text(kind.clone()), &at.name("type")));
        };
        // A trigger of somebody else's takes parameters of its own.
        let Some(Value::Record(metadata)) = record.get("metadata").filter(|_| !kind.starts_with("external")) else {
            return;
        };
        let at = at.name("metadata");
        for (name, value) in metadata.iter() {
            match parameter(&trigger, name) {
                Some(parameter) => self.allowed(parameter, value, &at.name(name)),
                None => self.unknown_parameter(&trigger, name, &at),
            }
        }
        self.missing_parameters(&trigger, record, metadata, &at);
    }

    fn allowed(&mut self, parameter: &TriggerParameter, value: &Value, at: &At<'_>) {
        let Value::Text(text) = value else { return };
        let wrong = |part: &str| !parameter.allowed.iter().any(|allowed| **allowed == *part.trim());
        if !parameter.allowed.is_empty() && !text.is_empty() && text.split(',').any(wrong) {
            self.push(not_allowed(parameter.allowed.iter().map(ToString::to_string).collect(), value, at));
        }
    }

    /// A parameter that KEDA passes over: a misspelling, or else perhaps one of another release.
    fn unknown_parameter(&mut self, trigger: &Trigger, name: &str, at: &At<'_>) {
        let known: Vec<Box<str>> = trigger.parameters.keys().cloned().collect();
        let near: Option<Box<str>> = nearest(name, known.iter().map(|name| &**name)).map(Box::from);
        let doubtful = std::mem::replace(&mut self.doubtful, near.is_none());
        let names: Vec<&str> = near.as_deref().into_iter().chain([name]).collect();
        let meant = near.clone().map_or(Meant::Nothing(known), Meant::Name);
        let make = move |place: &_| unknown_property::finding(place, &meant);
        self.push(Found::new(&at.name(name), make).about(at, names));
        self.doubtful = doubtful;
    }

    /// Parameters that must be there: here, in a variable, or in a TriggerAuthentication that `written` names.
    fn missing_parameters(&mut self, trigger: &Trigger, written: &Record, metadata: &Record, at: &At<'_>) {
        let authenticated = is_there(written, "authenticationRef");
        let given = |name: &str, parameter: &TriggerParameter| {
            is_there(metadata, name)
                || is_there(metadata, &format!("{name}{FROM_ENV}"))
                || (authenticated && parameter.places.contains('a'))
        };
        let required = trigger.parameters.iter().filter(|(_, parameter)| parameter.required);
        let missing: Vec<Box<str>> = required
            .filter(|(name, parameter)| !given(name, parameter) && !self.is_wrong(&at.name(name)))
            .map(|(name, _)| name.clone())
            .collect();
        if !missing.is_empty() {
            self.push(Found::new(at, move |place| missing_property::finding(place, &missing)));
        }
    }
}

/// The parameter that an entry of the metadata sets, itself or by naming a variable.
fn parameter<'t>(trigger: &'t Trigger, name: &str) -> Option<&'t TriggerParameter> {
    let in_metadata = trigger.parameters.get(name).filter(|parameter| parameter.places.contains('m'));
    in_metadata.or_else(|| trigger.parameters.get(name.strip_suffix(FROM_ENV)?))
}
