use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::assets_bucket;
use cloudc_base::value::Value;
use cloudc_graph::{Graph, Mode, Node};

use crate::action::Call;
use crate::need::{Condition, Need, Phase};
use crate::place::Places;
use crate::types::{Handler, Made, Types};
use crate::{Way, days, engine, when};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The program.
    pub graph: &'a Graph,
    /// How it is applied.
    pub way: Way,
    /// The number of the program's own account, if it is known.
    pub account: Option<&'a str>,
    /// The bucket that assets are uploaded to, if it is known.
    pub bucket: Option<&'a str>,
    /// Nodes that count as if they were not there.
    pub without: &'a [usize],
}

impl<'a> Asked<'a> {
    /// Nothing known beside the program.
    pub fn of(graph: &'a Graph, way: Way) -> Asked<'a> {
        Asked { graph, way, account: None, bucket: None, without: &[] }
    }
}

/// The ARNs of a node, as far as they are known beforehand: with wildcards, and `${Partition}`, `${Region}` and `${Account}`
/// where the place is not known.
pub fn arns(asked: &Asked<'_>, number: usize) -> Vec<String> {
    let deployer = Deployer::new(asked);
    let node = asked.graph.node(number);
    deployer.own(number).into_iter().map(|arn| deployer.places.filled(&arn.text, node)).collect()
}

/// Collects needs.
pub(crate) struct Deployer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) way: Way,
    pub(crate) bucket: Option<&'a str>,
    pub(crate) places: Places,
    pub(crate) without: &'a [usize],
    pub(crate) types: Types,
    found: BTreeSet<Need>,
}

/// Everything that whoever deploys a program must be allowed, sorted.
pub fn needs(asked: &Asked<'_>) -> Vec<Need> {
    let mut deployer = Deployer::new(asked);
    for number in deployer.numbers() {
        deployer.node(number);
    }
    engine::add(&mut deployer);
    deployer.imports();
    days::add(&mut deployer);
    deployer.found.into_iter().collect()
}

impl<'a> Deployer<'a> {
    fn new(asked: &Asked<'a>) -> Deployer<'a> {
        let Asked { graph, way, account, bucket, without } = *asked;
        Deployer {
            graph,
            way,
            bucket,
            places: Places::new(graph, account),
            without,
            types: Types::default(),
            found: BTreeSet::new(),
        }
    }

    /// The nodes that count.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        (0..self.graph.nodes().len()).filter(|number| !self.without.contains(number)).collect()
    }

    /// The bucket of assets: `cloudc apply` has one for each account and region.
    pub(crate) fn assets(&self) -> String {
        match (self.bucket, self.way) {
            (Some(bucket), _) => bucket.to_owned(),
            (None, Way::Direct) => assets_bucket("${Account}", "${Region}"),
            (None, Way::CloudFormation) => "*".to_owned(),
        }
    }

    /// Importing begins with a plan.
    fn imports(&mut self) {
        let planned: Vec<Need> = self.found.iter().filter(|need| need.phase == Phase::Plan).cloned().collect();
        if self.way == Way::Direct {
            self.found.extend(planned.into_iter().map(|need| Need { phase: Phase::Import, ..need }));
        }
    }

    /// What the program says of itself.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        match &self.graph.app().fields {
            Some(Value::Record(fields)) => fields.get(name).cloned(),
            _ => None,
        }
    }

    /// The same, if it is a text.
    pub(crate) fn says(&self, name: &str) -> Option<String> {
        match self.field(name) {
            Some(Value::Text(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    /// The program's name.
    pub(crate) fn app(&self) -> Option<&str> {
        self.graph.app().name.as_deref()
    }

    /// Adds what the handlers of a node need.
    fn node(&mut self, number: usize) {
        let Some(node) = self.graph.node(number) else { return };
        let Some(type_calls) = self.types.of(&node.ty) else { return };
        let candidates = self.candidates(number);
        for made in &type_calls.calls {
            let phases: Vec<Phase> = Phase::RUNS.into_iter().filter(|phase| self.is_made(made, node, *phase)).collect();
            if phases.is_empty() || !made.when.is_none_or(|words| when::shows(node, words)) {
                continue;
            }
            let service = &type_calls.service;
            let at_creation = made.handlers.contains(&Handler::Create);
            let call = Call { number, service, candidates: &candidates, phases: &phases, at_creation };
            self.action(&call, &made.action);
        }
    }

    /// Whether a call is made for a node in a phase.
    fn is_made(&self, made: &Made, node: &Node, phase: Phase) -> bool {
        let direct = self.way == Way::Direct;
        let stays = node.lifecycle.retain || node.lifecycle.protect;
        let in_phase = |handler: &Handler| match (node.mode, handler) {
            (Mode::Managed, Handler::Create | Handler::Update | Handler::Tag) => phase == Phase::Apply,
            (Mode::Managed, Handler::Read) => direct || phase != Phase::Plan,
            // What was made, and whose answer was lost, is looked for.
            (Mode::Managed, Handler::List) => direct && phase != Phase::Plan,
            (Mode::Managed, Handler::Delete) => !stays && phase != Phase::Plan,
            (Mode::Existing, Handler::Read | Handler::List) => direct && phase != Phase::Destroy,
            _ => false,
        };
        made.handlers.iter().any(in_phase)
    }

    /// Adds a need of a node. The place of the ARN is that of `of`, or the node's own.
    pub(crate) fn need(&mut self, call: &Call<'_>, action: &str, arn: &str, condition: &Condition, of: Option<usize>) {
        for phase in call.phases {
            self.add(Some(call.number), action, arn, condition.clone(), *phase, of.or(Some(call.number)));
        }
    }

    /// Adds a need; `of` is the node whose place the ARN has.
    pub(crate) fn add(
        &mut self,
        node: Option<usize>,
        action: &str,
        arn: &str,
        condition: Condition,
        phase: Phase,
        of: Option<usize>,
    ) {
        let place = |number: Option<usize>| number.and_then(|number| self.graph.node(number));
        let resource = self.places.filled(arn, place(of));
        let account = place(node).and_then(|node| node.place.account.clone());
        let (action, resource) = (Arc::from(action), Arc::from(resource));
        self.found.insert(Need { account, action, resource, condition, phase, node });
    }
}
