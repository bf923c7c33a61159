use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::listed::filter;
use crate::direct::props::{self, model, text, told};
use crate::fault::fault;
use crate::handler::{Handler, Work};

/// `aws.ec2.VPCGatewayAttachment` of an internet gateway: a network has one, so it is its own key. Done: it is attached.
#[derive(Debug)]
pub(crate) struct Attachment;

/// How identifiers begin: `IGW|vpc-..`.
const KIND: &str = "IGW";

#[async_trait]
impl Handler for Attachment {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &["InternetGatewayId", "VpcId"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.ec2.attach_internet_gateway();
        let call = call.set_internet_gateway_id(text(properties, "InternetGatewayId"));
        call.set_vpc_id(text(properties, "VpcId")).send().await.map_err(fault)?;
        Ok(format!("{KIND}|{}", text(properties, "VpcId").unwrap_or_default()))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let vpc = vpc(identifier)?;
        let call = work.again.ec2.describe_internet_gateways().filters(filter("attachment.vpc-id", vpc));
        let answer = call.send().await.map_err(fault)?;
        Ok(answer.internet_gateways().first().map(|gateway| Actual {
            identifier: identifier.to_owned(),
            model: model([
                ("AttachmentType", Some(KIND.into())),
                ("InternetGatewayId", told(gateway.internet_gateway_id.as_ref())),
                ("VpcId", Some(vpc.into())),
            ]),
            readiness: Readiness::Ready,
        }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        // It may be gone already: a run before this one may have ended between the two.
        match self.remove(work, identifier).await {
            Err(fault) if fault.class == Class::NotFound => {}
            gone => gone?,
        }
        self.make(work, change.after).await.map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let none = || Fault::new(Class::NotFound, "Gateway.NotAttached", "no internet gateway is attached");
        let attached = self.read(work, identifier).await?.ok_or_else(none)?;
        let call = work.clients.ec2.detach_internet_gateway().vpc_id(vpc(identifier)?);
        let call = call.set_internet_gateway_id(text(&attached.model, "InternetGatewayId"));
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let identifier = format!("{KIND}|{}", text(properties, "VpcId").unwrap_or_default());
        let wanted = text(properties, "InternetGatewayId");
        let found = self.read(work, &identifier).await?;
        Ok(found.filter(|found| text(&found.model, "InternetGatewayId") == wanted).map(|_| identifier))
    }
}

fn vpc(identifier: &str) -> Result<&str, Fault> {
    let own = identifier.strip_prefix(KIND).and_then(|rest| rest.strip_prefix('|'));
    own.ok_or_else(|| Fault::impossible(format!("`{identifier}` is no attachment of an internet gateway")))
}
