//! Two programs, one after the other.
#![allow(unreachable_pub, reason = "it is a part of tests")]

/// Things that are found again by their mark, by their name, and by sending them once more.
pub const FIRST: &str = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource a: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.0.0/24 }
resource b: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.1.0/24 }
resource table: aws.ec2.RouteTable { VpcId = vpc.VpcId }
resource member: aws.ec2.SubnetRouteTableAssociation { SubnetId = a.SubnetId, RouteTableId = table.RouteTableId }
resource queue: aws.sqs.Queue { VisibilityTimeout = 30 }
resource topic: aws.sns.Topic {}
resource feed: aws.sns.Subscription { TopicArn = topic.TopicArn, Protocol = "sqs", Endpoint = queue.Arn }
resource robot: aws.iam.User {}
resource key: aws.iam.AccessKey { UserName = robot.UserName }
resource kept: aws.secretsmanager.Secret { SecretString = json({ id = key.Id, secret = key.SecretAccessKey }) }
existing other: aws.ec2.VPC { VpcId = "vpc-0123456789abcdef0" }
output url = queue.QueueUrl
"#;

/// Of those: one changed, one replaced by a new one first, one by deleting first, one gone, one with another address; and
/// a new one.
pub const SECOND: &str = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16, EnableDnsSupport = true }
resource a: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.0.0/25 }
@was(table)
resource routes: aws.ec2.RouteTable { VpcId = vpc.VpcId }
resource member: aws.ec2.SubnetRouteTableAssociation { SubnetId = a.SubnetId, RouteTableId = routes.RouteTableId }
resource queue: aws.sqs.Queue { VisibilityTimeout = 60, QueueName = "jobs" }
resource topic: aws.sns.Topic {}
resource feed: aws.sns.Subscription { TopicArn = topic.TopicArn, Protocol = "sqs", Endpoint = queue.Arn }
resource robot: aws.iam.User {}
@was(key)
resource access: aws.iam.AccessKey { UserName = robot.UserName, Status = "Inactive" }
resource kept: aws.secretsmanager.Secret { SecretString = json({ id = access.Id, secret = access.SecretAccessKey }) }
resource group: aws.logs.LogGroup {}
output arn = queue.Arn
"#;
