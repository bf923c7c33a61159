use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::Facts;

/// The IAM actions of a service.
#[derive(Debug, Clone, Deserialize)]
pub struct IamService {
    /// The types of resources that actions are about: name, then shapes of ARNs.
    #[serde(rename = "r", default)]
    pub resources: Vec<Vec<Box<str>>>,
    /// The actions without the service's prefix, each with the resource types (indices) that it can be limited to;
    /// none: only `*`.
    #[serde(rename = "a", default)]
    pub actions: BTreeMap<Box<str>, Vec<usize>>,
    /// The resource types (indices) that `aws:ResourceTag` can be asked of.
    #[serde(rename = "t", default)]
    pub tagged: Vec<usize>,
}

impl IamService {
    /// The action `name` (`SendMessage`) as it is spelled; case does not matter in the question.
    pub fn action(&self, name: &str) -> Option<&str> {
        if let Some((exact, _)) = self.actions.get_key_value(name) {
            return Some(exact);
        }
        self.actions.keys().find(|known| known.eq_ignore_ascii_case(name)).map(|known| &**known)
    }
}

impl Facts {
    /// The IAM actions of a service, by prefix: `sqs`.
    pub fn iam_service(&self, prefix: &str) -> Option<Arc<IamService>> {
        let tables = self.tables();
        tables.services.get(prefix, || tables.parse(&format!("iam/{}", prefix.to_ascii_lowercase())))
    }

    /// The prefixes of all services with IAM actions, sorted.
    pub fn iam_prefixes(&self) -> impl Iterator<Item = &'static str> {
        self.tables().container.names_after("iam/")
    }

    /// Whether IAM knows the action, e.g. `sqs:SendMessage`; case does not matter.
    pub fn is_iam_action(&self, action: &str) -> bool {
        let known =
            action.split_once(':').and_then(|(prefix, name)| Some(self.iam_service(prefix)?.action(name).is_some()));
        known.unwrap_or(false)
    }
}
