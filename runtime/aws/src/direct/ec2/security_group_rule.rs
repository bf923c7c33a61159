use async_trait::async_trait;
use aws_sdk_ec2::types::{SecurityGroupRule, SecurityGroupRuleDescription};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::listed::{filter, immutable};
use super::rules::permission;
use crate::direct::props::{self, model, number, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.SecurityGroupIngress` and `aws.ec2.SecurityGroupEgress`: a group has one of a kind, so it is its own key. Done:
/// it is there.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Whether it is about what comes out.
    pub(crate) egress: bool,
}

impl Rule {
    /// How the properties of the other side begin.
    fn other(&self) -> &'static str {
        if self.egress { "Destination" } else { "Source" }
    }

    async fn by_id(&self, work: &Work<'_>, identifier: &str) -> Result<Option<SecurityGroupRule>, Fault> {
        let call = work.again.ec2.describe_security_group_rules().security_group_rule_ids(identifier);
        match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
            Ok(answer) => Ok(answer.security_group_rules().first().cloned()),
        }
    }

    fn model(&self, rule: &SecurityGroupRule) -> Json {
        let group = rule.referenced_group_info().and_then(|group| group.group_id.clone());
        let other = self.other();
        let (list, group_place) = (format!("{other}PrefixListId"), format!("{other}SecurityGroupId"));
        // Rules for all ports say -1, which nobody writes.
        let port = |port: Option<i32>| port.filter(|port| *port >= 0).map(Json::from);
        model([
            ("Id", told(rule.security_group_rule_id.as_ref())),
            ("GroupId", told(rule.group_id.as_ref())),
            ("IpProtocol", told(rule.ip_protocol.as_ref())),
            ("FromPort", port(rule.from_port())),
            ("ToPort", port(rule.to_port())),
            ("CidrIp", told(rule.cidr_ipv4.as_ref())),
            ("CidrIpv6", told(rule.cidr_ipv6.as_ref())),
            (list.as_str(), told(rule.prefix_list_id.as_ref())),
            (group_place.as_str(), told(group.as_ref())),
            ("Description", told(rule.description.as_ref())),
        ])
    }

    /// Whether a rule is the one that properties mean.
    fn is_meant(&self, rule: &SecurityGroupRule, properties: &Json) -> bool {
        let model = self.model(rule);
        let other = self.other();
        let places = ["IpProtocol", "CidrIp", "CidrIpv6"].map(str::to_owned);
        let places = places.into_iter().chain([format!("{other}PrefixListId"), format!("{other}SecurityGroupId")]);
        let port = |value: &Json, name| number(value, name).filter(|port| *port >= 0);
        let ports = ["FromPort", "ToPort"].iter().all(|name| port(&model, name) == port(properties, name));
        rule.is_egress() == Some(self.egress)
            && places.into_iter().all(|place| text(&model, &place) == text(properties, &place))
            && ports
    }
}

#[async_trait]
impl Handler for Rule {
    fn takes(&self, properties: &Json) -> bool {
        let other = self.other();
        let own =
            [format!("{other}PrefixListId"), format!("{other}SecurityGroupId"), format!("{other}SecurityGroupOwnerId")];
        let shared = ["CidrIp", "CidrIpv6", "Description", "FromPort", "GroupId", "IpProtocol", "ToPort"];
        let known: Vec<&str> = shared.into_iter().chain(own.iter().map(String::as_str)).collect();
        props::are_among(properties, &known)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let (ec2, group, rule) = (&work.clients.ec2, text(properties, "GroupId"), permission(properties));
        let made = if self.egress {
            let call = ec2.authorize_security_group_egress().set_group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault)?.security_group_rules
        } else {
            let call = ec2.authorize_security_group_ingress().set_group_id(group).ip_permissions(rule);
            call.send().await.map_err(fault)?.security_group_rules
        };
        let made = made.unwrap_or_default().into_iter().find_map(|rule| rule.security_group_rule_id);
        match made {
            Some(identifier) => Ok(identifier),
            None => self.find(work, properties).await?.ok_or_else(|| incomplete("which rule was made")),
        }
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let found = self.by_id(work, identifier).await?;
        let actual = |rule: &SecurityGroupRule| Actual {
            identifier: identifier.to_owned(),
            model: self.model(rule),
            readiness: Readiness::Ready,
        };
        Ok(found.as_ref().map(actual))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let none = || Fault::new(Class::NotFound, "InvalidSecurityGroupRuleId.NotFound", "there is no such rule");
        let group = self.by_id(work, identifier).await?.ok_or_else(none)?.group_id;
        if change.places.iter().any(|place| place.steps().first().is_none_or(|step| step != "Description")) {
            return Err(immutable(change.places));
        }
        let about = SecurityGroupRuleDescription::builder().security_group_rule_id(identifier);
        let about = about.description(text(change.after, "Description").unwrap_or_default()).build();
        let ec2 = &work.clients.ec2;
        if self.egress {
            let call = ec2.update_security_group_rule_descriptions_egress().set_group_id(group);
            call.security_group_rule_descriptions(about).send().await.map_err(fault).map(drop)
        } else {
            let call = ec2.update_security_group_rule_descriptions_ingress().set_group_id(group);
            call.security_group_rule_descriptions(about).send().await.map_err(fault).map(drop)
        }
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let none = || Fault::new(Class::NotFound, "InvalidSecurityGroupRuleId.NotFound", "there is no such rule");
        let group = self.by_id(work, identifier).await?.ok_or_else(none)?.group_id;
        let ec2 = &work.clients.ec2;
        if self.egress {
            let call = ec2.revoke_security_group_egress().set_group_id(group).security_group_rule_ids(identifier);
            call.send().await.map_err(fault).map(drop)
        } else {
            let call = ec2.revoke_security_group_ingress().set_group_id(group).security_group_rule_ids(identifier);
            call.send().await.map_err(fault).map(drop)
        }
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let group = text(properties, "GroupId").unwrap_or_default();
        let call = work.again.ec2.describe_security_group_rules().filters(filter("group-id", &group));
        let answer = call.send().await.map_err(fault)?;
        let found = answer.security_group_rules().iter().find(|rule| self.is_meant(rule, properties));
        Ok(found.and_then(|rule| rule.security_group_rule_id.clone()))
    }
}
