use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, IpPermission, ResourceType};
use cloudc_provider::{Actual, Change, Class, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter, immutable};
use super::rules::{everything, permission};
use super::tags;
use crate::direct::props::{items, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// `aws.ec2.SecurityGroup`. Done: it is there with its rules; what every group lets out at first is taken away if the
/// program says what may leave. Its own rules are not read back: those of other resources stand among them.
#[derive(Debug)]
pub(crate) struct Group;

/// Which way rules are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

impl Way {
    fn property(self) -> &'static str {
        if self == Way::In { "SecurityGroupIngress" } else { "SecurityGroupEgress" }
    }
}

#[async_trait]
impl Listing for Group {
    fn properties(&self) -> &'static [&'static str] {
        &["GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("group-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::SecurityGroup, properties);
        let call = work.clients.ec2.create_security_group().set_group_name(text(properties, "GroupName"));
        let call = call.set_description(text(properties, "GroupDescription")).set_vpc_id(text(properties, "VpcId"));
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?;
        made.group_id.ok_or_else(|| incomplete("which group was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        for way in [Way::In, Way::Out] {
            let rules: Vec<IpPermission> = items(properties, way.property()).iter().map(permission).collect();
            for rule in &rules {
                allow(work, identifier, way, rule.clone()).await?;
            }
            if way == Way::Out && !rules.is_empty() && !rules.contains(&everything()) {
                forbid(work, identifier, way, everything()).await?;
            }
        }
        Ok(())
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages =
            work.again.ec2.describe_security_groups().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let actual = |group: &aws_sdk_ec2::types::SecurityGroup| Actual {
            identifier: group.group_id().unwrap_or_default().to_owned(),
            model: model([
                ("Id", told(group.group_id.as_ref())),
                ("GroupId", told(group.group_id.as_ref())),
                ("GroupName", told(group.group_name.as_ref())),
                ("GroupDescription", told(group.description.as_ref())),
                ("VpcId", told(group.vpc_id.as_ref())),
                ("Tags", tags::model(group.tags())),
            ]),
            readiness: Readiness::Ready,
        };
        Ok(all.iter().map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        for place in change.places {
            let first = place.steps().first().map(String::as_str).unwrap_or_default();
            let way = [Way::In, Way::Out].into_iter().find(|way| way.property() == first);
            let way = way.ok_or_else(|| immutable(change.places))?;
            let rules = |properties| items(properties, way.property()).iter().map(permission).collect::<Vec<_>>();
            let (before, after) = (rules(change.before), rules(change.after));
            // A rule is the same whatever is said
            // about it: one that only says something else has to go before it comes again.
            for old in before.iter().filter(|rule| !after.contains(rule)) {
                forbid(work, identifier, way, old.clone()).await?;
            }
            for new in after.iter().filter(|rule| !before.contains(rule)) {
                allow(work, identifier, way, new.clone()).await?;
            }
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_security_group().group_id(identifier).send().await.map_err(fault).map(drop)
    }
}

/// Adds a rule, unless it is there.
async fn allow(work: &Work<'_>, group: &str, way: Way, rule: IpPermission) -> Result<(), Fault> {
    let ec2 = &work.again.ec2;
    let done = match way {
        Way::In => {
            let call = ec2.authorize_security_group_ingress().group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault).map(drop)
        }
        Way::Out => {
            let call = ec2.authorize_security_group_egress().group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault).map(drop)
        }
    };
    done.or_else(|fault| if fault.class == Class::Conflict { Ok(()) } else { Err(fault) })
}

/// Takes a rule away, if it is there.
async fn forbid(work: &Work<'_>, group: &str, way: Way, rule: IpPermission) -> Result<(), Fault> {
    let ec2 = &work.again.ec2;
    let done = match way {
        Way::In => {
            let call = ec2.revoke_security_group_ingress().group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault).map(drop)
        }
        Way::Out => {
            let call = ec2.revoke_security_group_egress().group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault).map(drop)
        }
    };
    done.or_else(|fault| if fault.code == "InvalidPermission.NotFound" { Ok(()) } else { Err(fault) })
}
