use super::spelled;
use crate::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, text, written};
use crate::sets::Services;

crate::check::code!("E0514" "ports-backwards" Error "ports_backwards.md");

/// Rules whose first port is above the last; for ICMP they are type and code, and may be anything.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for spelled in spelled::rules(context) {
        let part = |name: &str| first(spelled.rule, name).and_then(number);
        let (Some(from), Some(to)) = (part("FromPort"), part("ToPort")) else { continue };
        let protocol = first(spelled.rule, "IpProtocol").and_then(text).and_then(Services::protocol_number);
        if from > to && protocol.is_some_and(Services::has_ports) {
            let property = if spelled.property.is_empty() { "FromPort" } else { spelled.property };
            let message = format!("these ports begin at {from} and end at {to}");
            let finding = blame::at(&CODE, spelled.node, written(spelled.node, property), message);
            findings.push(finding.help(format!("write `FromPort = {to}, ToPort = {from}`")));
        }
    }
}
