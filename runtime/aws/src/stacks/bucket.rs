use cloudc_base::assets_bucket;
use cloudc_provider::Fault;

use super::Stacks;
use crate::assets::{is_there, make_bucket};
use crate::fault::fault;

impl Stacks {
    /// The bucket that a region's archives and templates are uploaded to where nobody names another.
    pub fn bucket(&self, region: &str) -> String {
        assets_bucket(&self.account, region)
    }

    /// Makes a bucket, unless it is there.
    ///
    /// # Errors
    /// It is somebody else's, or cannot be made.
    pub async fn make_bucket(&self, region: &str, bucket: &str) -> Result<(), Fault> {
        make_bucket(&self.at(region).again.s3, bucket, region).await
    }

    /// Whether an object is in a bucket.
    pub async fn has(&self, region: &str, (bucket, key): (&str, &str)) -> bool {
        is_there(&self.at(region).again.s3, bucket, key).await
    }

    /// Puts an object into a bucket. Keys are made of what is in the object, so one that is there is the same.
    ///
    /// # Errors
    /// The bucket does not take it.
    pub async fn upload(&self, region: &str, (bucket, key): (&str, &str), bytes: &[u8]) -> Result<(), Fault> {
        if self.has(region, (bucket, key)).await {
            return Ok(());
        }
        let body = aws_sdk_s3::primitives::ByteStream::from(bytes.to_vec());
        let region = self.at(region);
        region.again.s3.put_object().bucket(bucket).key(key).body(body).send().await.map_err(fault)?;
        Ok(())
    }
}
