use cloudc_base::value::Value;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::at;

crate::check::code!("E0591" "written-password" Error "written_password.md");

/// Properties that take a password and nothing else, by type.
const PASSWORDS: &[(&str, &str)] = &[
    ("aws.amazonmq.Broker", "Users.Password"),
    ("aws.directoryservice.MicrosoftAD", "Password"),
    ("aws.docdb.DBCluster", "MasterUserPassword"),
    ("aws.elasticache.ReplicationGroup", "AuthToken"),
    ("aws.elasticache.User", "Passwords"),
    ("aws.iam.User", "LoginProfile.Password"),
    ("aws.memorydb.User", "AuthenticationMode.Passwords"),
    ("aws.rds.DBCluster", "MasterUserPassword"),
    ("aws.rds.DBInstance", "MasterUserPassword"),
    ("aws.redshift.Cluster", "MasterUserPassword"),
    ("aws.secretsmanager.Secret", "SecretString"),
];

/// Passwords that stand in the program. A dynamic reference of CloudFormation is none.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path) in PASSWORDS {
        for (_, node) in context.index.of_type(ty) {
            let written = |value: &&Value| matches!(value, Value::Text(text) if !text.is_empty() && !text.contains("{{resolve:"));
            if at(&node.properties, path).iter().any(written) {
                let message = format!("`{path}` is written in the program, where everybody reads it");
                let help = "let the cloud make it up (`ManageMasterUserPassword`, `GenerateSecretString`), or take a param of type `Secret<String>`";
                findings.push(blame(&CODE, node, path, message).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_properties_that_there_are() {
        for (ty, path) in PASSWORDS {
            let ty = cloudc_facts::facts().resource_type(ty).unwrap_or_else(|| panic!("there is no {ty}"));
            let step = |schema: cloudc_facts::Schema, name: &str| {
                schema.property(name).or_else(|| schema.items()?.property(name))
            };
            assert!(path.split('.').try_fold(ty.schema(), step).is_some(), "{} has no {path}", ty.name());
        }
    }
}
