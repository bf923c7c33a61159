//! Secrets: references that CloudFormation resolves, or parameters that it shows to nobody.

use std::sync::Arc;

use cloudc_base::value::Later;

use super::names::Key;
use super::outside::reference;
use super::scope::Scope;
use super::text::{Kind, Leaf};
use crate::mistakes::secret_place;
use crate::tree::Tree;

/// The properties that take a reference to an encrypted parameter of Systems Manager: type and dotted property. Everywhere
/// else CloudFormation refuses one. From the AWS CloudFormation User Guide, "Get a secure string value from Systems Manager
/// Parameter Store".
const TAKES_PARAMETER: &[(&str, &str)] = &[
    ("aws.directoryservice.MicrosoftAD", "Password"),
    ("aws.directoryservice.SimpleAD", "Password"),
    ("aws.elasticache.ReplicationGroup", "AuthToken"),
    ("aws.iam.User", "LoginProfile"),
    ("aws.kinesisfirehose.DeliveryStream", "RedshiftDestinationConfiguration"),
    ("aws.opsworks.App", "AppSource"),
    ("aws.opsworks.Stack", "CustomCookbooksSource"),
    ("aws.opsworks.Stack", "RdsDbInstances"),
    ("aws.rds.DBCluster", "MasterUserPassword"),
    ("aws.rds.DBInstance", "MasterUserPassword"),
    ("aws.redshift.Cluster", "MasterUserPassword"),
];

/// Whether a property of a type takes a reference to an encrypted parameter.
pub(super) fn takes_parameter(ty: &str, property: &str) -> bool {
    TAKES_PARAMETER.contains(&(ty, property))
}

impl Scope<'_, '_> {
    /// A secret by reference. What CloudFormation cannot resolve in this place comes in as a parameter that it does not show;
    /// so does what stands in a document, for a parameter takes no value that would break it.
    pub(super) fn secret(&mut self, text: &Arc<str>, later: &Later) -> Option<Leaf> {
        let resolved = match text.split_once(':') {
            Some(("secretsmanager", rest)) if !self.at.encoded && !self.at.document => {
                let (id, key) = rest.split_once('#').map_or((rest, None), |(id, key)| (id, Some(key)));
                if let Some(why) = wrong(id).or_else(|| key.and_then(wrong)) {
                    let finding = secret_place::reference(&self.site(), &why, later);
                    return self.fail(finding);
                }
                let key = key.map(|key| format!(":{key}")).unwrap_or_default();
                Some(format!("{{{{resolve:secretsmanager:{id}:SecretString{key}}}}}"))
            }
            Some(("ssm", path)) if !self.at.encoded && !self.at.document && self.at.takes_parameter => {
                if let Some(why) = wrong(path) {
                    let finding = secret_place::reference(&self.site(), &why, later);
                    return self.fail(finding);
                }
                Some(format!("{{{{resolve:ssm-secure:{path}}}}}"))
            }
            _ => None,
        };
        Some(match resolved {
            Some(resolved) => Leaf { tree: Tree::text(resolved), inline: None, kind: Kind::Text, safe: false },
            None => self.handed_in(Arc::clone(text)),
        })
    }

    /// A secret as a parameter that is not shown. Where CloudFormation would take a reference, judges of templates ask for one
    /// instead of a `Ref`; the program does not say where the secret is kept, so nobody can write one.
    pub(super) fn handed_in(&mut self, secret: Arc<str>) -> Leaf {
        let name = self.parameter(Key::Secret(secret));
        let leaf = reference(&name, Kind::Text, self.at.document);
        match self.at.takes_parameter {
            true => Leaf { tree: Tree::call("Fn::Sub", Tree::text(format!("${{{}}}", &*name))), ..leaf },
            false => leaf,
        }
    }
}

/// Why a name cannot stand in a reference.
fn wrong(name: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '=' | '.' | '@' | '-' | ':');
    if name.is_empty() {
        return Some("it names nothing".to_owned());
    }
    name.chars().find(|c| !fits(*c)).map(|c| format!("`{c}` is in it"))
}
