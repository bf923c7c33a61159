use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use cloudc_state::{DataKey, Keeper, KeyError, Wrapped};
use serde_json::{Value as Json, json};

use crate::clients::Regions;

/// A key of KMS: data keys are drawn and opened there, and it stays there. When KMS rotates it, what older versions of it wrapped
/// opens as before.
#[derive(Debug)]
pub struct KmsKey {
    /// Its id, ARN or alias.
    key: String,
    region: Option<String>,
}

impl KmsKey {
    /// The key of this id, ARN or alias; one without a region in its ARN is of this region, else the environment's.
    pub fn new(key: &str, region: Option<&str>) -> KmsKey {
        let own = key.strip_prefix("arn:").and_then(|rest| rest.split(':').nth(2)).filter(|own| !own.is_empty());
        KmsKey { key: key.to_owned(), region: own.or(region).map(str::to_owned) }
    }

    fn refused(&self, why: impl Into<String>) -> KeyError {
        KeyError::Refused { key: self.key.clone(), why: why.into() }
    }

    async fn call(&self, action: &str, input: &Json) -> Result<Json, KeyError> {
        let regions = Regions::open(self.region.as_deref()).await.map_err(|error| self.refused(error.to_string()))?;
        let region = regions.home().ok_or_else(|| self.refused("no region is known"))?.to_owned();
        // A key that is drawn twice does no harm: one of them is used.
        let answer = regions.at("", &region).caller.ask(action, input).await;
        answer.map_err(|fault| self.refused(format!("{} ({})", fault.message, fault.code)))
    }

    fn plain(&self, answer: &Json) -> Result<DataKey, KeyError> {
        let bytes = answer.get("Plaintext").and_then(Json::as_str).and_then(|text| BASE64.decode(text).ok());
        bytes.and_then(|bytes| DataKey::of(&bytes)).ok_or_else(|| self.refused("it answers no key of 256 bits"))
    }
}

/// What a wrapped key is bound to: it opens for no other state, and stands in the account's logs.
fn context(lineage: &str) -> Json {
    json!({ "cloudc:state": lineage })
}

#[async_trait]
impl Keeper for KmsKey {
    fn kind(&self) -> &'static str {
        "kms"
    }

    async fn draw(&self, lineage: &str) -> Result<(DataKey, Wrapped), KeyError> {
        let input = json!({ "KeyId": self.key, "KeySpec": "AES_256", "EncryptionContext": context(lineage) });
        let answer = self.call("kms:GenerateDataKey", &input).await?;
        let word = |name: &str| answer.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let wrapped = Wrapped { by: self.kind().to_owned(), with: word("KeyId"), text: word("CiphertextBlob") };
        Ok((self.plain(&answer)?, wrapped))
    }

    async fn open(&self, lineage: &str, wrapped: &Wrapped) -> Result<DataKey, KeyError> {
        // The key that wrapped it is in the state: the program may name another by now.
        let own =
            KmsKey { region: KmsKey::new(&wrapped.with, self.region.as_deref()).region, key: wrapped.with.clone() };
        let input = json!({ "KeyId": own.key, "CiphertextBlob": wrapped.text, "EncryptionContext": context(lineage) });
        let answer = own.call("kms:Decrypt", &input).await?;
        own.plain(&answer)
    }
}
