use std::collections::BTreeSet;

use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_graph::{Party, Relation, Verb};

use super::shown;
use super::ways_out::worst;
use crate::context::{Context, Findings};
use crate::sets::{Addresses, Services};
use crate::topology::Place;
use crate::topology::endpoint::Kind;
use crate::ways::{End, Obstacle, Search};

crate::check::code!("E0504" "no-way-to-service" Error "no_way_to_service.md");

/// Sentences whose verb calls an API of AWS that the subject has no way to: neither an endpoint nor the internet.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    // Of several verbs in one sentence each calls the service.
    let mut said = BTreeSet::new();
    for relation in context.graph.relations().iter().filter(|relation| !relation.never) {
        let services = called(context, relation);
        if services.is_empty() {
            continue;
        }
        for subject in relation.subjects.iter().filter(|subject| matches!(subject, Party::Thing(_))) {
            let ends = context.parties().ends(subject);
            for service in &services {
                let obstacle = ends.ends.iter().find_map(|start| missing(context, start, service));
                let found = obstacle.map(|obstacle| finding(context, relation, subject, service, &obstacle));
                let is_new = |found: &Finding| said.insert((found.primary.span.start, found.message.clone()));
                findings.extend(found.filter(is_new));
            }
        }
    }
}

/// The services that a sentence's verb calls.
fn called(context: &Context<'_>, relation: &Relation) -> BTreeSet<String> {
    let mut services = BTreeSet::new();
    match &relation.verb {
        Verb::Reach => {}
        Verb::Action(action) => services.extend(action.split(':').next().map(str::to_owned)),
        Verb::Statements(statements) => from_statements(statements, true, &mut services),
        Verb::Named(verb) => {
            for object in &relation.objects {
                let Party::Thing(address) = object else { continue };
                let verbs = context.graph.instance(address).map_or(&[][..], |instance| &instance.verbs);
                let statements = verbs.iter().filter(|(name, _)| name == verb);
                statements.for_each(|(_, statements)| from_statements(statements, false, &mut services));
            }
        }
    }
    services
}

/// Those of statements that grant something; of `bare` ones, which stand in the sentence itself, all.
fn from_statements(statements: &Value, bare: bool, into: &mut BTreeSet<String>) {
    let Value::List(statements) = statements else { return };
    for statement in statements.iter() {
        let Value::Record(statement) = statement else { continue };
        let acts = bare || matches!(statement.get("actions"), Some(Value::List(actions)) if !actions.is_empty());
        if let (Some(Value::Text(service)), true) = (statement.get("service"), acts) {
            into.insert(service.to_string());
        }
    }
}

/// What stops a start on its way to a service; none if it arrives, perhaps, or stands in no network.
fn missing(context: &Context<'_>, start: &End<'_>, service: &str) -> Option<Obstacle> {
    let End::Place(place, Some(_)) = start else { return None };
    if !place.known || by_endpoint(context, start, place, service) {
        return None;
    }
    let mut search = Search::new(context.topology()).explaining();
    let internet = End::Outside(Addresses::internet().clone());
    let ways = search.ways(start, &internet, &Services::tcp(443, 443));
    if ways.iter().any(|trip| !trip.is_sure() || search.is_answered(trip)) {
        return None;
    }
    worst(search.obstacles())
}

/// Whether an endpoint of the network leads to a service.
fn by_endpoint(context: &Context<'_>, start: &End<'_>, place: &Place, service: &str) -> bool {
    let all = context.topology();
    let here = all.endpoints.iter().filter(|endpoint| endpoint.network.is_some() && endpoint.network == place.network);
    let mut ours = here.filter(|endpoint| endpoint.service.is_none_or(|name| is_for(name, service)));
    ours.any(|endpoint| match &endpoint.kind {
        Kind::Gateway(tables) => place.table.is_none_or(|table| tables.contains(&table)) && lets_out(context, start),
        Kind::Interface { named } => {
            let doors = context.parties().ends(&Party::Thing(address(context, endpoint.node)));
            named.can_be()
                && doors
                    .ends
                    .iter()
                    .any(|door| !Search::new(all).ways(start, door, &Services::tcp(443, 443)).is_empty())
        }
        Kind::Inspection => false,
    })
}

/// Whether the name of an endpoint is that of a service: `ecr.api` and `ecr.dkr` are of `ecr`.
fn is_for(name: &str, service: &str) -> bool {
    name == service || name.split(['.', '-']).next() == Some(service) || ALIASES.contains(&(service, name))
}

/// Services that endpoints call otherwise than actions do.
const ALIASES: &[(&str, &str)] = &[
    ("cloudwatch", "monitoring"),
    ("elasticfilesystem", "elasticfilesystem"),
    ("states", "states"),
    ("email", "email-smtp"),
];

/// Whether a place lets the packets of a call out at all.
fn lets_out(context: &Context<'_>, start: &End<'_>) -> bool {
    let End::Place(place, _) = start else { return true };
    Search::new(context.topology()).lets_out(place, &Services::tcp(443, 443))
}

/// A service as people call it.
fn name(service: &str) -> String {
    let known = [
        ("secretsmanager", "Secrets Manager"),
        ("elasticfilesystem", "EFS"),
        ("dynamodb", "DynamoDB"),
        ("lambda", "Lambda"),
    ];
    let known = known.iter().find(|(word, _)| *word == service).map(|(_, name)| (*name).to_owned());
    known.unwrap_or_else(|| service.to_uppercase())
}

fn address(context: &Context<'_>, number: usize) -> cloudc_base::Address {
    context.graph.node(number).map(|node| node.address.clone()).unwrap_or_default()
}

fn finding(context: &Context<'_>, relation: &Relation, subject: &Party, service: &str, obstacle: &Obstacle) -> Finding {
    let message = format!("{} has no way to {}: {}", shown::party(subject), name(service), obstacle.text);
    let help = format!(
        "add an endpoint to its network, `endpoints = [{}]`, or a way to the internet, `nat = \"gateway\"` or `public = true`",
        if service == "ecr" { "\"ecr.api\", \"ecr.dkr\"".to_owned() } else { format!("\"{service}\"") }
    );
    let finding = shown::blame(context, &CODE, relation, subject, message).help(help);
    shown::at(context, finding, obstacle)
}
