use std::sync::LazyLock;

use cloudc_facts::{Kind, Literal, Path, ResourceType, Schema};
use serde_json::{Value as Json, json};

use super::template;
use crate::table::Table;
use crate::{Site, Timestamp, names, path};

static SHAPES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../data/shapes.txt")));

/// What the attributes of a new thing are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Making<'m> {
    pub(super) ty: &'m ResourceType,
    pub(super) site: &'m Site,
    /// What is drawn by chance follows from it: different for each thing.
    pub(super) seed: &'m str,
    pub(super) now: Timestamp,
}

/// Whether a text looks like an identifier that the simulator gives out: `vpc-` and 17 digits.
pub(super) fn is_identifier(text: &str) -> bool {
    static PREFIXES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let rows = include_str!("../../data/shapes.txt").lines().filter(|line| !line.starts_with('#'));
        let templates = rows.filter_map(|row| row.split_whitespace().nth(2));
        templates.filter_map(|template| template.strip_suffix("{hex17}")).filter(|text| text.ends_with('-')).collect()
    });
    let Some((prefix, digits)) = text.len().checked_sub(17).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) && PREFIXES.contains(&prefix)
}

impl Making<'_> {
    /// The model of a thing with these properties: they, and everything that the cloud sets.
    pub(super) fn model(&self, properties: &Json) -> Json {
        let mut model = properties.clone();
        self.shape(&mut model);
        let is_told_later = |place: &&Path| !cloudc_facts::told_once(self.ty.name()).any(|told| told == *place);
        for place in self.ty.read_only().iter().filter(is_told_later) {
            self.set(&mut model, place, true);
        }
        for place in self.ty.returned() {
            self.set(&mut model, place, false);
        }
        // A part of an identifier that nobody wrote is the cloud's to choose.
        for place in self.ty.identifier() {
            self.set(&mut model, place, true);
        }
        if self.ty.kubernetes().is_some() {
            self.object(&mut model);
        }
        model
    }

    /// The attributes that the table of shapes names, in its order: later ones are made of earlier ones.
    fn shape(&self, model: &mut Json) {
        for row in SHAPES.of(self.ty.name()) {
            let [place, template] = row.as_slice() else { continue };
            if path::get(model, place).is_none()
                && let Some(text) = template::fill(template, place, self, model)
            {
                path::set(model, place, Json::String(text));
            }
        }
    }

    /// Sets one attribute if it is missing and something can be said of it.
    fn set(&self, model: &mut Json, place: &Path, read_only: bool) {
        let place = place.as_str();
        if place.contains('*') || path::get(model, place).is_some() {
            return;
        }
        let Some(schema) = self.ty.schema().at(place) else { return };
        if let Some(value) = self.value(model, place, &schema, read_only) {
            path::set(model, place, value);
        }
    }

    fn value(&self, model: &Json, place: &str, schema: &Schema, read_only: bool) -> Option<Json> {
        if let Some(default) = schema.default() {
            return literal(default);
        }
        if !read_only {
            return None;
        }
        match schema.kind() {
            Kind::String => Some(Json::String(self.text(model, place, schema))),
            // A version begins with 1, whatever else counts something that a new thing does not have.
            Kind::Integer | Kind::Number => Some(json!(i32::from(place.contains("Version")))),
            Kind::Bool => Some(Json::Bool(false)),
            Kind::List => Some(json!([])),
            _ => None,
        }
    }

    fn text(&self, model: &Json, place: &str, schema: &Schema) -> String {
        let last = place.rsplit('/').next().unwrap_or(place);
        let words = schema.allowed();
        let good =
            |word: &&Literal| matches!(word.text(), Some("ACTIVE" | "Active" | "active" | "available" | "ENABLED"));
        if let Some(word) = words.iter().find(good).or(words.first()).and_then(Literal::text) {
            return word.to_owned();
        }
        let filled = |template: &str| template::fill(template, place, self, model).unwrap_or_default();
        match last {
            _ if last.ends_with("Arn") || last.ends_with("ARN") => self.arn(model, place),
            _ if last.ends_with("Id") || last.ends_with("ID") => self.id(last, place, model),
            _ if last.ends_with("Name") && !last.ends_with("DomainName") && self.identifies(place) => {
                self.own_name(model)
            }
            _ if last.ends_with("Name") && !last.ends_with("DomainName") => self.name(model),
            _ if last.ends_with("Time") || last.ends_with("Date") || last.ends_with("At") => filled("{now}"),
            _ if last.ends_with("Url") || last.ends_with("URL") || last.ends_with("Uri") => {
                format!("https://{}", self.host(model, place))
            }
            _ if last.contains("Endpoint") || last.contains("EndPoint") || last.contains("Address") => {
                self.host(model, place)
            }
            _ if last.contains("Domain") || last.contains("DNS") || last.contains("Dns") => self.host(model, place),
            _ if last.ends_with("Status") || last.ends_with("State") => "ACTIVE".to_owned(),
            _ if last.ends_with("Version") || last.ends_with("VersionNumber") => "1".to_owned(),
            _ => filled("{lower12}"),
        }
    }

    /// An ARN: of the published shape for the type's own, else `arn:PARTITION:SERVICE:REGION:ACCOUNT:TYPE/NAME`.
    fn arn(&self, model: &Json, place: &str) -> String {
        let own = place.trim_end_matches("Arn").trim_end_matches("ARN");
        let (kind, service) = (self.kind(), self.service());
        let is_own = own.is_empty() || kind.to_ascii_lowercase().ends_with(&own.to_ascii_lowercase());
        match self.ty.arn().filter(|_| is_own) {
            Some(shape) => self.published(shape, model),
            None => {
                let Site { region, account, .. } = self.site;
                let (what, name) = (kind.to_ascii_lowercase(), self.name(model));
                let within = if self.identifies(place) { self.within(model, &name) } else { String::new() };
                format!("arn:{}:{service}:{region}:{account}:{what}/{within}{name}", self.partition().0)
            }
        }
    }

    /// Whether a place is a part of what the thing is known by.
    fn identifies(&self, place: &str) -> bool {
        self.ty.identifier().iter().any(|path| path.as_str() == place)
    }

    /// What a thing of this name stands in, as a beginning of an ARN: a name is taken there only, so an alias of one function is not
    /// that of another. It is what was written for good beside the name.
    fn within(&self, model: &Json, name: &str) -> String {
        let fixed = self.ty.create_only().iter().filter_map(|place| path::text(model, place.as_str()));
        let words = fixed.map(|text| text.rsplit(['/', ':']).next().unwrap_or(text)).filter(|word| *word != name);
        words.map(|word| format!("{word}/")).collect()
    }

    /// The published shape with its places filled: a property of that name, or the resource's name.
    fn published(&self, shape: &str, model: &Json) -> String {
        let mut arn = String::new();
        let mut rest = shape;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((place, after)) = after.split_once('}') else { break };
            arn.push_str(before);
            match place {
                "Partition" => arn.push_str(self.partition().0),
                "Region" => arn.push_str(&self.site.region),
                "Account" => arn.push_str(&self.site.account),
                property => match path::text(model, property) {
                    Some(text) => arn.push_str(text),
                    // What shapes call `ServiceId` is the service's `Id`.
                    None if property.ends_with("Id") && self.ty.is_read_only("Id") => {
                        arn.push_str(&self.id("Id", "Id", model));
                    }
                    None => arn.push_str(&self.name(model)),
                },
            }
            rest = after;
        }
        arn.push_str(rest);
        arn
    }

    fn id(&self, last: &str, place: &str, model: &Json) -> String {
        if last == "Id" && self.service() != "ec2" {
            return template::fill("{uuid}", place, self, model).unwrap_or_default();
        }
        let word = last.trim_end_matches("Id").trim_end_matches("ID");
        let word = if word.is_empty() { self.kind() } else { word };
        let digits = template::fill("{hex17}", place, self, model).unwrap_or_default();
        format!("{}-{digits}", word.to_ascii_lowercase())
    }

    fn host(&self, model: &Json, place: &str) -> String {
        let digits = template::fill("{lower12}", place, self, model).unwrap_or_default();
        format!("{}.{digits}.{}.{}.{}", self.name(model), self.site.region, self.service(), self.partition().1)
    }

    /// What the thing is called: its written name, or digits of its own.
    pub(super) fn name(&self, model: &Json) -> String {
        let listed = self.written_name(model);
        let identity = || self.ty.identifier().iter().find_map(|place| path::text(model, place.as_str()));
        match listed.or_else(identity) {
            Some(name) => name.rsplit(['/', ':']).next().unwrap_or(name).to_owned(),
            None => self.seed.chars().take(12).collect(),
        }
    }

    /// The written name, or digits of its own: never the name of what it stands in, which is a part of its identifier too.
    fn own_name(&self, model: &Json) -> String {
        self.written_name(model).map_or_else(|| self.seed.chars().take(12).collect(), str::to_owned)
    }

    fn written_name<'j>(&self, model: &'j Json) -> Option<&'j str> {
        let own = names::name_properties(self.ty);
        own.into_iter().chain(["Name"]).find_map(|property| path::text(model, property))
    }

    /// The partition of the region, and its domain.
    pub(super) fn partition(&self) -> (&'static str, &'static str) {
        match &*self.site.region {
            region if region.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn"),
            region if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
            _ => ("aws", "amazonaws.com"),
        }
    }

    fn service(&self) -> &str {
        self.ty.name().split('.').nth(1).unwrap_or_default()
    }

    fn kind(&self) -> &str {
        self.ty.name().rsplit('.').next().unwrap_or_default()
    }

    /// What an API server adds to every object.
    fn object(&self, model: &mut Json) {
        let uid = template::fill("{uuid}", "uid", self, model).unwrap_or_default();
        let given = [("uid", json!(uid)), ("resourceVersion", json!("1")), ("generation", json!(1))];
        for (name, value) in given {
            path::set(model, &format!("metadata.{name}"), value);
        }
        path::set(model, "metadata.creationTimestamp", json!(self.now.to_string()));
        if self.ty.namespaced() && path::get(model, "metadata.namespace").is_none() {
            path::set(model, "metadata.namespace", json!("default"));
        }
        let balanced =
            self.ty.name() == "k8s.core.v1.Service" && path::text(model, "spec.type") == Some("LoadBalancer");
        if balanced {
            let host = template::fill("{hex32}-{digits10}.{region}.elb.{dns}", "host", self, model).unwrap_or_default();
            path::set(model, "status.loadBalancer.ingress", json!([{ "hostname": host }]));
        }
    }
}

fn literal(value: &Literal) -> Option<Json> {
    Some(match value {
        Literal::Null => return None,
        Literal::Bool(value) => json!(value),
        Literal::Int(value) => json!(value),
        Literal::Float(value) => json!(value),
        Literal::Text(value) => json!(value),
        Literal::Json(value) => value.clone(),
    })
}

/// The model after a change: versions that the cloud counts go on by one.
pub(super) fn counted_on(ty: &ResourceType, model: &mut Json) {
    for place in ty.read_only().iter().map(|path| path.as_str()) {
        if !place.contains("Version") || place.starts_with("Default") {
            continue;
        }
        let next = match path::get(model, place) {
            Some(Json::Number(number)) => number.as_u64().map(|number| json!(number + 1)),
            Some(Json::String(text)) => text.parse::<u64>().ok().map(|number| json!((number + 1).to_string())),
            _ => None,
        };
        if let Some(next) = next {
            path::set(model, place, next);
        }
    }
}
