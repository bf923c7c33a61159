//! Whether the conditions of a statement hold, as far as that is known beforehand.

use crate::given::Given;
use crate::glob;
use crate::need::Need;
use crate::{Condition, Way};

/// Whether all conditions of a statement can hold for a need: the keys of those of which it is not known.
///
/// # Errors
/// One of them does not hold.
pub(crate) fn holds(given: &Given, need: &Need, way: Way) -> Result<Vec<String>, ()> {
    let mut unknown = Vec::new();
    for (operator, key, values) in &given.conditions {
        match one(operator, key, values, need, way) {
            Some(true) => {}
            Some(false) => return Err(()),
            None => unknown.push(key.clone()),
        }
    }
    Ok(unknown)
}

/// Whether one condition holds; none if that is not known.
fn one(operator: &str, key: &str, values: &[String], need: &Need, way: Way) -> Option<bool> {
    let operator = operator.rsplit_once(':').map_or(operator, |(_, operator)| operator);
    let operator = operator.strip_suffix("IfExists").unwrap_or(operator);
    let actual = actual(&key.to_ascii_lowercase(), need, way)?;
    let (compare, positive): (fn(&str, &str) -> bool, bool) = match operator {
        "StringEquals" | "ArnEquals" | "Bool" => (|wanted, actual| wanted == actual, true),
        "StringEqualsIgnoreCase" => (|wanted, actual| wanted.eq_ignore_ascii_case(actual), true),
        "StringLike" | "ArnLike" => (glob::covers, true),
        "StringNotEquals" | "ArnNotEquals" => (|wanted, actual| wanted == actual, false),
        "StringNotLike" | "ArnNotLike" => (glob::covers, false),
        _ => return None,
    };
    let is = |actual: &String| values.iter().any(|wanted| compare(wanted, actual));
    let (some, all) = (actual.iter().any(is), actual.iter().all(is));
    match (some, all) {
        (_, true) => Some(positive),
        (false, _) if !actual.iter().any(|actual| actual.contains('*')) => Some(!positive),
        _ => None,
    }
}

/// What a key says when a need arises: all that it may say; none if that is not known.
fn actual(key: &str, need: &Need, way: Way) -> Option<Vec<String>> {
    match key {
        "aws:securetransport" => Some(vec!["true".to_owned()]),
        "aws:requestedregion" => said(&need.condition, key).or_else(|| region(&need.resource)),
        // What handlers do is done by the service that was called.
        "aws:calledvia" | "aws:calledviafirst" | "aws:calledvialast" => {
            let by_handler =
                way == Way::CloudFormation && need.node.is_some() && !need.action.starts_with("cloudformation:");
            by_handler.then(|| vec!["cloudformation.amazonaws.com".to_owned()])
        }
        _ => said(&need.condition, key),
    }
}

/// What a need says of a key.
fn said(condition: &Condition, key: &str) -> Option<Vec<String>> {
    let found = condition.iter().find(|((_, known), _)| known.eq_ignore_ascii_case(key));
    found.map(|(_, values)| values.iter().map(ToString::to_string).collect())
}

/// The region in an ARN.
fn region(resource: &str) -> Option<Vec<String>> {
    let region = resource.split(':').nth(3)?;
    (!region.is_empty() && !region.contains(['$', '*'])).then(|| vec![region.to_owned()])
}
