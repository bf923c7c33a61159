use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, KeyPairInfo, ResourceType};
use cloudc_provider::{Actual, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::direct::props::{model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// `aws.ec2.KeyPair` with a public key of the program's; one that EC2 makes, whose private part only Cloud Control keeps, is
/// made through it. Done: it is there.
#[derive(Debug)]
pub(crate) struct Key;

#[async_trait]
impl Listing for Key {
    fn properties(&self) -> &'static [&'static str] {
        &["KeyName", "PublicKeyMaterial", "Tags"]
    }

    fn takes(&self, properties: &Json) -> bool {
        text(properties, "PublicKeyMaterial").is_some()
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("key-name", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let material = text(properties, "PublicKeyMaterial").unwrap_or_default();
        let tags = tags::specification(ResourceType::KeyPair, properties);
        let call = work.clients.ec2.import_key_pair().set_key_name(text(properties, "KeyName"));
        let call = call.public_key_material(aws_smithy_types::Blob::new(material));
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?;
        made.key_name.ok_or_else(|| incomplete("which key was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let call = work.again.ec2.describe_key_pairs().set_filters(Some(filters)).include_public_key(true);
        let answer = call.send().await.map_err(fault)?;
        let actual = |key: &KeyPairInfo| Actual {
            identifier: key.key_name().unwrap_or_default().to_owned(),
            model: model([
                ("KeyName", told(key.key_name.as_ref())),
                ("KeyPairId", told(key.key_pair_id.as_ref())),
                ("KeyFingerprint", told(key.key_fingerprint.as_ref())),
                ("KeyType", key.key_type().map(|kind| kind.as_str().into())),
                ("Tags", tags::model(key.tags())),
            ]),
            readiness: Readiness::Ready,
        };
        Ok(answer.key_pairs().iter().map(actual).collect())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_key_pair().key_name(identifier).send().await.map_err(fault).map(drop)
    }
}
