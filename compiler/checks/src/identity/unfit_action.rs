use std::collections::BTreeSet;

use cloudc_base::{Finding, Span};
use cloudc_facts::facts;
use cloudc_graph::{Node, Relation, Verb};

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Effect, Grant, Pattern, Patterns};

crate::check::code!("E0555" "unfit-action" Error "unfit_action.md");

/// Statements with an action that none of their resources can be about.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for grant in context.grants().statements.iter().filter(|grant| grant.statement.effect == Effect::Allow) {
        let Some(node) = context.index.node(grant.node).filter(|_| grant.owners.is_empty()) else { continue };
        for (action, kinds) in unfit(grant) {
            if !seen.insert((grant.node, action.clone())) {
                continue;
            }
            let message = format!("`{action}` is never about any of these resources: nothing is granted");
            let finding = match asking(context, node, &action) {
                Some(sentence) => Finding::new(&CODE, sentence, message),
                None => blame(&CODE, node, grant.property, message),
            };
            findings.push(finding.help(format!("it is about {kinds}")));
        }
    }
}

/// The sentence that asks for an action by its name, if the statement was made by one.
fn asking(context: &Context<'_>, node: &Node, action: &str) -> Option<Span> {
    let made = context.graph.relations().iter().filter(|relation| relation.made.contains(&node.address));
    let asks = |relation: &&Relation| matches!(&relation.verb, Verb::Action(one) if one.eq_ignore_ascii_case(action));
    made.into_iter().find(asks).map(|relation| relation.span)
}

/// Actions of a statement that fit none of its resources, and what they are about.
fn unfit(grant: &Grant) -> Vec<(String, String)> {
    let (Patterns::These(actions), Patterns::These(resources)) = (&grant.statement.actions, &grant.statement.resources)
    else {
        return Vec::new();
    };
    let exact = actions.iter().map(ToString::to_string).filter(|action| !action.contains(['*', '?']));
    exact.filter_map(|action| Some((spelled(&action)?, kinds(&action, resources)?))).collect()
}

/// An action as IAM spells it.
fn spelled(action: &str) -> Option<String> {
    let (service, name) = action.split_once(':')?;
    let known = facts().iam_service(service)?;
    Some(format!("{service}:{}", known.action(name)?))
}

/// What an action is about, in words, if none of the resources is such a thing.
fn kinds(action: &str, resources: &[Pattern]) -> Option<String> {
    let (service, name) = action.split_once(':')?;
    let known = facts().iam_service(service)?;
    let kinds = known.actions.get(known.action(name)?).filter(|kinds| !kinds.is_empty())?;
    let mut names = Vec::new();
    for resource in kinds.iter().filter_map(|kind| known.resources.get(*kind)) {
        let (kind, shapes) = resource.split_first()?;
        let shape = |shape: &str| Pattern::shape(&shape.replace(".*", "*"));
        let is = |pattern: &Pattern| {
            shapes.iter().any(|text| fits(kind, pattern) && (is_plainly(text, pattern) || pattern.meets(&shape(text))))
        };
        if resources.iter().any(is) {
            return None;
        }
        names.push(format!("`{}`", shapes.first().map(|text| placed(text)).unwrap_or_default()));
    }
    names.truncate(3);
    Some(names.join(", "))
}

/// Whether a resource is of a shape by its fields, as it nearly always is: comparing patterns takes longer.
fn is_plainly(shape: &str, pattern: &Pattern) -> bool {
    let fields = |text: &str| -> Option<(String, String)> {
        let mut fields = text.splitn(6, ':').skip(2).map(str::to_owned);
        Some((fields.next()?, fields.nth(2)?))
    };
    match (fields(&shape.replace(".*", "*")), fields(&pattern.to_string())) {
        (Some((service, shape)), Some((other, resource))) => {
            service == other && Pattern::glob(&shape).covers(&Pattern::glob(&resource))
        }
        _ => false,
    }
}

/// A shape of IAM's tables as a pattern: `arn:*:sqs:*:*:*`.
fn placed(shape: &str) -> String {
    let text = shape.replace(".*", "*");
    ["${Partition}", "${Region}", "${Account}"].iter().fold(text, |text, name| text.replace(name, "*"))
}

/// What the tables of IAM do not tell apart: a bucket has no slash behind its name, an object has one.
fn fits(kind: &str, pattern: &Pattern) -> bool {
    match kind {
        "bucket" => pattern.is_everything() || !pattern.to_string().contains('/'),
        "object" => pattern.to_string().contains(['/', '*', '<']),
        _ => true,
    }
}
