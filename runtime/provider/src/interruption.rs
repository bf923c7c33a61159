use std::sync::LazyLock;

use serde::Serialize;

use crate::path::Place;
use crate::table::Table;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/interruptions.txt")));

/// The word of the table for what is replaced.
const REPLACED: &str = "replaced";

/// What whoever uses a resource feels of a change of it.
///
/// Source: `data/interruptions.txt`, which names AWS's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Interruption {
    /// The old one is deleted before the new one is made.
    Away,
    /// What is connected to it, or runs on it, ends.
    Cut,
    /// Its address, name or endpoint becomes another.
    Renumber,
    /// It is stopped and started again.
    Restart,
    /// It reboots, and is away meanwhile.
    Reboot,
    /// It is away, or can only be read, while it is converted.
    Upgrade,
    /// Its nodes are changed one by one, and connections end for seconds.
    Failover,
    /// Its machines, tasks or pods are replaced one after another.
    Rolling,
    /// What begins from then on gets the new one; what runs finishes.
    Switch,
    /// What runs stays as it is; only what begins from then on is as declared.
    Late,
}

impl Interruption {
    /// What a change in place at this place of a type's properties interrupts.
    pub fn of_change(ty: &str, place: &Place) -> Option<Interruption> {
        let row = |row: &&Vec<&'static str>| {
            row.first().is_some_and(|known| {
                *known == "*" || Place::dotted(known).covers(place) || place.covers(&Place::dotted(known))
            })
        };
        word(TABLE.of(ty).iter().filter(|row| row.first() != Some(&REPLACED)).find(row)?)
    }

    /// What it means that another resource takes the place of one of this type.
    pub fn of_replacement(ty: &str) -> Option<Interruption> {
        word(TABLE.of(ty).iter().find(|row| row.first() == Some(&REPLACED))?)
    }

    /// Whether somebody is kept from something, or has to go elsewhere.
    pub fn is_felt(self) -> bool {
        !matches!(self, Interruption::Switch | Interruption::Late)
    }
}

fn word(row: &[&'static str]) -> Option<Interruption> {
    Some(match *row.get(1)? {
        "cut" => Interruption::Cut,
        "renumber" => Interruption::Renumber,
        "restart" => Interruption::Restart,
        "reboot" => Interruption::Reboot,
        "upgrade" => Interruption::Upgrade,
        "failover" => Interruption::Failover,
        "rolling" => Interruption::Rolling,
        "switch" => Interruption::Switch,
        "late" => Interruption::Late,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;

    use super::*;

    /// A property that is not there, or one that never changes in place, would be a row that says nothing.
    #[test]
    fn every_row_is_of_a_property_that_there_is() {
        let mut wrong = Vec::new();
        for name in TABLE.types() {
            let ty = facts().resource_type(name).unwrap_or_else(|| panic!("there is no `{name}`"));
            for row in TABLE.of(name) {
                let property = row.first().copied().unwrap();
                assert!(row.len() == 2 && word(row).is_some(), "{name} {row:?}");
                if property == REPLACED || property == "*" {
                    continue;
                }
                let mut schema = Some(ty.schema());
                for step in Place::dotted(property).steps() {
                    schema = schema.and_then(|schema| schema.at(step));
                }
                if schema.is_none() {
                    wrong.push(format!("`{name}` has no {property}"));
                    continue;
                }
                let path = Place::dotted(property).steps().join("/");
                let replaces = ty.replacement(&path) == cloudc_facts::Replacement::Always;
                if replaces {
                    wrong.push(format!("{name}: a change of {property} replaces it"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_most_that_a_place_says_is_found() {
        let change = |ty, place: &str| Interruption::of_change(ty, &Place::dotted(place));
        assert_eq!(change("aws.ec2.Instance", "InstanceType"), Some(Interruption::Restart));
        assert_eq!(change("aws.ec2.Instance", "Tags"), None);
        assert_eq!(change("aws.msk.Cluster", "BrokerNodeGroupInfo"), Some(Interruption::Rolling));
        assert_eq!(change("k8s.apps.v1.Deployment", "spec.template.spec.containers"), Some(Interruption::Rolling));
        assert_eq!(change("k8s.apps.v1.Deployment", "spec.replicas"), None);
        assert_eq!(change("aws.ec2.LaunchTemplate", "LaunchTemplateData"), Some(Interruption::Late));
        assert_eq!(Interruption::of_replacement("aws.ec2.EIP"), Some(Interruption::Renumber));
        assert_eq!(Interruption::of_replacement("aws.iam.Role"), None);
    }
}
