//! Whether something does what it is for, beyond being ready: what `--full-wait` waits for.

use aws_sdk_ec2::types::{ActivityStatus, SummaryStatus};
use cloudc_provider::{Class, Fault};
use serde_json::json;

use crate::call::element;
use crate::done::Full;
use crate::fault::fault;
use crate::handler::Work;

/// Whether it does, as far as AWS tells now.
pub(crate) async fn is_met(full: Full, work: &Work<'_>, identifier: &str) -> Result<bool, Fault> {
    match full {
        Full::Status => passed(work, identifier).await,
        Full::Fulfilled => fulfilled(work, identifier).await,
        Full::InService => serves(work, identifier).await,
    }
}

async fn passed(work: &Work<'_>, identifier: &str) -> Result<bool, Fault> {
    let answer = work.again.ec2.describe_instance_status().instance_ids(identifier).send().await.map_err(fault)?;
    let Some(own) = answer.instance_statuses().first() else { return Ok(false) };
    let both = [own.instance_status(), own.system_status()];
    Ok(both.into_iter().all(|one| one.and_then(|one| one.status()) == Some(&SummaryStatus::Ok)))
}

async fn fulfilled(work: &Work<'_>, identifier: &str) -> Result<bool, Fault> {
    let call = work.again.ec2.describe_spot_fleet_requests().spot_fleet_request_ids(identifier);
    let answer = call.send().await.map_err(fault)?;
    let own = answer.spot_fleet_request_configs().first().and_then(|fleet| fleet.activity_status().cloned());
    match own {
        Some(ActivityStatus::Error) => Err(Fault::new(Class::Failed, "Error", "EC2 finds no machines for the fleet")),
        own => Ok(own == Some(ActivityStatus::Fulfilled)),
    }
}

async fn serves(work: &Work<'_>, identifier: &str) -> Result<bool, Fault> {
    let input = json!({ "AutoScalingGroupNames": [identifier] });
    let answer = work.caller.call("autoscaling:DescribeAutoScalingGroups", &input).await?;
    let wanted = element(&answer, "DesiredCapacity").and_then(|count| count.parse::<usize>().ok());
    Ok(wanted.is_some_and(|wanted| wanted <= answer.matches(">InService<").count()))
}
