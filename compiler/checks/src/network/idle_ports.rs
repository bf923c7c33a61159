use super::spelled;
use crate::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, text, written};

crate::check::code!("W0520" "idle-ports" Warning "idle_ports.md");

/// Rules for all protocols that name ports, which do not count then.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for spelled in spelled::rules(context) {
        let protocol = first(spelled.rule, "IpProtocol");
        let all = protocol.is_some_and(|value| text(value) == Some("-1") || number(value) == Some(-1));
        let ports = ["FromPort", "ToPort"].map(|name| first(spelled.rule, name).and_then(number));
        let [Some(from), Some(to)] = ports else { continue };
        if !all || from < 0 || (from == 0 && (to == 0 || to >= 65535)) {
            continue;
        }
        let property = if spelled.property.is_empty() { "FromPort" } else { spelled.property };
        let message = format!("this opens every port of every protocol, and not {from} to {to}: `-1` takes no ports");
        let finding = blame::at(&CODE, spelled.node, written(spelled.node, property), message);
        findings.push(finding.help("say which protocol: `IpProtocol = \"tcp\"`"));
    }
}
