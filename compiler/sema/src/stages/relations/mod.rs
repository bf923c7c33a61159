//! Sentences: `allow SUBJECT to VERB OBJECT on PORTS`, and what they come to: a policy for each subject that has a role,
//! a rule for each opened port, and for everything else an entry in what the object is `given`.

mod addresses;
mod arn;
mod endpoint;
mod given;
mod groups;
mod identity;
mod parties;
mod permissions;
mod policies;
mod reach;
mod rules;
mod statement;
mod ways;

use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::value::{Entries, Ports, Value};
use cloudc_base::{Address, Span, nearest};
use cloudc_graph::{Node, Party, Relation, Verb};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::block::Space;
use crate::cost;
use crate::hir::{Expr, ExprKind, Name, Sentence};
use crate::mistakes::{sentence, unknown_verb};
use crate::program::{Eval, FrameId, Program};
use policies::Policy;
use rules::Rule;
use statement::Statement;
use ways::Door;

/// What sentences make, while they are gone through.
#[derive(Debug, Default)]
struct Made {
    /// What roles may do, by role.
    policies: IndexMap<Address, Policy, FxBuildHasher>,
    /// The rules of security groups, by where they stand.
    rules: IndexMap<Address, Rule, FxBuildHasher>,
    /// What each instance is given.
    given: HashMap<Address, Entries>,
    /// The endpoints for services that networks have, once they are looked for.
    doors: Option<Arc<[Door]>>,
}

/// One pair of a sentence.
struct Pair<'s> {
    subject: &'s Party,
    object: Option<&'s Party>,
    span: Span,
}

