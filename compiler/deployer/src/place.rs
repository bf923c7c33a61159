//! Where a node lives: what stands for `${Partition}`, `${Region}` and `${Account}`.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::{Graph, Node};

/// Places of a program.
pub(crate) struct Places {
    region: Option<Arc<str>>,
    account: Option<Arc<str>>,
    accounts: Vec<(Arc<str>, Arc<str>)>,
}

impl Places {
    /// What the program says; `account` is what the caller knows of the program's own.
    pub(crate) fn new(graph: &Graph, account: Option<&str>) -> Places {
        let fields = match &graph.app().fields {
            Some(Value::Record(fields)) => Some(fields),
            _ => None,
        };
        let field = |name: &str| fields.and_then(|fields| fields.get(name)).and_then(text);
        let accounts = fields.and_then(|fields| match fields.get("accounts") {
            Some(Value::Record(accounts)) => Some(accounts),
            _ => None,
        });
        let accounts = accounts.into_iter().flat_map(|accounts| accounts.iter()).filter_map(|(name, account)| {
            let Value::Record(account) = account else { return None };
            Some((Arc::clone(name), text(account.get("id")?)?))
        });
        let account = account.map(Arc::from).or_else(|| field("account"));
        Places { region: field("region"), account, accounts: accounts.collect() }
    }

    /// The region of a node, if it is known.
    pub(crate) fn region(&self, node: Option<&Node>) -> Option<Arc<str>> {
        node.and_then(|node| node.place.region.clone()).or_else(|| self.region.clone())
    }

    /// The number of the account of a node, if it is known.
    fn account(&self, node: Option<&Node>) -> Option<Arc<str>> {
        match node.and_then(|node| node.place.account.as_ref()) {
            Some(name) => self.accounts.iter().find(|(known, _)| known == name).map(|(_, id)| Arc::clone(id)),
            None => self.account.clone(),
        }
    }

    /// An ARN with what is known of the place of a node put in.
    pub(crate) fn filled(&self, arn: &str, node: Option<&Node>) -> String {
        let region = self.region(node);
        let mut text = arn.to_owned();
        if let Some(region) = &region {
            text = text.replace("${Region}", region).replace("${Partition}", partition(region));
        }
        match self.account(node) {
            Some(account) => text.replace("${Account}", &account),
            None => text,
        }
    }
}

fn text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

/// The partition that a region belongs to.
fn partition(region: &str) -> &'static str {
    match region {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
