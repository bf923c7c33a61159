//! What can be reached of a thing, and through which group.

use cloudc_base::value::{Ports, Record, Value};
use cloudc_base::{Address, Span};

use super::groups::{GROUP, Group};
use crate::program::{Eval, Program};

/// What can be reached: through which group, on which ports, behind which front.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) group: Option<Group>,
    pub(super) ports: Vec<Ports>,
    pub(super) front: Option<Front>,
    /// The pods that it is, where a policy of their cluster can tell them from others.
    pub(super) pod: Option<Value>,
}

/// What stands before an endpoint.
#[derive(Debug, Clone)]
pub(super) struct Front {
    pub(super) group: Option<Group>,
    pub(super) ports: Vec<Ports>,
}

impl Endpoint {
    /// Whether both are pods of one cluster.
    pub(super) fn is_beside(&self, other: &Endpoint) -> bool {
        let cluster = |endpoint: &Endpoint| match &endpoint.pod {
            Some(Value::Record(pod)) => pod.get("cluster").cloned(),
            _ => None,
        };
        cluster(self).is_some_and(|own| cluster(other) == Some(own))
    }
}

impl Program<'_> {
    /// What can be reached of a thing; none if it has no endpoint.
    pub(super) fn endpoint(&mut self, address: &Address, span: Span) -> Eval<Option<Endpoint>> {
        if self.instances.contains_key(address) {
            let Some(Value::Record(endpoint)) = self.word_of(address, "endpoint")? else { return Ok(None) };
            let front = match endpoint.get("front") {
                Some(Value::Record(front)) => {
                    Some(Front { group: self.group_in(front, span)?, ports: ports_in(front) })
                }
                _ => None,
            };
            let pod = endpoint.get("pod").filter(|pod| **pod != Value::Null).cloned();
            return Ok(Some(Endpoint {
                group: self.group_in(&endpoint, span)?,
                ports: ports_in(&endpoint),
                front,
                pod,
            }));
        }
        let Some(resource) = self.resources.get(address).cloned() else { return Ok(None) };
        if resource.ty.name() == GROUP {
            let group = self.group(&Value::Handle(address.clone()), span)?;
            return Ok(Some(Endpoint { group, ports: Vec::new(), front: None, pod: None }));
        }
        let properties = self.record(resource.frame, &resource.body)?;
        let group = self.group_within(&properties, span);
        Ok(group.map(|group| Endpoint { group: Some(group), ports: Vec::new(), front: None, pod: None }))
    }

    fn group_in(&mut self, record: &Record, span: Span) -> Eval<Option<Group>> {
        match record.get("group").cloned() {
            Some(group) => self.group(&group, span),
            None => Ok(None),
        }
    }
}

fn ports_in(record: &Record) -> Vec<Ports> {
    let Some(Value::List(values)) = record.get("ports") else { return Vec::new() };
    values.iter().filter_map(|value| if let Value::Ports(ports) = value { Some(*ports) } else { None }).collect()
}
