use cloudc_base::Address;
use cloudc_base::assets_bucket;
use cloudc_facts::{ResourceType, facts};
use cloudc_graph::Graph;
use cloudc_provider::{Question, Site};
use cloudc_state::{Document, Record};
use serde_json::{Value as Json, json};

use super::records::Records;
use super::{Decision, Planned, Sites};
use crate::Knowledge;
use crate::resolve::{Scope, Sight};

/// What will be known when a node's turn comes, as far as this can be said before anything is done.
#[derive(Debug)]
pub(crate) struct Scene<'s> {
    pub(super) graph: &'s Graph,
    pub(super) document: &'s Document,
    pub(super) records: &'s Records<'s>,
    pub(super) knowledge: &'s Knowledge,
    pub(super) sites: &'s Sites,
    /// What is planned for nodes that were decided before, by number.
    pub(super) planned: &'s [Option<Planned>],
    /// Where the node lives.
    pub(super) site: &'s Site,
}

impl Scope for Scene<'_> {
    fn attribute(&self, of: &Address, path: &str) -> Sight<'_> {
        let Some(number) = self.graph.number(of) else { return Sight::Missing };
        let Some(Some(planned)) = self.planned.get(number) else { return Sight::Later { sure: true } };
        let record = self.records.of(number);
        let told = |record: Option<&'_ Record>| match record {
            Some(_) => Sight::Missing,
            None => Sight::Later { sure: true },
        };
        match &planned.decision {
            Decision::Keep | Decision::LeftOut => {
                record.and_then(|record| record.get(path)).map_or(Sight::Missing, Sight::Known)
            }
            Decision::Read => match planned.fresh.as_deref() {
                Some(fresh) => fresh.get(path).map_or(Sight::Missing, Sight::Known),
                None => Sight::Later { sure: record.is_none() },
            },
            Decision::Create => Sight::Later { sure: true },
            Decision::Replace { sure, .. } => Sight::Later { sure: *sure },
            Decision::Update { .. } => {
                let stays = facts().resource_type(&record.map(|record| record.ty.clone()).unwrap_or_default());
                match record.and_then(|record| record.get(path)) {
                    Some(value) if stays.is_some_and(|ty| stays_through_updates(&ty, path)) => Sight::Known(value),
                    Some(_) => Sight::Later { sure: false },
                    None => told(None),
                }
            }
            Decision::Out => Sight::Missing,
        }
    }

    fn called(&self, of: &Address) -> Option<(&str, &str)> {
        let record = self.records.of(self.graph.number(of)?)?;
        Some((&record.ty, &record.identifier))
    }

    fn app(&self, name: &str) -> Option<Json> {
        let home = self.sites.home();
        match name {
            "region" => Some(json!(home.region)),
            "account" => Some(json!(home.account)),
            "assets" => Some(json!(assets_bucket(&home.account, &home.region))),
            _ => None,
        }
    }

    fn answer(&self, question: &Question) -> Option<Json> {
        let key = question.key();
        let known = self.document.answers.get(&key).or_else(|| self.knowledge.answers.get(&key));
        known.cloned()
    }

    fn site(&self) -> &Site {
        self.site
    }
}

/// Whether an attribute stays what it is when its resource is changed in place: what identifies it, what can only be set when
/// it is made, and what the facts say so of, such as the addresses of databases.
fn stays_through_updates(ty: &ResourceType, path: &str) -> bool {
    let identifies = ty.identifier().iter().chain(ty.reference()).chain(ty.other_identifiers().iter().flatten());
    let mut fixed = identifies.chain(ty.create_only());
    let named = ["Arn", "ARN", "Id", "Url", "Name"].iter().any(|end| path.ends_with(end)) && !path.contains('.');
    named || ty.is_steady(path) || fixed.any(|place| place.covers(path))
}
