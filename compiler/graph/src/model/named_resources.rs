use cloudc_base::value::Value;
use rustc_hash::FxHashMap;

use super::view::{View, Wants};
use crate::Node;

/// A name that the program fixes is known before anything is made, so who says `bus.Name` writes a text and refers to nothing.
/// What is called so has to be there all the same.
pub(super) const RULE: super::Rule = super::Rule { name: "what names something of the program waits for it", find };

/// Types with names of their own: the way to the name, and the properties in which others say it.
const NAMED: &[(&str, &[&str], &[&str])] = &[
    ("aws.appsync.DataSource", &["Name"], &["DataSourceName"]),
    ("aws.athena.WorkGroup", &["Name"], &["WorkGroup"]),
    ("aws.autoscaling.AutoScalingGroup", &["AutoScalingGroupName"], &["AutoScalingGroupName", "AutoScalingGroups"]),
    ("aws.codedeploy.Application", &["ApplicationName"], &["ApplicationName"]),
    ("aws.cognito.UserPoolGroup", &["GroupName"], &["GroupName"]),
    ("aws.dynamodb.Table", &["TableName"], &["TableName"]),
    ("aws.ec2.KeyPair", &["KeyName"], &["KeyName"]),
    ("aws.ecs.Cluster", &["ClusterName"], &["Cluster", "ClusterName"]),
    ("aws.eks.Cluster", &["Name"], &["ClusterName"]),
    ("aws.elasticache.ParameterGroup", &["CacheParameterGroupName"], &["CacheParameterGroupName"]),
    ("aws.elasticache.SubnetGroup", &["CacheSubnetGroupName"], &["CacheSubnetGroupName"]),
    ("aws.events.EventBus", &["Name"], &["EventBusName"]),
    ("aws.glue.Database", &["DatabaseInput", "Name"], &["DatabaseName"]),
    ("aws.glue.Table", &["TableInput", "Name"], &["TableName"]),
    ("aws.iam.InstanceProfile", &["InstanceProfileName"], &["IamInstanceProfile", "InstanceProfileName"]),
    ("aws.iam.Role", &["RoleName"], &["RoleName", "Roles"]),
    ("aws.iam.User", &["UserName"], &["UserName", "Users"]),
    ("aws.iot.Policy", &["PolicyName"], &["PolicyName"]),
    ("aws.iot.ThingType", &["ThingTypeName"], &["ThingTypeName"]),
    ("aws.kinesis.Stream", &["Name"], &["StreamName"]),
    ("aws.kinesisfirehose.DeliveryStream", &["DeliveryStreamName"], &["DeliveryStreamName"]),
    ("aws.lambda.Function", &["FunctionName"], &["FunctionName"]),
    (
        "aws.logs.LogGroup",
        &["LogGroupName"],
        &["CloudwatchLogGroup", "GroupName", "LogGroup", "LogGroupName", "awslogs-group", "logGroup"],
    ),
    ("aws.opensearchservice.Domain", &["DomainName"], &["DomainName"]),
    ("aws.rds.DBCluster", &["DBClusterIdentifier"], &["DBClusterIdentifier", "DBClusterIdentifiers"]),
    ("aws.rds.DBClusterParameterGroup", &["DBClusterParameterGroupName"], &["DBClusterParameterGroupName"]),
    ("aws.rds.DBInstance", &["DBInstanceIdentifier"], &["DBInstanceIdentifiers", "SourceDBInstanceIdentifier"]),
    ("aws.rds.DBParameterGroup", &["DBParameterGroupName"], &["DBParameterGroupName"]),
    ("aws.rds.DBProxy", &["DBProxyName"], &["DBProxyName"]),
    ("aws.rds.DBSubnetGroup", &["DBSubnetGroupName"], &["DBSubnetGroupName"]),
    ("aws.s3.Bucket", &["BucketName"], &["Bucket", "BucketName", "DestinationBucketName", "S3Bucket", "S3BucketName"]),
    ("aws.secretsmanager.Secret", &["Name"], &["SecretId"]),
];

fn find(view: &View<'_>, wants: &mut Wants) {
    let known = names(view);
    if known.is_empty() {
        return;
    }
    for (number, node) in view.nodes() {
        each(&node.properties, "", &mut |field, name| {
            for &(to, of) in known.get(&(field, name)).into_iter().flatten() {
                if to != number && of.place == node.place {
                    wants.all(&[number], &[to]);
                }
            }
        });
    }
}

/// What is named, by the property in which others say so and by the name.
fn names<'g>(view: &View<'g>) -> FxHashMap<(&'static str, &'g str), Vec<(u32, &'g Node)>> {
    let mut known: FxHashMap<(&'static str, &'g str), Vec<(u32, &'g Node)>> = FxHashMap::default();
    for (ty, path, fields) in NAMED {
        for &number in view.of_type(ty) {
            let Some(node) = view.node(number) else { continue };
            let name = path.iter().try_fold(&node.properties, |at, step| match at {
                Value::Record(record) => record.get(step),
                _ => None,
            });
            let Some(Value::Text(name)) = name else { continue };
            for field in *fields {
                known.entry((*field, &**name)).or_default().push((number, node));
            }
        }
    }
    known
}

/// Every text in a value, with the property that holds it or the list that it stands in.
fn each<'g>(value: &'g Value, field: &'g str, seen: &mut impl FnMut(&'g str, &'g str)) {
    match value {
        Value::Text(text) => seen(field, text),
        Value::List(list) => list.iter().for_each(|item| each(item, field, seen)),
        Value::Record(record) => record.iter().for_each(|(name, inner)| each(inner, name, seen)),
        _ => {}
    }
}
