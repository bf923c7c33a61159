//! How the machines of a group become what the group says by now: an instance refresh, watched to its end, and taken back if it fails.

use std::time::Duration;

use cloudc_provider::path::{self, Place};
use cloudc_provider::{Call, Change, Class, Fault, Rollout, Timestamp, Token, Waiting};
use serde_json::{Value as Json, json};

use crate::call::element;
use crate::fault::is_like;
use crate::handler::{Handler, Work};
use crate::patience::Looking;

/// How much longer than typically a refresh may take.
const SLACK: u32 = 4;

/// How long one may take at least before it is given up: EC2 itself waits up to an hour for one machine.
const LEAST: Duration = Duration::from_secs(3600);

/// A refresh as EC2 Auto Scaling tells of it.
struct Refresh {
    status: String,
    reason: String,
    /// How many percent of it are done.
    done: Option<String>,
}

impl Refresh {
    fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "Successful" | "Failed" | "Cancelled" | "RollbackFailed" | "RollbackSuccessful")
    }
}

/// Replaces the machines of a group that has been changed. If that fails the group becomes what it was, and its machines too.
///
/// A call that is sent again goes on: machines that are as the group says are passed over.
pub(crate) async fn roll_out(
    handler: &dyn Handler,
    work: &Work<'_>,
    identifier: &str,
    (rollout, change): (&Rollout, Change<'_>),
) -> Result<(), Fault> {
    let Err(fault) = renew(work, identifier, rollout).await else { return Ok(()) };
    if fault.class != Class::Failed {
        return Err(fault);
    }
    work.progress.0.says(&format!("{}; the group becomes what it was", fault.message));
    let back = Change { before: change.after, after: change.before, ..change };
    let undone = match set(handler, work, identifier, back).await {
        Ok(()) => renew(work, identifier, rollout).await,
        Err(fault) => Err(fault),
    };
    let message = match undone {
        Ok(()) => format!("{}; the group and its machines are as they were before", fault.message),
        Err(undone) => format!("{}; it could not be taken back: {}", fault.message, undone.message),
    };
    Err(Fault { message, ..fault })
}

/// Changes what machines are made of once more: a call with the token of the operation would be taken for the one that was sent.
pub(crate) async fn set(
    handler: &dyn Handler,
    work: &Work<'_>,
    identifier: &str,
    change: Change<'_>,
) -> Result<(), Fault> {
    let now = Timestamp::of_machine().milliseconds().to_string();
    let call = Call { token: Token::of(&[work.token(), &now]), handle: None, ..work.call.clone() };
    let places: Vec<Place> = change.places.iter().filter(|place| Rollout::is_asked_by_one(place)).cloned().collect();
    handler.change(&Work { call: &call, ..*work }, identifier, Change { places: &places, ..change }).await
}

/// Whether a group says what a change has written of its machines. A run that died while it took that back has left it otherwise, and the
/// same call sent again does nothing.
pub(crate) fn is_set(model: &Json, change: &Change<'_>) -> bool {
    let word = |value: Option<&Json>| match value {
        Some(Json::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let asked = change.places.iter().filter(|place| Rollout::is_asked_by_one(place));
    asked.into_iter().all(|place| word(place.of(model)) == word(place.of(change.after)))
}

/// Has machines that are not as their group says replaced, and waits until they are.
async fn renew(work: &Work<'_>, identifier: &str, rollout: &Rollout) -> Result<(), Fault> {
    let machines = wanted(work, identifier).await?;
    if machines == 0 {
        return Ok(());
    }
    let longest = work.call.timeout.unwrap_or_else(|| (rollout.time(machines) * SLACK).max(LEAST));
    let mut looking = Looking::within(longest);
    let id = loop {
        match work.caller.call("autoscaling:StartInstanceRefresh", &asked(identifier, rollout, machines)).await {
            Ok(answer) => break element(&answer, "InstanceRefreshId").unwrap_or_default(),
            // An earlier call of this operation, or somebody else: what it does is not all that is wanted now.
            Err(fault) if is_like(&fault.code, "InstanceRefreshInProgress") => {
                let input = json!({ "AutoScalingGroupName": identifier });
                let looked = work.caller.call("autoscaling:DescribeInstanceRefreshes", &input).await;
                let newest = looking.seen(looked)?.as_deref().and_then(refresh);
                let done = newest.and_then(|newest| newest.done).unwrap_or_else(|| "0".to_owned());
                work.progress.0.says(&format!("waits for an instance refresh that runs already: {done} %"));
            }
            Err(fault) => looking.seen::<()>(Err(fault)).map(drop)?,
        }
        looking.wait("another instance refresh of the group did not end").await?;
    };
    if work.shared.waiting() == Waiting::Short {
        return Ok(());
    }
    over(work, (identifier, &id), &mut looking).await
}

/// Waits until a refresh has come to its end.
async fn over(work: &Work<'_>, (group, id): (&str, &str), looking: &mut Looking) -> Result<(), Fault> {
    let input = json!({ "AutoScalingGroupName": group, "InstanceRefreshIds": [id] });
    let mut told = String::new();
    loop {
        let looked = work.caller.call("autoscaling:DescribeInstanceRefreshes", &input).await;
        if let Some(refresh) = looking.seen(looked)?.as_deref().and_then(refresh) {
            match refresh.status.as_str() {
                "Successful" => return Ok(()),
                _ if refresh.is_over() => {
                    let why = if refresh.reason.is_empty() { "no reason is told" } else { &refresh.reason };
                    let message = format!("not all machines could be replaced: {why}");
                    return Err(Fault::new(Class::Failed, format!("InstanceRefresh{}", refresh.status), message));
                }
                _ => {
                    let now = refresh.done.map(|done| format!("{done} % of the machines are replaced"));
                    if let Some(now) = now.filter(|now| *now != told) {
                        work.progress.0.says(&now);
                        told = now;
                    }
                }
            }
        }
        if let Err(late) = looking.wait("the machines were not replaced").await {
            // What goes on by itself would be in the way of its being taken back.
            let group = json!({ "AutoScalingGroupName": group });
            let _cancelled = work.caller.call("autoscaling:CancelInstanceRefresh", &group).await;
            return Err(late);
        }
    }
}

fn refresh(answer: &str) -> Option<Refresh> {
    Some(Refresh {
        status: element(answer, "Status")?,
        reason: element(answer, "StatusReason").unwrap_or_default(),
        done: element(answer, "PercentageComplete"),
    })
}

/// How many machines a group wants now: scaling may have moved that.
async fn wanted(work: &Work<'_>, identifier: &str) -> Result<u64, Fault> {
    let input = json!({ "AutoScalingGroupNames": [identifier] });
    let answer = work.caller.call("autoscaling:DescribeAutoScalingGroups", &input).await?;
    Ok(element(&answer, "DesiredCapacity").and_then(|count| count.parse().ok()).unwrap_or(0))
}

/// The refresh that a rollout of so many machines is.
fn asked(identifier: &str, rollout: &Rollout, machines: u64) -> Json {
    let (least, most) = rollout.healthy(machines);
    let mut preferences = json!({
        "MinHealthyPercentage": least,
        "InstanceWarmup": rollout.pause / 1000,
        "SkipMatching": true,
    });
    if most > 100 {
        path::set(&mut preferences, "MaxHealthyPercentage", most.into());
    }
    json!({ "AutoScalingGroupName": identifier, "Strategy": "Rolling", "Preferences": preferences })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_keeps_to_its_bounds() {
        let rollout = Rollout { batch: 2, serve: 4, pause: 60_000 };
        let asked = asked("web", &rollout, 6);
        let preferences = json!({ "MinHealthyPercentage": 66, "InstanceWarmup": 60, "SkipMatching": true });
        assert_eq!(asked.get("Preferences"), Some(&preferences));
    }

    #[test]
    fn an_answer_is_read() {
        let told =
            refresh("<member><Status>InProgress</Status><PercentageComplete>50</PercentageComplete></member>").unwrap();
        assert!(!told.is_over());
        assert_eq!(told.done.as_deref(), Some("50"));
        assert!(refresh("<InstanceRefreshes/>").is_none());
    }
}
