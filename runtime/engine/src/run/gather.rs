use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::assets_bucket;
use cloudc_base::value::{From, Later, Value};
use cloudc_facts::facts;
use cloudc_graph::{Graph, Mode, Node};
use cloudc_provider::{Call, Fault, Home, Provider, Question, Revealed, Site, Token};
use cloudc_state::Document;
use serde_json::{Value as Json, json};

use super::Patience;
use super::outcome::Outcome;
use super::prepare::Reading;
use super::task::read;
use crate::plan::Sites;
use crate::reach::{connection, recorded};
use crate::resolve::{Scope, Sight};
use crate::{Knowledge, mark, resolve};

/// Something that could not be found out for a plan.
#[derive(Debug, thiserror::Error)]
#[error("`{about}` cannot be found out")]
pub struct GatherError {
    /// The resource or question.
    pub about: String,
    /// Why.
    pub source: Fault,
}

impl Knowledge {
    /// Finds out what a plan needs and the state does not hold: answers to questions, and how things are that somebody else
    /// made, as far as what they are read by is known before anything is done.
    ///
    /// # Errors
    /// A question has no answer, or something is not there.
    pub async fn gather(
        graph: &Graph,
        document: &Document,
        provider: &Arc<dyn Provider>,
        patience: &Patience,
    ) -> Result<Knowledge, GatherError> {
        let mut knowledge = Knowledge::default();
        let sites = Sites::of(graph, provider.home());
        for question in questions(graph, &sites) {
            let key = question.key();
            if !document.answers.contains_key(&key) {
                let answer = provider.look_up(&question).await;
                let answer = answer.map_err(|source| GatherError { about: key.clone(), source })?;
                knowledge.answers.insert(key, answer);
            }
        }
        for &number in graph.order() {
            let Some(node) = graph.node(number).filter(|node| node.mode != Mode::Managed) else { continue };
            knowledge.find((graph, node), document, &sites, provider, patience).await?;
        }
        Ok(knowledge)
    }

    async fn find(
        &mut self,
        (graph, node): (&Graph, &Node),
        document: &Document,
        sites: &Sites,
        provider: &Arc<dyn Provider>,
        patience: &Patience,
    ) -> Result<(), GatherError> {
        let site = sites.site(node);
        let before = Before { document, knowledge: self, sites, site: &site };
        let way = node.on.as_ref().and_then(|on| connection(graph, on, &before)).map(Arc::new);
        let properties = resolve::properties(node, &before);
        // What cannot be computed yet is read when its turn comes; what cannot at all is found by the plan.
        let Some(properties) = properties.ok().filter(|properties| !mark::has_later(properties)) else { return Ok(()) };
        let Some(ty) = facts().resource_type(&node.ty) else { return Ok(()) };
        let address = node.address.to_string();
        let call = Call {
            app: document.app.as_str().into(),
            address: address.as_str().into(),
            ty,
            connection: way.or_else(|| recorded(document, &site)),
            site,
            token: Token::of(&["read", &address, &properties.to_string()]),
            timeout: None,
            snapshot: false,
            handle: None,
            revealed: Revealed::default(),
        };
        let reading = Reading { call, mode: node.mode, properties, needs: vec![] };
        match read(Arc::clone(provider), patience.clone(), reading, None).await {
            Outcome::Read(record) => drop(self.found.insert(address, *record)),
            Outcome::Failed { fault, .. } | Outcome::Unknown(fault) => {
                return Err(GatherError { about: address, source: fault });
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is known before anything is decided: nothing of what the program makes.
struct Before<'b> {
    document: &'b Document,
    knowledge: &'b Knowledge,
    sites: &'b Sites,
    site: &'b Site,
}

impl Scope for Before<'_> {
    fn attribute(&self, of: &Address, path: &str) -> Sight<'_> {
        match self.knowledge.found.get(&of.to_string()) {
            Some(found) => found.get(path).map_or(Sight::Missing, Sight::Known),
            None => Sight::Later { sure: true },
        }
    }

    fn called(&self, of: &Address) -> Option<(&str, &str)> {
        let found = self.knowledge.found.get(&of.to_string())?;
        Some((&found.ty, &found.identifier))
    }

    fn app(&self, name: &str) -> Option<Json> {
        let home: &Home = self.sites.home();
        match name {
            "region" => Some(json!(home.region)),
            "account" => Some(json!(home.account)),
            "assets" => Some(json!(assets_bucket(&home.account, &home.region))),
            _ => None,
        }
    }

    fn answer(&self, question: &Question) -> Option<Json> {
        let key = question.key();
        self.document.answers.get(&key).or_else(|| self.knowledge.answers.get(&key)).cloned()
    }

    fn site(&self) -> &Site {
        self.site
    }
}

/// Every question that a program asks.
fn questions(graph: &Graph, sites: &Sites) -> BTreeSet<Question> {
    let mut questions = BTreeSet::new();
    for node in graph.nodes().iter().filter(|node| node.properties.later().is_some()) {
        in_value(&node.properties, &sites.site(node), &mut questions);
    }
    let site = sites.own();
    graph.outputs().iter().for_each(|output| in_value(&output.value, &site, &mut questions));
    questions
}

fn in_value(value: &Value, site: &Site, questions: &mut BTreeSet<Question>) {
    if value.later().is_none() {
        return;
    }
    match value {
        Value::List(values) => values.iter().for_each(|value| in_value(value, site, questions)),
        Value::Record(record) => record.iter().for_each(|(_, value)| in_value(value, site, questions)),
        Value::Later(later) => in_later(later, site, questions),
        _ => {}
    }
}

fn in_later(later: &Later, site: &Site, questions: &mut BTreeSet<Question>) {
    match later.from() {
        From::Lookup { what, arguments } if arguments.iter().all(|argument| argument.later().is_none()) => {
            questions.insert(crate::resolve::question(what, arguments, site));
        }
        From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
            parts.iter().for_each(|part| in_value(part, site, questions));
        }
        From::Element { of, .. } => in_later(of, site, questions),
        From::Attribute { .. } | From::App(_) | From::Secret(_) | From::Param(_) => {}
    }
}