impl Program<'_> {
    /// Goes through all sentences; gives the nodes that they make.
    pub(super) fn relate(&mut self) -> Vec<Node> {
        let mut made = Made::default();
        for (frame, sentence, span) in std::mem::take(&mut self.stages.sentences) {
            let outer = self.at.replace(frame);
            if let Ok(relations) = self.sentence(frame, &sentence, span, &mut made) {
                self.stages.relations.extend(relations);
            }
            self.at = outer;
        }
        let Made { policies, rules, given, .. } = made;
        self.stages.given = Some(given.into_iter().map(|(owner, entries)| (owner, given::sorted(&entries))).collect());
        let mut nodes = Vec::new();
        for (role, policy) in policies {
            nodes.push(self.policy_node(&role, policy));
        }
        for (address, rule) in rules {
            nodes.push(self.rule_node(address, rule));
        }
        nodes
    }

    fn sentence(&mut self, frame: FrameId, sentence: &Sentence, span: Span, made: &mut Made) -> Eval<Vec<Relation>> {
        let subjects = self.parties(frame, &sentence.subject)?;
        let objects = match &sentence.object {
            Some(object) => self.parties(frame, object)?,
            None => Vec::new(),
        };
        let except = match &sentence.except {
            Some(except) => self.parties(frame, except)?,
            None => Vec::new(),
        };
        let ports = self.sentence_ports(frame, sentence)?;
        let mut relations = Vec::new();
        for (verb, at) in self.verbs(frame, &sentence.verb, sentence.object.is_some())? {
            if sentence.ports.is_some() && verb != Verb::Reach {
                self.report(sentence::ports_without_reach(span));
                continue;
            }
            if let (true, Verb::Named(name), Some(object)) = (sentence.never, &verb, &sentence.object) {
                self.check_any(frame, object, name, at);
            }
            self.pay((subjects.len() + objects.len() + except.len()) as u64, span)?;
            let mut relation = Relation {
                never: sentence.never,
                subjects: subjects.clone(),
                verb,
                objects: objects.clone(),
                ports: ports.clone(),
                except: except.clone(),
                made: Vec::new(),
                span,
            };
            self.pairs(&mut relation, at, made);
            relations.push(relation);
        }
        Ok(relations)
    }

    /// Every pair of a subject and an object.
    fn pairs(&mut self, relation: &mut Relation, verb: Span, made: &mut Made) {
        let Relation { subjects, objects, span, .. } = relation.clone();
        let none = [None];
        let objects: Vec<Option<&Party>> = match &relation.verb {
            Verb::Statements(_) => none.to_vec(),
            _ => objects.iter().map(Some).collect(),
        };
        for object in &objects {
            if relation.never {
                if self.pay(cost::PAIR, span).is_err() {
                    break;
                }
                // What it says is proved over the whole graph; here its words are looked up.
                if let (Verb::Named(_), Some(object)) = (&relation.verb, object)
                    && !matches!(object, Party::Any(_))
                {
                    let _known = self.statements(&relation.verb, Some(*object), verb);
                }
                continue;
            }
            for subject in &subjects {
                if self.pay(cost::PAIR, span).is_err() {
                    break;
                }
                let pair = Pair { subject, object: *object, span };
                let new = match relation.verb {
                    Verb::Reach => self.open_ports(&pair, &relation.ports, made),
                    _ => self.grant(&pair, &relation.verb, verb, made),
                };
                relation.made.extend(new.unwrap_or_default());
            }
        }
        relation.made.sort();
        relation.made.dedup();
    }

    /// The verbs of a sentence, each with where it is written.
    fn verbs(&mut self, frame: FrameId, verb: &Expr, object: bool) -> Eval<Vec<(Verb, Span)>> {
        match &verb.kind {
            ExprKind::List(verbs) if object => {
                let mut all = Vec::new();
                for verb in verbs {
                    all.extend(self.verbs(frame, verb, object)?);
                }
                Ok(all)
            }
            ExprKind::Name(name) if object && &**name == "reach" => Ok(vec![(Verb::Reach, verb.span)]),
            ExprKind::Name(name) if object => Ok(vec![(Verb::Named(Arc::clone(name)), verb.span)]),
            _ => match self.value(frame, verb)? {
                Value::Text(action) if object => Ok(vec![(self.action(action, verb.span)?, verb.span)]),
                Value::List(statements) if !object => Ok(vec![(Verb::Statements(Value::List(statements)), verb.span)]),
                Value::Null => Ok(Vec::new()),
                other => self.fail(sentence::no_verb(verb.span, other.kind(), object)),
            },
        }
    }

    /// An action of IAM, as its service spells it.
    fn action(&mut self, action: Arc<str>, span: Span) -> Eval<Verb> {
        let (prefix, name) = action.split_once(':').unwrap_or((&action, ""));
        let service = cloudc_facts::facts().iam_service(prefix);
        if let Some(known) = service.as_ref().and_then(|service| service.action(name)) {
            return Ok(Verb::Action(format!("{prefix}:{known}").into()));
        }
        if name.contains('*') && service.is_some() {
            return Ok(Verb::Action(action));
        }
        let near = service.as_ref().and_then(|service| nearest(name, service.actions.keys().map(|name| &**name)));
        let near = near.map(|near| format!("{prefix}:{near}"));
        self.fail(sentence::unknown_action(span, &action, near.as_deref()))
    }

    /// The ports behind `on`.
    fn sentence_ports(&mut self, frame: FrameId, sentence: &Sentence) -> Eval<Vec<Ports>> {
        let Some(ports) = &sentence.ports else { return Ok(Vec::new()) };
        let value = self.known(frame, ports, "`on`")?;
        let mut found = Vec::new();
        self.ports_of(&value, ports.span, &mut found)?;
        Ok(found)
    }

    fn ports_of(&mut self, value: &Value, span: Span, into: &mut Vec<Ports>) -> Eval<()> {
        match value {
            Value::Ports(ports) => {
                into.push(*ports);
                Ok(())
            }
            Value::List(values) if values.iter().any(|value| matches!(value, Value::Int(_))) => {
                self.fail(sentence::no_ports(span, &Value::List(Arc::clone(values))))
            }
            Value::List(values) => values.iter().try_for_each(|value| self.ports_of(value, span, into)),
            Value::Null => Ok(()),
            other => self.fail(sentence::no_ports(span, other)),
        }
    }

    /// The statements that a verb stands for: of the object, or the verb's own.
    fn statements(&mut self, verb: &Verb, object: Option<&Party>, span: Span) -> Eval<Vec<Statement>> {
        match (verb, object) {
            (Verb::Statements(value), _) => Ok(Statement::all(value)),
            (Verb::Action(action), Some(Party::Thing(object))) => {
                let arn = self.arn(object, span)?;
                Ok(vec![Statement::of_action(action, arn)])
            }
            (Verb::Named(name), Some(Party::Thing(object))) => {
                let value = self.verb_of(object, name, span)?;
                Ok(Statement::all(&value))
            }
            (_, Some(object)) => self.fail(sentence::object_without_verbs(span, &parties::shown(object))),
            (_, None) => Ok(Vec::new()),
        }
    }

    /// What a verb means for a thing.
    fn verb_of(&mut self, object: &Address, verb: &Arc<str>, span: Span) -> Eval {
        let Some(instance) = self.instances.get(object).cloned() else {
            return self.fail(unknown_verb::raw(span, verb, &object.to_string()));
        };
        let verbs = self.verbs_of(&instance);
        if !verbs.contains(verb) {
            let near = self.guess(verb, verbs.iter().map(|verb| &**verb));
            return self.fail(unknown_verb::finding(span, verb, &instance.noun, near.as_deref(), &verbs));
        }
        let name = Name { text: Arc::clone(verb), span };
        match self.shown(object, &instance, &name)? {
            Some(value) => Ok(value),
            None => Ok(Value::Null),
        }
    }

    /// Whether a name of the file is no word of a sentence but something declared.
    pub(crate) fn is_declared(&self, frame: FrameId, name: &str) -> bool {
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            if here.block.find(Space::Values, name).is_some() || here.locals.iter().any(|(local, _)| &**local == name) {
                return true;
            }
            at = here.parent;
        }
        false
    }
}
