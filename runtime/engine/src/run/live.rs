use cloudc_base::Address;
use cloudc_base::assets_bucket;
use cloudc_provider::{Question, Site};
use cloudc_state::Document;
use serde_json::{Value as Json, json};

use crate::plan::Sites;
use crate::resolve::{Scope, Sight};

/// What is known when an operation begins: what is recorded by then.
#[derive(Debug)]
pub(crate) struct Live<'l> {
    pub(crate) document: &'l Document,
    pub(crate) sites: &'l Sites,
    pub(crate) site: &'l Site,
}

impl Scope for Live<'_> {
    fn attribute(&self, of: &Address, path: &str) -> Sight<'_> {
        let record = self.document.at(&of.to_string());
        record.and_then(|record| record.get(path)).map_or(Sight::Missing, Sight::Known)
    }

    fn called(&self, of: &Address) -> Option<(&str, &str)> {
        let record = self.document.at(&of.to_string())?;
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
        self.document.answers.get(&question.key()).cloned()
    }

    fn site(&self) -> &Site {
        self.site
    }
}
