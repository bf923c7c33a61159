//! What resources are made of: archives that are uploaded before whoever refers to them is made.

use cloudc_provider::{Fault, path};
use serde_json::Value as Json;

use crate::fault::fault;
use crate::handler::Work;

/// The longest archive that can be sent with a function itself, in bytes (Lambda quotas: 50 MB zipped, and base64 takes a
/// third more than the archive).
pub(crate) const DIRECT: usize = 36 << 20;

/// Uploads every archive of the program that these properties name, unless it is there or can be sent with the call.
pub(crate) async fn upload(work: &Work<'_>, properties: &Json) -> Result<(), Fault> {
    for (bucket, key) in places(work, properties) {
        let (archive, unbuilt) = (work.shared.archive(&key), work.shared.unbuilt.get(&key));
        let along = archive.as_ref().is_some_and(|archive| sent_along(work, archive.len()));
        if along || (archive.is_none() && unbuilt.is_none()) || is_there(&work.again.s3, &bucket, &key).await {
            continue;
        }
        let Some(archive) = archive else {
            let folder = unbuilt.map(String::as_str).unwrap_or_default();
            let message = format!("`{folder}` is not built, and nothing is at s3://{bucket}/{key}");
            return Err(Fault::impossible(message));
        };
        let s3 = &work.clients.s3;
        make_bucket(s3, &bucket, &work.call.site.region).await?;
        let body = aws_sdk_s3::primitives::ByteStream::from(archive.to_vec());
        s3.put_object().bucket(&bucket).key(&key).body(body).send().await.map_err(fault)?;
    }
    Ok(())
}

/// Whether an object is in a bucket.
pub(crate) async fn is_there(s3: &aws_sdk_s3::Client, bucket: &str, key: &str) -> bool {
    s3.head_object().bucket(bucket).key(key).send().await.is_ok()
}

/// Whether the call that needs an archive carries it.
pub(crate) fn sent_along(work: &Work<'_>, length: usize) -> bool {
    matches!(work.call.ty.name(), "aws.lambda.Function" | "aws.lambda.LayerVersion") && length <= DIRECT
}

/// The bucket of the account's archives, which is made when it is first needed and stays.
pub(crate) async fn make_bucket(s3: &aws_sdk_s3::Client, bucket: &str, region: &str) -> Result<(), Fault> {
    if s3.head_bucket().bucket(bucket).send().await.is_ok() {
        return Ok(());
    }
    let place = aws_sdk_s3::types::BucketLocationConstraint::from(region);
    // The oldest region is the one that must not be named.
    let place = aws_sdk_s3::types::CreateBucketConfiguration::builder().location_constraint(place).build();
    let place = Some(place).filter(|_| region != "us-east-1");
    match s3.create_bucket().bucket(bucket).set_create_bucket_configuration(place).send().await.map_err(fault) {
        Err(fault) if fault.code == "BucketAlreadyOwnedByYou" => Ok(()),
        other => other.map(drop),
    }
}

/// Where objects of buckets stand in properties: each bucket and key.
fn places(work: &Work<'_>, properties: &Json) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if work.shared.has_archives() || !work.shared.unbuilt.is_empty() {
        collect(properties, &mut found);
    }
    found
}

fn collect(value: &Json, found: &mut Vec<(String, String)>) {
    const NAMES: [(&str, &str); 2] = [("S3Bucket", "S3Key"), ("Bucket", "Key")];
    for (bucket, key) in NAMES {
        if let (Some(bucket), Some(key)) = (path::text(value, bucket), path::text(value, key)) {
            found.push((bucket.to_owned(), key.to_owned()));
        }
    }
    match value {
        Json::Object(entries) => entries.values().for_each(|entry| collect(entry, found)),
        Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
