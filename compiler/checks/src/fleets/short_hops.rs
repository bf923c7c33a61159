use base64::Engine;
use cloudc_base::value::{From, Value};
use cloudc_graph::Node;

use crate::blame::{blame, is_inside};
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("I0577" "short-hops" Information "short_hops.md");

/// Words of a script that starts containers.
const STARTS: &[&str] = &[
    "docker run",
    "docker compose",
    "docker-compose up",
    "docker stack deploy",
    "docker service create",
    "podman run",
];

/// Machines that start containers, which cannot ask for the keys of the machine's role: an answer travels one hop.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (ty, prefix) in [("aws.ec2.Instance", ""), ("aws.ec2.LaunchTemplate", "LaunchTemplateData.")] {
        for (_, node) in context.index.made(ty).filter(|(_, node)| !is_inside(node)) {
            let path = format!("{prefix}MetadataOptions.HttpPutResponseHopLimit");
            let short = first(&node.properties, &path).and_then(number) == Some(1);
            if short && has_role(node, prefix) && starts_containers(node, prefix) {
                let message = "containers on this machine cannot use its role: an answer about it travels one hop, and they are two away";
                let help = "let it travel two, `HttpPutResponseHopLimit = 2`, if they need the role; if not, this keeps them from it";
                findings.push(blame(&CODE, node, &path, message).help(help));
            }
        }
    }
}

fn has_role(node: &Node, prefix: &str) -> bool {
    first(&node.properties, &format!("{prefix}IamInstanceProfile")).is_some()
}

fn starts_containers(node: &Node, prefix: &str) -> bool {
    let scripts = at(&node.properties, &format!("{prefix}UserData"));
    scripts.into_iter().any(says)
}

/// Whether a text, or what it is made of, has one of the words.
fn says(script: &Value) -> bool {
    let mut work = vec![script];
    while let Some(value) = work.pop() {
        match value {
            Value::Later(later) => match later.from() {
                From::Joined(parts) | From::Call { arguments: parts, .. } => work.extend(parts.iter()),
                _ => {}
            },
            other => {
                if text(other).is_some_and(has_word) {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether a text, or the one that it encodes in base64, has one of the words.
fn has_word(text: &str) -> bool {
    let decoded =
        base64::engine::general_purpose::STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let text = decoded.as_deref().unwrap_or(text);
    STARTS.iter().any(|word| text.contains(word))
}
