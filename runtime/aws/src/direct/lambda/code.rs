//! What runs: an archive that goes with the call, one in a bucket, or an image.

use aws_sdk_lambda::types::{FunctionCode, LayerVersionContentInput};
use aws_smithy_types::Blob;
use cloudc_provider::path;
use serde_json::Value as Json;

use crate::assets::sent_along;
use crate::direct::props::text;
use crate::handler::Work;

/// The archive of the program that a place names, if the call carries it.
pub(super) fn archive(work: &Work<'_>, place: &Json) -> Option<Blob> {
    let archive = work.shared.archive(path::text(place, "S3Key")?)?;
    sent_along(work, archive.len()).then(|| Blob::new(archive.to_vec()))
}

/// The code of a function.
pub(super) fn of_function(work: &Work<'_>, code: &Json) -> FunctionCode {
    let builder = FunctionCode::builder().set_image_uri(text(code, "ImageUri"));
    let builder = builder.set_source_kms_key_arn(text(code, "SourceKMSKeyArn"));
    match archive(work, code) {
        Some(archive) => builder.zip_file(archive).build(),
        None => {
            let builder = builder.set_s3_bucket(text(code, "S3Bucket")).set_s3_key(text(code, "S3Key"));
            builder.set_s3_object_version(text(code, "S3ObjectVersion")).build()
        }
    }
}

/// The content of a layer.
pub(super) fn of_layer(work: &Work<'_>, content: &Json) -> LayerVersionContentInput {
    match archive(work, content) {
        Some(archive) => LayerVersionContentInput::builder().zip_file(archive).build(),
        None => {
            let builder = LayerVersionContentInput::builder().set_s3_bucket(text(content, "S3Bucket"));
            let builder = builder.set_s3_key(text(content, "S3Key"));
            builder.set_s3_object_version(text(content, "S3ObjectVersion")).build()
        }
    }
}
