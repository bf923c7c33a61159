use cloudc_base::value::Value;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number};

crate::check::code!("E0579" "broker-count" Error "broker_count.md");

/// Clusters of Kafka whose brokers cannot be spread evenly over their zones.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.msk.Cluster") {
        let zones = at(&node.properties, "BrokerNodeGroupInfo.ClientSubnets");
        // A list that is decided later may hold any number.
        if matches!(zones.as_slice(), [] | [Value::Later(_)]) {
            continue;
        }
        let Some(brokers) = first(&node.properties, "NumberOfBrokerNodes").and_then(number) else { continue };
        let Ok(count) = i64::try_from(zones.len()) else { continue };
        if brokers % count != 0 {
            let message = format!("{brokers} brokers cannot be spread evenly over {count} subnets");
            let help = format!("say {}, or another multiple of {count}", (brokers / count + 1) * count);
            findings.push(blame(&CODE, node, "NumberOfBrokerNodes", message).help(help));
        }
    }
}
