use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{Sure, first, text};

crate::check::code!("E0592" "clear-token" Error "clear_token.md");

/// What asks for a password and lets it travel in clear.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.made("aws.elasticache.ReplicationGroup") {
        let asks = ["AuthToken", "UserGroupIds"].into_iter().find(|name| first(&node.properties, name).is_some());
        let tls = first(&node.properties, "TransitEncryptionEnabled").map_or(Sure::No, Sure::flag);
        if let Some(property) = asks.filter(|_| tls == Sure::No) {
            let message = "the password travels in clear: ElastiCache refuses one without TLS";
            findings.push(blame(&CODE, node, property, message).help("say `TransitEncryptionEnabled = true`"));
        }
    }
    for (_, node) in context.index.made("aws.msk.Cluster") {
        let part = |path: &str| first(&node.properties, path);
        let asks = part("ClientAuthentication.Sasl.Scram.Enabled").is_some_and(|flag| Sure::flag(flag) == Sure::Yes);
        let way = part("EncryptionInfo.EncryptionInTransit.ClientBroker").map_or(Some("TLS"), text);
        if asks && way.is_some_and(|way| way != "TLS") {
            let message = "clients say a password, and may do so in clear";
            findings.push(blame(&CODE, node, "EncryptionInfo", message).help("say `ClientBroker = \"TLS\"`"));
        }
    }
}
