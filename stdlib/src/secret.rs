//! Which attributes of resources are secrets, which of them the cloud makes up when it is asked to, and which it tells once.
//!
//! Source: the reference of each type in the CloudFormation User Guide.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Path, ResourceType};

/// How a secret attribute comes about; nothing is said of one that the cloud answers with each time.
#[derive(Debug, Default, Deserialize)]
struct Secret {
    /// The property that makes the cloud make it up.
    #[serde(default)]
    made_up_by: Option<Box<str>>,
    /// The cloud tells it in its answer to the creation, and never again.
    #[serde(default)]
    once: bool,
}

/// By type and attribute.
type Secrets = BTreeMap<Box<str>, BTreeMap<Path, Secret>>;

static SECRETS: LazyLock<Secrets> =
    LazyLock::new(|| serde_json::from_str(include_str!("own/secrets.json")).unwrap_or_default());

fn of(ty: &str) -> impl Iterator<Item = (&'static Path, &'static Secret)> {
    SECRETS.get(ty).into_iter().flatten()
}

/// The secrets among what the cloud tells of a type, by the type's name.
pub fn secrets(ty: &str) -> impl Iterator<Item = &'static Path> {
    of(ty).map(|(path, _)| path)
}

/// Those that the cloud tells once, when it makes a resource of the type: whoever needs them has to keep them.
pub fn told_once(ty: &str) -> impl Iterator<Item = &'static Path> {
    of(ty).filter(|(_, secret)| secret.once).map(|(path, _)| path)
}

/// Whether there is any that the cloud tells once.
pub fn tells_once(ty: &str) -> bool {
    told_once(ty).next().is_some()
}

impl ResourceType {
    /// Whether the attribute `dotted`, or a part of it, is a secret: nobody but who needs it may see it.
    pub fn is_secret(&self, dotted: &str) -> bool {
        secrets(self.name()).any(|path| path.covers(dotted) || path.is_within(dotted))
    }

    /// The property that makes the cloud make up the secret `dotted`. It can be read then, though it is no attribute: whoever
    /// needs it asks the service that keeps it (`SecretString` of a secret of Secrets Manager with `GenerateSecretString`).
    pub fn made_up_by(&self, dotted: &str) -> Option<&str> {
        of(self.name()).find(|(path, _)| path.covers(dotted)).and_then(|(_, secret)| secret.made_up_by.as_deref())
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
            for (path, secret) in paths {
                let dotted = path.to_string();
                assert!(ty.is_secret(&dotted), "{name}.{dotted}");
                match &secret.made_up_by {
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

    #[test]
    fn a_key_is_told_once() {
        let once: Vec<String> = told_once("aws.iam.AccessKey").map(ToString::to_string).collect();
        assert_eq!(once, ["SecretAccessKey"]);
        assert_eq!((told_once("aws.cognito.UserPoolClient").count(), secrets("aws.sqs.Queue").count()), (0, 0));
    }
}
