use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_graph::{Graph, Node};
use cloudc_provider::{Home, Site};

/// Where nodes live, by what the program says of places and accounts.
#[derive(Debug, Clone)]
pub(crate) struct Sites {
    home: Home,
    /// The numbers of accounts by name.
    accounts: Vec<(Arc<str>, Arc<str>)>,
}

impl Sites {
    pub(crate) fn of(graph: &Graph, home: &Home) -> Sites {
        let field = |name| match &graph.app().fields {
            Some(Value::Record(fields)) => fields.get(name),
            _ => None,
        };
        let accounts = match field("accounts") {
            Some(Value::Record(accounts)) => {
                accounts.iter().filter_map(|(name, account)| Some((Arc::clone(name), number(account)?))).collect()
            }
            _ => Vec::new(),
        };
        let mut home = home.clone();
        if let Some(Value::Text(region)) = field("region") {
            home.region = Arc::clone(region);
        }
        Sites { home, accounts }
    }

    /// Where everything lives that says nothing else.
    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// There.
    pub(crate) fn own(&self) -> Site {
        Site { account: self.home.account.clone(), region: self.home.region.clone(), ..Site::default() }
    }

    pub(crate) fn site(&self, node: &Node) -> Site {
        let named = node.place.account.as_ref();
        let number = |name: &Arc<str>| self.accounts.iter().find(|(known, _)| known == name).map(|(_, number)| number);
        let account = named.and_then(number).unwrap_or(&self.home.account);
        Site {
            account: Arc::clone(account),
            region: Arc::clone(node.place.region.as_ref().unwrap_or(&self.home.region)),
            cluster: node.on.as_ref().map(|on| on.to_string().into()),
            // Known from what is recorded of the cluster: see `ground`.
            api: None,
        }
    }
}

/// An account's number: it, or the `id` of what is said about it.
fn number(account: &Value) -> Option<Arc<str>> {
    let id = |fields: &Entries| fields.get("id").cloned();
    match account {
        Value::Text(number) => Some(Arc::clone(number)),
        Value::Record(fields) => match id(fields) {
            Some(Value::Text(number)) => Some(number),
            Some(Value::Int(number)) => Some(number.to_string().into()),
            _ => None,
        },
        _ => None,
    }
}
