//! `never S to V O`: whether any policy of the graph grants it, however it is written (D19).

use cloudc_graph::{Party, Relation, Verb};

use super::identity::{Who, who};
use super::target::{Target, targets};
use crate::context::Context;
use crate::grants::{Effect, Grant, Grants, Level, Patterns, Principal};

/// What is to be said of a sentence; nothing is said of one that holds.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// The sentence, by its number among the relations.
    pub(crate) relation: usize,
    pub(crate) object: Option<Party>,
    /// The action that is granted.
    pub(crate) action: String,
    /// To whom.
    pub(crate) principal: Principal,
    pub(crate) by: By,
}

/// What grants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// A statement, by number.
    Statement(usize),
    /// A policy of AWS that grants everything of a service: the number among those that identities have.
    Managed(usize),
    /// A policy of AWS that may.
    PerhapsManaged(usize),
    /// A policy of which nothing is known: the node that says so.
    Unknown(usize),
}

impl By {
    /// Whether it surely grants.
    pub(crate) fn is_sure(&self) -> bool {
        matches!(self, By::Statement(_) | By::Managed(_))
    }
}

/// What is to be said of all sentences about permissions that forbid.
pub(crate) fn judge(context: &Context<'_>) -> Vec<Judgement> {
    let relations = context.graph.relations().iter().enumerate();
    let forbidding = relations.filter(|(_, relation)| relation.never && relation.verb != Verb::Reach);
    forbidding.filter_map(|(number, relation)| judgement(context, number, relation)).collect()
}

/// The worst that is to be said of a sentence.
fn judgement(context: &Context<'_>, number: usize, relation: &Relation) -> Option<Judgement> {
    let grants = context.grants();
    let except: Vec<Who> = relation.except.iter().flat_map(|party| who(context, party)).collect();
    let objects: Vec<Option<&Party>> = match relation.verb {
        Verb::Statements(_) => vec![None],
        _ => relation.objects.iter().map(Some).collect(),
    };
    let mut doubtful = None;
    for object in objects {
        let targets = targets(context, relation, object);
        for subject in relation.subjects.iter().flat_map(|party| who(context, party)) {
            let question = Question { grants, who: &subject, except: &except };
            for target in &targets {
                let Some((principal, by)) = question.granted(target) else { continue };
                let (object, action) = (object.cloned(), target.action.clone());
                let found = Judgement { relation: number, object, action, principal, by };
                if found.by.is_sure() {
                    return Some(found);
                }
                doubtful = doubtful.or(Some(found));
            }
        }
    }
    doubtful
}

/// Whether somebody has a permission, some left out.
struct Question<'q> {
    grants: &'q Grants,
    who: &'q Who,
    except: &'q [Who],
}

impl Question<'_> {
    /// Who has it and by what; what is sure comes first.
    fn granted(&self, target: &Target) -> Option<(Principal, By)> {
        self.by_statement(target).or_else(|| self.by_managed(target)).or_else(|| self.by_unknown(target))
    }

    fn by_statement(&self, target: &Target) -> Option<(Principal, By)> {
        for (number, grant) in self.grants.statements.iter().enumerate() {
            if grant.statement.effect != Effect::Allow || !is_about(grant, target) {
                continue;
            }
            let mut those = self.those(grant);
            if let Some(principal) = those.find(|principal| !self.is_denied(principal, grant, target)) {
                return Some((principal.clone(), By::Statement(number)));
            }
        }
        None
    }

    /// Those of a grant who are asked about.
    fn those<'g>(&'g self, grant: &'g Grant) -> impl Iterator<Item = &'g Principal> {
        const EVERYBODY: &[Principal] = &[Principal::Anyone];
        // Everybody but some is taken for everybody.
        let named = if grant.but { EVERYBODY } else { &grant.who };
        named.iter().filter(|principal| self.counts(principal))
    }

    fn counts(&self, principal: &Principal) -> bool {
        let left_out = self.except.iter().any(|who| who.is_all_of(principal, self.grants));
        !left_out && self.who.is(principal, self.grants)
    }

    /// Whether something surely takes away what a grant gives to somebody.
    fn is_denied(&self, principal: &Principal, grant: &Grant, target: &Target) -> bool {
        let denies = self.grants.statements.iter().filter(|deny| deny.statement.effect == Effect::Deny);
        let mut holding = denies.filter(|deny| !deny.statement.conditional && !deny.but);
        let denied = holding.any(|deny| {
            let statement = &deny.statement;
            let about = match deny.owners.is_empty() {
                true => statement.resources.cover(&target.resource),
                false => {
                    let owned = target.nodes.iter().all(|node| deny.owners.contains(node)) && !target.nodes.is_empty();
                    owned && statement.resources.cover(&target.resource)
                }
            };
            let them = deny.who.contains(&Principal::Anyone) || deny.who.contains(principal);
            about && them && statement.actions.cover(&target.pattern)
        });
        denied || (grant.owners.is_empty() && self.is_bounded(principal, target))
    }

    /// Whether the bound of an identity leaves no room for it.
    fn is_bounded(&self, principal: &Principal, target: &Target) -> bool {
        let Principal::Node(number) = principal else { return false };
        let bounds = self.grants.bounds.iter().filter(|(of, _)| of == number);
        bounds.filter_map(|(_, policy)| self.grants.documents.get(policy.as_ref()?)).any(|statements| {
            let mut allows = statements.iter().filter(|statement| statement.effect == Effect::Allow);
            !allows
                .any(|statement| statement.actions.meet(&target.pattern) && statement.resources.meet(&target.resource))
        })
    }

    fn by_managed(&self, target: &Target) -> Option<(Principal, By)> {
        let action = target.action.to_ascii_lowercase();
        let mut best: Option<(Level, Principal, usize)> = None;
        for (number, managed) in self.grants.managed.iter().enumerate() {
            let principal = Principal::Node(managed.holder);
            let level = managed.level(&action);
            if level == Level::None || !self.counts(&principal) || self.is_bounded(&principal, target) {
                continue;
            }
            if best.as_ref().is_none_or(|(known, ..)| level > *known) {
                best = Some((level, principal, number));
            }
        }
        let (level, principal, number) = best?;
        Some((principal, if level == Level::Full { By::Managed(number) } else { By::PerhapsManaged(number) }))
    }

    fn by_unknown(&self, target: &Target) -> Option<(Principal, By)> {
        let mut unknown = self.grants.unknown.iter();
        unknown.find_map(|(who, node)| {
            let principal = who.iter().find(|principal| self.counts(principal))?;
            let bounded = self.is_bounded(principal, target);
            (!bounded).then(|| (principal.clone(), By::Unknown(*node)))
        })
    }
}

/// Whether a grant is about a target.
fn is_about(grant: &Grant, target: &Target) -> bool {
    let statement = &grant.statement;
    if !statement.actions.meet(&target.pattern) {
        return false;
    }
    if grant.owners.is_empty() {
        return statement.resources.meet(&target.resource);
    }
    let owned = target.nodes.is_empty() || target.nodes.iter().any(|node| grant.owners.contains(node));
    owned && (statement.resources.meet(&target.resource) || is_relative(&statement.resources))
}

/// Whether resources are named as seen from their owner: `execute-api:/*`.
fn is_relative(resources: &Patterns) -> bool {
    let Patterns::These(these) = resources else { return false };
    these.iter().any(|pattern| !pattern.is_everything() && !pattern.begins_like_an_arn())
}
