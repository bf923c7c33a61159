use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_compiler::Value;
use cloudc_compiler::graph::Graph;

/// The role that the program takes on in each of its accounts, by the account's number.
pub(super) fn accounts(graph: &Graph) -> BTreeMap<Arc<str>, Arc<str>> {
    let Some(Value::Record(fields)) = &graph.app().fields else { return BTreeMap::new() };
    let Some(Value::Record(accounts)) = fields.get("accounts") else { return BTreeMap::new() };
    let one = |account: &Value| {
        let Value::Record(account) = account else { return None };
        match (account.get("id"), account.get("role")) {
            (Some(Value::Text(id)), Some(Value::Text(role))) => Some((Arc::clone(id), Arc::clone(role))),
            _ => None,
        }
    };
    accounts.iter().filter_map(|(_, account)| one(account)).collect()
}
