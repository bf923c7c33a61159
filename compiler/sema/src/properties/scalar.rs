use std::sync::Arc;

use cloudc_base::nearest;
use cloudc_base::value::Value;
use cloudc_facts::{Bounds, Classes, Literal};

use super::at::At;
use super::node::Node;
use super::walk::{Found, Only, Walk};
use super::{action, format};
use crate::mistakes::{property_range, property_size, property_text, property_value, unknown_action};

impl Walk<'_, '_> {
    /// A text, number or boolean: the first thing that is wrong with it.
    pub(super) fn scalar(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        if matches!(value, Value::Text(text) if text.contains("{{resolve:")) {
            // CloudFormation puts another text in its place.
            return;
        }
        let found = self.one_of(node, value, at).or_else(|| match value {
            Value::Text(text) => self.text(node, text, at),
            Value::Int(number) => number_wrong(node, *number as f64, value, at),
            Value::Float(number) => number_wrong(node, *number, value, at),
            _ => None,
        });
        if let Some(found) = found {
            self.push(found);
        }
    }

    /// Whether it is one of the allowed values, where these are listed.
    fn one_of(&mut self, node: &Node, value: &Value, at: &At<'_>) -> Option<Found> {
        let allowed = node.schema.allowed();
        if !allowed.is_empty() && !allowed.iter().any(|literal| is_literal(literal, value)) {
            return Some(not_allowed(allowed.iter().map(literal_text).collect(), value, at));
        }
        let words = node.schema.allowed_any_case();
        if let Value::Text(text) = value
            && !words.is_empty()
            && !words.iter().any(|word| word.eq_ignore_ascii_case(text))
        {
            return Some(not_allowed(words.iter().map(|word| word.to_string()).collect(), value, at));
        }
        let here = node.schema.allowed_in().find(|(word, _)| matches!(value, Value::Text(text) if **text == **word));
        if let Some((_, releases)) = here {
            let value = value.clone();
            let make = move |place: &_| property_value::release(place, &value, releases);
            return Some(Found::new(at, make).about(at, []).only(Only::NotInRelease(releases)));
        }
        None
    }

    fn text(&mut self, node: &Node, text: &Arc<str>, at: &At<'_>) -> Option<Found> {
        let (length, bounds) = (text.chars().count() as u64, node.schema.length());
        if !bounds.contains(&length) {
            return Some(Found::new(at, move |place| {
                property_size::finding(place, bounds, length, ("character", "characters"))
            }));
        }
        if node.schema.formats().any(|format| format == "iam-action")
            && let Err(wrong) = action::check(text)
        {
            let text = Arc::clone(text);
            return Some(Found::new(at, move |place| unknown_action::finding(place, &text, &wrong)));
        }
        if let Some(wanted) = format::mismatch(node.schema.formats(), text) {
            let text = Arc::clone(text);
            return Some(Found::new(at, move |place| property_text::form(place, &text, wanted)));
        }
        if node.pattern().is_some_and(|pattern| pattern.matches(text) == Some(false)) {
            let (text, pattern) = (Arc::clone(text), node.schema.pattern().unwrap_or_default().to_owned());
            return Some(Found::new(at, move |place| property_text::pattern(place, &text, &pattern)));
        }
        None
    }

    /// Holds a value against those that regions allow.
    pub(super) fn class(&mut self, classes: &Arc<Classes>, value: &Value, engines: &[String], at: &At<'_>) {
        let Value::Text(text) = value else { return };
        let table = engines.iter().find_map(|engine| classes.engines.get(engine.as_str()));
        let table = table.unwrap_or(&classes.values);
        match table.get(&**text) {
            _ if table.is_empty() => {}
            None => {
                let known = table.keys().map(ToString::to_string).collect();
                self.push(not_allowed(known, value, at));
            }
            Some(&regions) => {
                let (text, classes) = (Arc::clone(text), Arc::clone(classes));
                let make = move |place: &_| property_value::region(place, &text);
                self.push(Found::new(at, make).about(at, []).only(Only::NotInRegion(classes, regions)));
            }
        }
    }
}

pub(super) fn not_allowed(allowed: Vec<String>, value: &Value, at: &At<'_>) -> Found {
    let value = value.clone();
    let word = if let Value::Text(text) = &value { text.to_string() } else { value.to_string() };
    let alike = |one: &&String| plain(one) == plain(&word);
    let near = allowed.iter().find(alike).map(String::as_str);
    let near = near.or_else(|| nearest(&word, allowed.iter().map(String::as_str)));
    let near = near.filter(|_| matches!(value, Value::Text(_))).map(str::to_owned);
    Found::new(at, move |place| property_value::finding(place, &allowed, &value, near.as_deref()))
}

/// Letters and digits in lower case: how names are compared that only differ in how words are joined.
pub(super) fn plain(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn number_wrong(node: &Node, number: f64, value: &Value, at: &At<'_>) -> Option<Found> {
    let value = value.clone();
    let range = with_format(node);
    if !range.contains(&number) {
        return Some(Found::new(at, move |place| property_range::finding(place, range, &value)));
    }
    let inside = node.schema.exclusive_range();
    if inside.least.is_some_and(|least| number <= least) || inside.most.is_some_and(|most| number >= most) {
        return Some(Found::new(at, move |place| property_range::exclusive(place, inside, &value)));
    }
    let step = node.schema.multiple_of().filter(|&step| step > 0.0 && (number / step).fract().abs() > 1e-9)?;
    Some(Found::new(at, move |place| property_range::multiple(place, step, &value)))
}

/// The range, that of a number of 32 bits where the format says so.
fn with_format(node: &Node) -> Bounds<f64> {
    let range = node.schema.range();
    if !node.schema.formats().any(|format| format == "int32") {
        return range;
    }
    let (least, most) = (f64::from(i32::MIN), f64::from(i32::MAX));
    Bounds { least: range.least.or(Some(least)), most: range.most.or(Some(most)) }
}

/// Whether a value is this literal, or becomes the text that it is.
pub(super) fn is_literal(literal: &Literal, value: &Value) -> bool {
    match (literal, value) {
        (Literal::Text(literal), Value::Text(text)) => **literal == **text,
        (Literal::Bool(literal), Value::Bool(value)) => literal == value,
        (Literal::Int(literal), Value::Int(number)) => literal == number,
        (Literal::Int(literal), Value::Float(number)) => *literal as f64 == *number,
        (Literal::Float(literal), Value::Float(number)) => literal == number,
        (Literal::Float(literal), Value::Int(number)) => *literal == *number as f64,
        _ => false,
    }
}

pub(super) fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(number) => number.to_string(),
        Literal::Float(number) => number.to_string(),
        Literal::Null => "null".to_owned(),
        Literal::Json(value) => value.to_string(),
    }
}
