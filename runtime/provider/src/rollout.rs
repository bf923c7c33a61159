use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::path::{self, Place};

/// How the machines of a group are replaced when what they are made of changes: so many at once, while so many serve.
///
/// It is what a program says of it beside the properties, in CloudFormation's words: `UpdatePolicy.AutoScalingRollingUpdate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollout {
    /// How many machines are replaced at once, at most; at least one.
    pub batch: u64,
    /// How many serve meanwhile, at least.
    pub serve: u64,
    /// How long it takes after each batch until the next one, in milliseconds.
    pub pause: u64,
}

/// The type whose machines are replaced so.
const GROUP: &str = "aws.autoscaling.AutoScalingGroup";

/// The properties of a group whose change replaces its machines.
///
/// Source: AWS CloudFormation User Guide, `UpdatePolicy` attribute, `AutoScalingRollingUpdate`.
const ASKING: [&str; 6] = [
    "AvailabilityZones",
    "LaunchConfigurationName",
    "LaunchTemplate",
    "MixedInstancesPolicy",
    "PlacementGroup",
    "VPCZoneIdentifier",
];

/// How long it typically takes until a new machine serves and its predecessor is gone.
const MACHINE: Duration = Duration::from_secs(120);

/// The largest percentage of a group that may be there while machines are replaced (`MaxHealthyPercentage`).
const MOST: u64 = 200;

impl Rollout {
    /// What the update policy of a resource says; none if it says nothing of this.
    pub fn of(ty: &str, policy: &Json) -> Option<Rollout> {
        let rolling = path::get(policy, "AutoScalingRollingUpdate").filter(|_| ty == GROUP)?;
        let pause = path::text(rolling, "PauseTime").and_then(milliseconds);
        let batch = number(rolling, "MaxBatchSize").unwrap_or(1).max(1);
        Some(Rollout { batch, serve: number(rolling, "MinInstancesInService").unwrap_or(0), pause: pause.unwrap_or(0) })
    }

    /// Whether a change of these places replaces machines.
    pub fn is_asked_by(places: &[Place]) -> bool {
        places.iter().any(Rollout::is_asked_by_one)
    }

    /// Whether a change of this place replaces machines.
    pub fn is_asked_by_one(place: &Place) -> bool {
        place.steps().first().is_some_and(|name| ASKING.contains(&name.as_str()))
    }

    /// How many machines of so many are replaced at once.
    pub fn at_once(&self, machines: u64) -> u64 {
        let spare = machines.saturating_sub(self.serve);
        self.batch.min(if spare == 0 { machines } else { spare }).max(1)
    }

    /// How long that typically takes for so many machines.
    pub fn time(&self, machines: u64) -> Duration {
        let batches = machines.div_ceil(self.at_once(machines));
        let batch = MACHINE + Duration::from_millis(self.pause);
        batch.saturating_mul(u32::try_from(batches).unwrap_or(u32::MAX))
    }

    /// Which percentages of so many machines are healthy meanwhile, at least and at most. Where as many serve as there are, new ones are
    /// there before old ones go.
    pub fn healthy(&self, machines: u64) -> (u64, u64) {
        let at_once = self.at_once(machines);
        if machines <= self.serve {
            return (100, (100 + (100 * at_once).div_ceil(machines.max(1))).min(MOST));
        }
        // EC2 rounds up to whole machines.
        let most = machines.saturating_sub(at_once);
        let least = 100 * most / machines;
        let more = (machines * (least + 1)).div_ceil(100);
        (if more <= most { least + 1 } else { least }, 100)
    }

    /// How many machines a group wants, as its properties say.
    pub fn machines(properties: &Json) -> u64 {
        number(properties, "DesiredCapacity").or_else(|| number(properties, "MinSize")).unwrap_or(0)
    }
}

/// A whole number, which CloudFormation also takes as a text.
fn number(of: &Json, name: &str) -> Option<u64> {
    match path::get(of, name)? {
        Json::Number(number) => number.as_u64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A time as ISO 8601 writes it, of hours, minutes and seconds: `PT5M`.
fn milliseconds(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds = 0;
    for (unit, factor) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += number.parse::<u64>().ok()?.checked_mul(factor)?;
            rest = after;
        }
    }
    rest.is_empty().then(|| seconds.checked_mul(1000)).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_policy_is_read() {
        let policy = json!({ "AutoScalingRollingUpdate": { "MaxBatchSize": 2, "MinInstancesInService": "4", "PauseTime": "PT5M10S" } });
        assert_eq!(Rollout::of(GROUP, &policy), Some(Rollout { batch: 2, serve: 4, pause: 310_000 }));
        assert_eq!(Rollout::of("aws.lambda.Alias", &policy), None);
        assert_eq!(Rollout::of(GROUP, &json!({ "AutoScalingReplacingUpdate": {} })), None);
    }

    #[test]
    fn no_more_are_away_than_may_be() {
        let rollout = Rollout { batch: 2, serve: 4, pause: 0 };
        assert_eq!((rollout.at_once(6), rollout.at_once(5), rollout.at_once(4)), (2, 1, 2));
        for serve in 0..40 {
            for machines in 1..120 {
                let rollout = Rollout { batch: 3, serve, pause: 0 };
                let (least, most) = rollout.healthy(machines);
                let away = machines - (machines * least).div_ceil(100);
                assert!(away <= 3 && (away > 0 || most > 100), "{machines} {serve}: {least} {most}");
                assert!(machines - away >= serve.min(machines), "{machines} {serve}: {least}");
                assert!((100..=MOST).contains(&most) && most - least <= 100, "{machines} {serve}: {least} {most}");
            }
        }
    }
}
