//! Which attributes of resources are secrets, and which of them the cloud makes up when it is asked to.
//!
//! Source: the reference of each type in the CloudFormation User Guide.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::{Path, ResourceType};

/// By type and attribute: the property that makes the cloud make it up; null where the cloud answers with it in any case.
type Secrets = BTreeMap<Box<str>, BTreeMap<Path, Option<Box<str>>>>;

static SECRETS: LazyLock<Secrets> =
    LazyLock::new(|| serde_json::from_str(include_str!("own/secrets.json")).unwrap_or_default());

impl ResourceType {
    /// Whether the attribute `dotted`, or a part of it, is a secret: nobody but who needs it may see it.
    pub fn is_secret(&self, dotted: &str) -> bool {
        let known = SECRETS.get(self.name()).into_iter().flatten();
        known.into_iter().any(|(path, _)| path.covers(dotted) || path.is_within(dotted))
    }

    /// The property that makes the cloud make up the secret `dotted`. It can be read then, though it is no attribute: whoever
    /// needs it asks the service that keeps it (`SecretString` of a secret of Secrets Manager with `GenerateSecretString`).
    pub fn made_up_by(&self, dotted: &str) -> Option<&str> {
        let known = SECRETS.get(self.name()).into_iter().flatten();
        known.into_iter().find(|(path, _)| path.covers(dotted)).and_then(|(_, maker)| maker.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn every_secret_is_an_attribute_or_made_up_by_a_property() {
        assert!(!SECRETS.is_empty());
        for (name, paths) in SECRETS.iter() {
            let ty = facts().resource_type(name).unwrap_or_else(|| panic!("there is no {name}"));
            for (path, maker) in paths {
                let dotted = path.to_string();
                assert!(ty.is_secret(&dotted), "{name}.{dotted}");
                match maker {
                    None => assert!(ty.attribute(&dotted).is_some(), "{name} does not give {dotted}"),
                    Some(maker) => {
                        assert!(ty.schema().property(maker).is_some(), "{name} has no {maker}");
                        assert!(ty.schema().at(&dotted).is_some(), "{name} has no {dotted}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_holds_a_secret_is_one_and_what_stands_beside_it_is_not() {
        let channel = facts().resource_type("aws.mediapackage.Channel").unwrap();
        assert!(channel.is_secret("HlsIngest.ingestEndpoints.0.Password") && channel.is_secret("HlsIngest"));
        assert!(!channel.is_secret("HlsIngest.ingestEndpoints.0.Url") && !channel.is_secret("Arn"));
        let secret = facts().resource_type("aws.secretsmanager.Secret").unwrap();
        assert_eq!((secret.made_up_by("SecretString"), secret.made_up_by("Id")), (Some("GenerateSecretString"), None));
    }
}
