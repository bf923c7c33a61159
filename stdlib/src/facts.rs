use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::container::Container;
use crate::own::{OWN, OWN_AWS};
use crate::shelf::Shelf;
use crate::tables::Tables;
use crate::{ResourceType, Schema, suggest};

/// The facts that are built into the program. Nothing is decompressed or parsed before it is asked for.
pub fn facts() -> &'static Facts {
    static FACTS: LazyLock<Facts> = LazyLock::new(|| {
        Facts::open(
            include_bytes!("../facts/aws.facts"),
            include_bytes!("../facts/k8s.facts"),
            include_bytes!("../facts/tables.facts"),
            include_bytes!("../facts/permissions.facts"),
        )
    });
    &FACTS
}

/// What clouds are like. Answers are kept, so the second look-up of a type costs next to nothing; any number of threads
/// may ask at once.
#[derive(Debug)]
pub struct Facts {
    aws: Arc<Shelf>,
    kubernetes: Arc<Shelf>,
    tables: Tables,
    permissions: Container<'static>,
}

impl Facts {
    /// Facts over the bytes of four containers; whatever is damaged in them is as if it were not there.
    pub fn open(
        aws: &'static [u8],
        kubernetes: &'static [u8],
        tables: &'static [u8],
        permissions: &'static [u8],
    ) -> Facts {
        Facts {
            aws: Shelf::new(aws, &OWN_AWS),
            kubernetes: Shelf::new(kubernetes, &OWN),
            tables: Tables::open(tables),
            permissions: Container::open(permissions).unwrap_or(Container::EMPTY),
        }
    }

    /// The type with exactly this name (`aws.sqs.Queue`, `k8s.apps.v1.Deployment`); names are case-sensitive.
    pub fn resource_type(&self, name: &str) -> Option<Arc<ResourceType>> {
        if !is_type(name) {
            return None;
        }
        self.shelf(name).get(name)
    }

    /// The type that CloudFormation calls so: `AWS::SQS::Queue`.
    pub fn cloudformation_type(&self, name: &str) -> Option<Arc<ResourceType>> {
        let found = self.resource_type(&suggest::from_cloudformation(name)?)?;
        (found.cloudformation() == Some(name)).then_some(found)
    }

    /// The kind that a manifest calls so: `apps/v1` and `Deployment`.
    pub fn kubernetes_type(&self, api_version: &str, kind: &str) -> Option<Arc<ResourceType>> {
        let (group, version) = api_version.rsplit_once('/').unwrap_or(("core", api_version));
        let label = group.split('.').next()?;
        let found = self.resource_type(&format!("k8s.{label}.{version}.{kind}"))?;
        found.kubernetes().is_some_and(|object| object.api_version() == api_version).then_some(found)
    }

    /// The names of all types, those of AWS first, each provider's sorted, our own last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let containers = [self.aws.container(), self.kubernetes.container()];
        let tables = containers.into_iter().flat_map(|container| container.names_from(0));
        tables.filter(|name| is_type(name)).chain(OWN.iter().map(|&(name, _)| name))
    }

    /// The names of the types that start so, for completion: `aws.ec2.`.
    pub fn names_from<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let tables = [&self.aws, &self.kubernetes].into_iter().flat_map(move |shelf| {
            let names = shelf.container();
            names
                .names_from(names.position(prefix).unwrap_or(usize::MAX))
                .take_while(move |name| name.starts_with(prefix))
        });
        let own = OWN.iter().map(|&(name, _)| name).filter(move |name| name.starts_with(prefix));
        tables.filter(|name| is_type(name)).chain(own)
    }

    /// The name of the type that `name` probably means: a misspelling, another case, a wrong service or version, or
    /// CloudFormation's spelling. Takes up to some milliseconds.
    pub fn suggest(&self, name: &str) -> Option<&str> {
        suggest::suggest(name, || self.names())
    }

    /// The releases of Kubernetes that sets of releases are about, oldest first: `1.31`, ..
    pub fn kubernetes_releases(&self) -> Vec<Box<str>> {
        #[derive(Deserialize)]
        struct About {
            releases: Vec<Box<str>>,
        }
        let text = self.kubernetes.container().text_of("about");
        text.and_then(|text| serde_json::from_str(&text).ok()).map_or_else(Vec::new, |about: About| about.releases)
    }

    /// The day up to which the facts are known, as `2026-10-20`.
    pub fn date(&self) -> Option<Box<str>> {
        #[derive(Deserialize)]
        struct About {
            schemas: Box<str>,
        }
        let about: About = serde_json::from_str(&self.aws.container().text_of("about")?).ok()?;
        about.schemas.get(..10).map(Box::from)
    }

    /// The regions that [`ResourceType::regions`] is about, in its order.
    pub fn published_regions(&self) -> Vec<Box<str>> {
        #[derive(Deserialize)]
        struct About {
            regions: Vec<Box<str>>,
        }
        let text = self.aws.container().text_of("about");
        text.and_then(|text| serde_json::from_str(&text).ok()).map_or_else(Vec::new, |about: About| about.regions)
    }

    /// What an entry of ours for AWS describes that is no type.
    pub(crate) fn shared(&self, name: &str) -> Option<Schema> {
        self.aws.get(name).map(|found| found.schema())
    }

    /// The tables beside the types.
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The container of what handlers need.
    pub(crate) fn permissions_container(&self) -> Container<'static> {
        self.permissions
    }

    /// The container of Kubernetes, for what in it is no type.
    pub(crate) fn kubernetes_container(&self) -> Container<'static> {
        self.kubernetes.container()
    }

    fn shelf(&self, name: &str) -> &Shelf {
        if name.starts_with("k8s.") || name.starts_with("helm.") { &self.kubernetes } else { &self.aws }
    }
}

/// Whether an entry of a table is a type: neither a shared definition (`#..`), a trigger (`keda/..`) nor `about`.
fn is_type(name: &str) -> bool {
    name.contains('.') && !name.starts_with('#') && !name.contains('/')
}
