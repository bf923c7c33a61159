use super::view::{View, Wants};

/// A bucket tries whether it may notify when it is told whom; the permission belongs to the one that is notified.
///
/// If the permission names the bucket, it needs the bucket, and this order cannot be had.
/// Source: "Unable to validate the following destination configurations" of `PutBucketNotificationConfiguration`.
pub(super) const RULE: super::Rule = super::Rule { name: "a bucket waits for the permission to notify", find };

const PERMISSIONS: [&str; 3] = ["aws.lambda.Permission", "aws.sns.TopicPolicy", "aws.sqs.QueuePolicy"];

fn find(view: &View<'_>, wants: &mut Wants) {
    for &bucket in view.of_type("aws.s3.Bucket") {
        let links = view.links(bucket).iter().filter(|link| link.property.starts_with("NotificationConfiguration."));
        for notified in links.map(|link| link.to) {
            let permissions = view.users(notified).map(|link| link.from);
            let permissions: Vec<u32> = permissions.filter(|&it| PERMISSIONS.contains(&view.ty(it))).collect();
            wants.all(&[bucket], &permissions);
        }
    }
}
