use cloudc_base::value::Value;

use super::series::{Series, series};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{attribute_of, first, text};

crate::check::code!("E0624" "silent-series" Error "silent_series.md");

/// The dimensions of each namespace, the type that each names, and the attributes that hold what CloudWatch calls it.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html>
const DIMENSIONS: &[(&str, &str, &str, &[&str])] = &[
    ("AWS/ApplicationELB", "LoadBalancer", "aws.elasticloadbalancingv2.LoadBalancer", &["LoadBalancerFullName"]),
    ("AWS/ApplicationELB", "TargetGroup", "aws.elasticloadbalancingv2.TargetGroup", &["TargetGroupFullName"]),
    ("AWS/AutoScaling", "AutoScalingGroupName", "aws.autoscaling.AutoScalingGroup", &["AutoScalingGroupName"]),
    ("AWS/DynamoDB", "TableName", "aws.dynamodb.Table", &["TableName"]),
    ("AWS/EC2", "InstanceId", "aws.ec2.Instance", &["InstanceId"]),
    ("AWS/ECS", "ClusterName", "aws.ecs.Cluster", &["ClusterName"]),
    ("AWS/ECS", "ServiceName", "aws.ecs.Service", &["Name", "ServiceName"]),
    ("AWS/Lambda", "FunctionName", "aws.lambda.Function", &["FunctionName"]),
    ("AWS/NetworkELB", "LoadBalancer", "aws.elasticloadbalancingv2.LoadBalancer", &["LoadBalancerFullName"]),
    ("AWS/NetworkELB", "TargetGroup", "aws.elasticloadbalancingv2.TargetGroup", &["TargetGroupFullName"]),
    ("AWS/RDS", "DBInstanceIdentifier", "aws.rds.DBInstance", &["DBInstanceIdentifier"]),
    ("AWS/SNS", "TopicName", "aws.sns.Topic", &["TopicName"]),
    ("AWS/SQS", "QueueName", "aws.sqs.Queue", &["QueueName"]),
];

/// Alarms on series that there are none of: a thing is named as CloudWatch does not name it.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for series in series(context) {
        for dimension in &series.dimensions {
            let (Some(name), Some(value)) = (first(dimension, "Name").and_then(text), first(dimension, "Value")) else {
                continue;
            };
            if let Some((message, help)) = wrong(context, &series, name, value) {
                findings.push(blame(&CODE, series.alarm, series.place("Dimensions"), message).help(help));
            }
        }
    }
}

/// What is wrong with a dimension, and the way out.
fn wrong(context: &Context<'_>, series: &Series<'_>, name: &str, value: &Value) -> Option<(String, String)> {
    let (_, _, ty, attributes) =
        DIMENSIONS.iter().find(|(namespace, known, ..)| *namespace == series.namespace && *known == name)?;
    let right = attributes.first()?;
    let Value::Later(later) = value else {
        let arn = text(value).is_some_and(|text| text.starts_with("arn:") || text.starts_with("https://"));
        return arn.then(|| {
            (
                format!("`{name}` of `{}` is no ARN and no address: there is no such series", series.namespace),
                format!("give the `{right}`"),
            )
        });
    };
    let (of, path) = attribute_of(later)?;
    let node = context.index.node(context.index.number(of)?)?;
    if &*node.ty != *ty {
        let message =
            format!("`{name}` names a thing of type `{ty}`, and `{of}` is a `{}`: there is no such series", node.ty);
        return Some((message, format!("give the `{right}` of a `{ty}`")));
    }
    let known = attributes.contains(&path);
    (!known).then(|| {
        (
            format!("`{name}` is the `{right}`, and this is the `{path}`: there is no such series"),
            format!("write `{of}.{right}`"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_attributes_that_there_are() {
        for (_, _, ty, attributes) in DIMENSIONS {
            let ty = cloudc_facts::facts().resource_type(ty).unwrap_or_else(|| panic!("there is no {ty}"));
            for path in *attributes {
                assert!(ty.schema().property(path).is_some(), "{} has no {path}", ty.name());
            }
        }
    }
}
