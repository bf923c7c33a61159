//! The way to a machine, from the graph: its own public address, or through a machine that may reach it.

use cloudc_base::Address;
use cloudc_base::value::{Entries, Ports, Protocol, Value};
use cloudc_graph::{Graph, Instance, Party, Relation, Verb};
use cloudc_state::{Document, Record};
use serde_json::Value as Json;

use super::Unfit;

/// The port of secure shells.
const SSH: u16 = 22;

/// A machine that lets somebody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Who one is there.
    pub user: String,
    /// Its address on the network.
    pub host: String,
    /// What the cloud calls the machine; none for one of a fleet, which is known by its address only.
    pub identifier: Option<String>,
    /// The address of its resource in the program.
    pub on: String,
}

/// What a tunnel leads to: the machine that it goes through, the host behind that, and ports by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tunnel {
    /// The doors on the way, the outermost first.
    pub doors: Vec<Door>,
    /// The host as the last of them calls it.
    pub host: String,
    /// The ports, the same at both ends, by what the program calls them.
    pub ports: Vec<(String, i64)>,
}

/// The doors on the way to a machine, the outermost first. `host` says which machine of a fleet, by its private address.
///
/// # Errors
/// It lets nobody in, or there is no way to it.
pub fn doors(graph: &Graph, document: &Document, address: &Address, host: Option<&str>) -> Result<Vec<Door>, Unfit> {
    let unfit = |why: &str| Unfit { address: address.to_string(), why: why.to_owned() };
    let (on, user) =
        graph.instance(address).and_then(connect).ok_or_else(|| unfit("it lets nobody in by `connect`"))?;
    let record = document.at(&on.to_string()).ok_or_else(|| unfit("it is not there yet"))?;
    let public = public(record).filter(|_| host.is_none());
    let identifier = (record.ty == MACHINE).then(|| record.identifier.clone());
    let door = |host: &str| Door { user: user.clone(), host: host.to_owned(), identifier, on: on.to_string() };
    if let Some(public) = public {
        return Ok(vec![door(public)]);
    }
    let private = host.or_else(|| record.get("PrivateIp").and_then(Json::as_str));
    let why = "which of its machines run is not known here: say which one by its private address, as `--host 10.0.1.7`";
    let private = private.ok_or_else(|| unfit(why))?;
    let before = graph.relations().iter().filter(|relation| lets_in(relation, address));
    let before = before.flat_map(|relation| &relation.subjects).find_map(|party| outer(graph, document, party));
    let why = "it has no public address, and nothing that has one may reach it on tcp(22)";
    Ok(vec![before.ok_or_else(|| unfit(why))?, door(private)])
}

/// What a tunnel of the program leads to.
///
/// # Errors
/// It is no tunnel, or there is no way to the machine that it goes through.
pub fn tunnel(graph: &Graph, document: &Document, address: &Address, host: Option<&str>) -> Result<Tunnel, Unfit> {
    let unfit = |why: &str| Unfit { address: address.to_string(), why: why.to_owned() };
    let fields = graph.instance(address).and_then(|instance| operation(instance, "tunnel", "forward"));
    let fields = fields.ok_or_else(|| unfit("it is no `tunnel`"))?;
    let (Some(Value::Handle(through)), Some(Value::Record(ports))) = (fields.get("through"), fields.get("ports"))
    else {
        return Err(unfit("it says neither `through` nor `ports`"));
    };
    let port = |(name, value): (&std::sync::Arc<str>, &Value)| match value {
        Value::Int(port) => Some((name.to_string(), *port)),
        _ => None,
    };
    let ports = ports.iter().filter_map(port).collect();
    let behind = text(fields, "host").unwrap_or_else(|| "localhost".to_owned());
    Ok(Tunnel { doors: doors(graph, document, through, host)?, host: behind, ports })
}

const MACHINE: &str = "aws.ec2.Instance";

/// The operation of a name that is done by a mechanism.
fn operation<'i>(instance: &'i Instance, name: &str, mechanism: &str) -> Option<&'i Entries> {
    let (_, value) = instance.operations.iter().find(|(own, _)| **own == *name)?;
    let Value::Record(fields) = value else { return None };
    (text(fields, "mechanism")? == mechanism).then_some(fields)
}

fn text(fields: &Entries, name: &str) -> Option<String> {
    match fields.get(name) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    }
}

/// What a noun lets in to, and as whom.
fn connect(instance: &Instance) -> Option<(&Address, String)> {
    let fields = operation(instance, "connect", "ssh")?;
    match fields.get("on") {
        Some(Value::Handle(on)) => Some((on, text(fields, "user")?)),
        _ => None,
    }
}

/// The public address of a machine, if it was made with one.
fn public(record: &Record) -> Option<&str> {
    let given = record.get("NetworkInterfaces.0.AssociatePublicIpAddress").and_then(Json::as_bool);
    record.get("PublicIp").and_then(Json::as_str).filter(|_| record.ty == MACHINE && given != Some(false))
}

/// Whether a sentence lets somebody reach a thing by a secure shell.
fn lets_in(relation: &Relation, address: &Address) -> bool {
    let is_it = |party: &Party| matches!(party, Party::Thing(thing) if thing == address);
    let open = relation.ports.is_empty() || relation.ports.iter().any(is_shell);
    !relation.never && relation.verb == Verb::Reach && open && relation.objects.iter().any(is_it)
}

fn is_shell(ports: &Ports) -> bool {
    let holds = ports.range.is_none_or(|(first, last)| (first..=last).contains(&SSH));
    holds && matches!(ports.protocol, Protocol::Tcp | Protocol::All)
}

/// The door of somebody who may reach a machine, if that one has a public address.
fn outer(graph: &Graph, document: &Document, party: &Party) -> Option<Door> {
    let Party::Thing(address) = party else { return None };
    let (on, user) = connect(graph.instance(address)?)?;
    let record = document.at(&on.to_string())?;
    let host = public(record)?.to_owned();
    Some(Door { user, host, identifier: Some(record.identifier.clone()), on: on.to_string() })
}
