use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, IpPermission, ResourceType};
use cloudc_provider::{Actual, Change, Class, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter, immutable};
use super::rules::{self, everything, permission};
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

    /// The rules that a group has by these properties: one that writes none for what comes out lets everything out.
    fn rules(self, properties: &Json) -> Vec<IpPermission> {
        let written: Vec<IpPermission> = items(properties, self.property()).iter().map(permission).collect();
        if written.is_empty() { self.at_first() } else { written }
    }

    /// The rules of every new group.
    fn at_first(self) -> Vec<IpPermission> {
        if self == Way::Out { vec![everything()] } else { Vec::new() }
    }
}

#[async_trait]
impl Listing for Group {
    fn properties(&self) -> &'static [&'static str] {
        &["GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId"]
    }

    /// A group that is called by its name is sought by Cloud Control.
    fn takes(&self, properties: &Json) -> bool {
        items(properties, Way::In.property()).iter().all(|rule| rule.get("SourceSecurityGroupName").is_none())
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
            turn(work, identifier, way, (&way.at_first(), &way.rules(properties))).await?;
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
                (Way::In.property(), Some(rules::told(group.ip_permissions(), "Source"))),
                (Way::Out.property(), Some(rules::told(group.ip_permissions_egress(), "Destination"))),
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
            turn(work, identifier, way, (&way.rules(change.before), &way.rules(change.after))).await?;
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_security_group().group_id(identifier).send().await.map_err(fault).map(drop)
    }
}

/// Brings the rules of one way from what they were to what they are to be.
async fn turn(
    work: &Work<'_>,
    group: &str,
    way: Way,
    (before, after): (&[IpPermission], &[IpPermission]),
) -> Result<(), Fault> {
    // A rule is the same whatever is said about it: one that only says something else has to go before it comes again.
    for old in before.iter().filter(|rule| !after.contains(rule)) {
        forbid(work, group, way, old.clone()).await?;
    }
    for new in after.iter().filter(|rule| !before.contains(rule)) {
        allow(work, group, way, new.clone()).await?;
    }
    Ok(())
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
