use async_trait::async_trait;
use aws_sdk_ec2::types::{Address, DomainType, Filter, ResourceType};
use cloudc_provider::{Actual, Change, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::control::Control;
use crate::direct::props::{is_only_about, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.EIP`. Done: it is ours, and with the machine that the program names.
#[derive(Debug)]
pub(crate) struct Elastic;

#[async_trait]
impl Listing for Elastic {
    fn properties(&self) -> &'static [&'static str] {
        &["Domain", "InstanceId", "NetworkBorderGroup", "PublicIpv4Pool", "Tags"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("allocation-id", self.tagged(identifier))
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::ElasticIp, properties);
        let call = work.clients.ec2.allocate_address().domain(DomainType::Vpc);
        let call = call.set_network_border_group(text(properties, "NetworkBorderGroup"));
        let call = call.set_public_ipv4_pool(text(properties, "PublicIpv4Pool"));
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?;
        let both = made.public_ip.zip(made.allocation_id);
        both.map(|(address, id)| format!("{address}|{id}")).ok_or_else(|| incomplete("which address was allocated"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        let Some(instance) = text(properties, "InstanceId") else { return Ok(()) };
        let call = work.clients.ec2.associate_address().allocation_id(self.tagged(identifier));
        call.instance_id(instance).allow_reassociation(true).send().await.map_err(fault).map(drop)
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let answer = work.again.ec2.describe_addresses().set_filters(Some(filters)).send().await.map_err(fault)?;
        Ok(answer.addresses().iter().map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        if !is_only_about(change, &["InstanceId"]) {
            return Control.change(work, identifier, *change).await;
        }
        match text(change.after, "InstanceId") {
            Some(_) => self.finish(work, identifier, change.after).await,
            None => part(work, self.tagged(identifier)).await,
        }
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        part(work, self.tagged(identifier)).await?;
        let call = work.clients.ec2.release_address().allocation_id(self.tagged(identifier));
        call.send().await.map_err(fault).map(drop)
    }

    /// Identifiers are `ADDRESS|eipalloc-..`.
    fn tagged<'i>(&self, identifier: &'i str) -> &'i str {
        identifier.rsplit('|').next().unwrap_or(identifier)
    }
}

/// Takes an address from the machine that has it; what a gateway has cannot be taken.
async fn part(work: &Work<'_>, allocation: &str) -> Result<(), Fault> {
    let filter = filter("allocation-id", allocation);
    let answer = work.again.ec2.describe_addresses().filters(filter).send().await.map_err(fault)?;
    let of_machine = |address: &&Address| address.instance_id().is_some_and(|id| !id.is_empty());
    let association = answer.addresses().iter().find(of_machine).and_then(|address| address.association_id());
    if let Some(association) = association {
        let call = work.clients.ec2.disassociate_address().association_id(association);
        call.send().await.map_err(fault)?;
    }
    Ok(())
}

fn actual(address: &Address) -> Actual {
    let (public, id) = (address.public_ip().unwrap_or_default(), address.allocation_id().unwrap_or_default());
    let model = model([
        ("PublicIp", told(address.public_ip.as_ref())),
        ("AllocationId", told(address.allocation_id.as_ref())),
        ("Domain", address.domain().map(|domain| domain.as_str().into())),
        ("InstanceId", told(address.instance_id.as_ref().filter(|id| !id.is_empty()))),
        ("NetworkBorderGroup", told(address.network_border_group.as_ref())),
        ("PublicIpv4Pool", told(address.public_ipv4_pool.as_ref())),
        ("Tags", tags::model(address.tags())),
    ]);
    Actual { identifier: format!("{public}|{id}"), model, readiness: Readiness::Ready }
}
