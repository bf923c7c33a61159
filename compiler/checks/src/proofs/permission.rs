//! `never S to V O`: whether any policy of the graph grants it, however it is written (D19).

use cloudc_graph::{Party, Relation, Verb};

use super::identity::{Who, who};
use super::take::takeable;
use super::target::{Target, targets};
use crate::context::Context;
use crate::grants::{Effect, Grant, Grants, Level, Patterns, Principal, Statement};

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
    /// Who takes the role that it is granted to, if that is not who is asked about.
    pub(crate) taken_by: Option<Principal>,
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
        for (subject, taken_by) in relation.subjects.iter().flat_map(|party| acting(context, party)) {
            let question = Question { grants, who: &subject, except: &except };
            for target in &targets {
                let Some((principal, by)) = question.granted(target) else { continue };
                let (object, action, taken_by) = (object.cloned(), target.action.clone(), taken_by.clone());
                let found = Judgement { relation: number, object, action, principal, taken_by, by };
                if found.by.is_sure() {
                    return Some(found);
                }
                doubtful = doubtful.or(Some(found));
            }
        }
    }
    doubtful
}

/// Who acts where a party does: it, and the roles that it may take, each with who takes it.
fn acting(context: &Context<'_>, party: &Party) -> Vec<(Who, Option<Principal>)> {
    let all = who(context, party);
    let taken = all.iter().flat_map(|who| match who {
        Who::Nodes(nodes) => takeable(context, nodes),
        _ => Vec::new(),
    });
    let taken: Vec<_> = taken.map(|(role, by)| (Who::Nodes(vec![role]), Some(Principal::Node(by)))).collect();
    all.into_iter().map(|who| (who, None)).chain(taken).collect()
}

/// Whether somebody has a permission, some left out.
pub(super) struct Question<'q> {
    pub(super) grants: &'q Grants,
    pub(super) who: &'q Who,
    pub(super) except: &'q [Who],
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
            if *self.who == Who::Everybody && grant.statement.identified {
                continue;
            }
            let mut those = self.those(grant);
            if let Some(principal) = those.find(|principal| self.keeps(principal, grant.owners.is_empty(), target)) {
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

    pub(super) fn counts(&self, principal: &Principal) -> bool {
        let left_out = self.except.iter().any(|who| who.is_all_of(principal, self.grants));
        !left_out && self.who.is(principal, self.grants)
    }

    /// Whether what is granted to a principal is left to one of those who act as it; `own` if it is granted by the policy
    /// of an identity.
    pub(super) fn keeps(&self, principal: &Principal, own: bool, target: &Target) -> bool {
        let acting = match self.who {
            Who::Nodes(nodes) => {
                let is = |node: &&usize| Who::Nodes(vec![**node]).is(principal, self.grants);
                nodes.iter().filter(is).map(|node| Principal::Node(*node)).collect()
            }
            _ => vec![principal.clone()],
        };
        acting.iter().any(|actor| !self.is_denied(actor, target) && !self.is_bounded(actor, own, target))
    }

    /// Whether a statement surely takes something away from somebody.
    fn is_denied(&self, actor: &Principal, target: &Target) -> bool {
        let denies = self.grants.statements.iter().filter(|deny| deny.statement.effect == Effect::Deny);
        let mut holding = denies.filter(|deny| !deny.statement.conditional && self.is_for(deny, actor));
        holding.any(|deny| {
            let owned = || !target.nodes.is_empty() && target.nodes.iter().all(|node| deny.owners.contains(node));
            (deny.owners.is_empty() || owned()) && takes(&deny.statement, target)
        })
    }

    /// Whether a statement that refuses is surely about somebody.
    fn is_for(&self, deny: &Grant, actor: &Principal) -> bool {
        if !deny.but {
            let named = |known: &Principal| *known == Principal::Anyone || Who::of(actor).is(known, self.grants);
            return deny.who.iter().any(|known| known == actor || named(known));
        }
        let is_known = |principal: &Principal| {
            matches!(principal, Principal::Node(_) | Principal::Service(_) | Principal::Foreign(_))
        };
        is_known(actor) && deny.who.iter().all(|spared| is_known(spared) && spared != actor)
    }

    /// Whether the bound of an identity leaves no room for something; for what others grant it counts only what it refuses.
    fn is_bounded(&self, actor: &Principal, own: bool, target: &Target) -> bool {
        let Principal::Node(number) = actor else { return false };
        let bounds = self.grants.bounds.iter().filter(|(of, _)| of == number);
        bounds.filter_map(|(_, policy)| self.grants.documents.get(policy.as_ref()?)).any(|statements| {
            let of = |effect| statements.iter().filter(move |statement| statement.effect == effect);
            let room = |statement: &Statement| {
                statement.actions.meet(&target.pattern) && statement.resources.meet(&target.resource)
            };
            (own && !of(Effect::Allow).any(room))
                || of(Effect::Deny).any(|statement| !statement.conditional && takes(statement, target))
        })
    }

    fn by_managed(&self, target: &Target) -> Option<(Principal, By)> {
        let action = target.action.to_ascii_lowercase();
        let mut best: Option<(Level, Principal, usize)> = None;
        for (number, managed) in self.grants.managed.iter().enumerate() {
            let principal = Principal::Node(managed.holder);
            let level = managed.level(&action);
            if level == Level::None || !self.counts(&principal) || !self.keeps(&principal, true, target) {
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
            let mut asked = who.iter().filter(|principal| self.counts(principal));
            let principal = asked.find(|principal| self.keeps(principal, true, target))?;
            Some((principal.clone(), By::Unknown(*node)))
        })
    }
}

/// Whether a statement is surely about all of a target.
fn takes(statement: &Statement, target: &Target) -> bool {
    statement.actions.cover(&target.pattern) && statement.resources.cover(&target.resource)
}

/// Whether a grant is about a target.
pub(super) fn is_about(grant: &Grant, target: &Target) -> bool {
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
