use super::view::{View, Wants};

/// A bucket tries whether it may notify when it is told whom; the permission belongs to the one that is notified.
///
/// If the permission names the bucket, it needs the bucket, and this order cannot be had.
/// Source: "Unable to validate the following destination configurations" of `PutBucketNotificationConfiguration`.
pub(super) const RULE: super::Rule = super::Rule { name: "a bucket waits for the permission to notify", find };

const PERMISSIONS: [&str; 3] = ["aws.lambda.Permission", "aws.sns.TopicPolicy", "aws.sqs.QueuePolicy"];

fn find(view: &View<'_>, wants: &mut Wants) {
    let links = view.of_type("aws.s3.Bucket").iter().flat_map(|&bucket| view.links(bucket));
    let notified = links.filter(|link| link.property.starts_with("NotificationConfiguration."));
    wants.by_thing(notified.map(|link| (link.to, link.from)).collect(), |notified| {
        let permissions = view.users(notified).map(|link| link.from);
        permissions.filter(|&user| PERMISSIONS.contains(&view.ty(user))).collect()
    });
}
