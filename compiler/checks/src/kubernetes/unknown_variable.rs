use cloudc_base::Finding;
use cloudc_base::value::Value;

use crate::blame;
use crate::cluster::{Cluster, Pods, Scaler, get, items};
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("E0611" "unknown-variable" Error "unknown_variable.md");

/// Triggers that read a variable which the pods do not have.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        let scaled = cluster.scalers.iter().filter(|scaler| scaler.object.kind == "ScaledObject");
        scaled.for_each(|scaler| of_scaler(cluster, scaler, findings));
    }
}

fn of_scaler(cluster: &Cluster<'_>, scaler: &Scaler<'_>, findings: &mut Findings) {
    let Some(pods) = cluster.pods.iter().find(|pods| scaler.moves(&pods.object)) else { return };
    let Some(there) = variables(scaler, pods) else { return };
    for trigger in items(&scaler.object.node.properties, &["spec", "triggers"]) {
        let Some(Value::Record(metadata)) = get(trigger, &["metadata"]) else { continue };
        let read = metadata.iter().filter(|(name, _)| name.ends_with("FromEnv"));
        for (name, variable) in read.filter_map(|(name, value)| Some((name, text(value)?))) {
            if variable.is_empty() || there.contains(&variable) {
                continue;
            }
            let message = format!("`{name}` of {} reads `{variable}`, which its pods do not have", scaler.object.shown());
            let finding = Finding::new(&CODE, blame::place(scaler.object.node), message)
                .label(blame::place(pods.object.node), "the environment of these is read")
                .help("KEDA looks at the first container, or at the one that `envSourceContainerName` names");
            findings.push(finding);
        }
    }
}

/// The variables that KEDA sees; none if some come from elsewhere.
fn variables<'g>(scaler: &Scaler<'g>, pods: &Pods<'g>) -> Option<Vec<&'g str>> {
    let containers = items(pods.spec, &["containers"]);
    let named = match scaler.object.get(&["spec", "scaleTargetRef", "envSourceContainerName"]) {
        Some(name) => Some(text(name)?),
        None => None,
    };
    let is_named = |container: &&&Value| {
        named.is_none_or(|wanted| get(container, &["name"]).and_then(text) == Some(wanted))
    };
    let container = containers.iter().find(is_named)?;
    if get(container, &["envFrom"]).is_some() || matches!(get(container, &["env"]), Some(Value::Later(_))) {
        return None;
    }
    items(container, &["env"]).into_iter().map(|variable| text(get(variable, &["name"])?)).collect()
}
