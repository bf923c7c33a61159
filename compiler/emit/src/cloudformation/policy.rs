use serde_json::json;

use super::program::Program;

/// A stack policy for a template that holds something protected: CloudFormation then refuses to remove or replace it.
pub(super) fn policy(program: &Program<'_>, template: usize) -> Option<String> {
    let nodes = program.layout.templates.get(template)?.nodes.iter();
    let is_protected = |number: &&usize| program.graph().node(**number).is_some_and(|node| node.lifecycle.protect);
    let resources: Vec<String> =
        nodes.filter(is_protected).map(|number| format!("LogicalResourceId/{}", &*program.id(*number))).collect();
    if resources.is_empty() {
        return None;
    }
    let statements = json!([
        { "Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*" },
        { "Effect": "Deny", "Action": ["Update:Delete", "Update:Replace"], "Principal": "*", "Resource": resources },
    ]);
    Some(format!("{:#}\n", json!({ "Statement": statements })))
}
