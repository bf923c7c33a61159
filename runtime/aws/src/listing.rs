//! What is there, whoever made it: every type that can be listed, services beside one another.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_facts::{ResourceType, facts};
use cloudc_provider::{Call, Class, Fault, Owned, Present, Revealed, Silent, Site, Token};
use serde_json::Value as Json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::clients::Region;
use crate::handler::{Handler, Work};
use crate::shared::Shared;
use crate::{control, direct, lanes, marks};

/// How many calls run at once in all: listing is not to take a whole account's budget.
const AT_ONCE: usize = 48;

/// Something that is there.
#[derive(Debug, Clone)]
pub(crate) struct There {
    ty: Arc<ResourceType>,
    identifier: String,
    model: Json,
}

impl There {
    fn mark(&self, name: &str) -> String {
        let marks = marks::of(&self.ty, &self.model);
        marks.into_iter().find(|(own, _)| own == name).map(|(_, value)| value).unwrap_or_default()
    }

    /// As a thing that is there.
    pub(crate) fn present(self) -> Present {
        let (app, address) = (self.mark(marks::APP), self.mark(marks::ADDRESS));
        Present { ty: self.ty.name().to_owned(), identifier: self.identifier, app, address, site: None }
    }

    /// As a thing of a program, if it is one of it.
    pub(crate) fn owned(self, app: &str) -> Option<Owned> {
        let own = self.mark(marks::APP) == app;
        let (address, token) = (self.mark(marks::ADDRESS), self.mark(marks::OPERATION).into());
        own.then(|| Owned { ty: self.ty.name().to_owned(), identifier: self.identifier, address, token })
    }
}

/// Everything of the types whose names begin so, with its marks.
///
/// A type that the caller may not list, that the region does not have, or whose things are listed within another only, is left out.
pub(crate) async fn listed(region: &Arc<Region>, shared: &Arc<Shared>, prefix: &str) -> Result<Vec<There>, Fault> {
    let names = facts().names_from(prefix).filter(|name| name.starts_with("aws."));
    let types = names.filter_map(|name| facts().resource_type(name)).filter(|ty| is_listable(ty));
    let mut lanes = Lanes::default();
    let mut tasks = JoinSet::new();
    for ty in types {
        let (region, shared, places) = (Arc::clone(region), Arc::clone(shared), lanes.of(&ty));
        tasks.spawn(async move {
            let _places = places.taken().await;
            let found = of_type(&region, &shared, &ty).await;
            (ty, found)
        });
    }
    let mut told = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        match ended.map_err(|_| Fault::broken())? {
            (ty, Ok(found)) => {
                told.extend(found.into_iter().map(|(identifier, model)| There {
                    ty: Arc::clone(&ty),
                    identifier,
                    model,
                }));
            }
            (_, Err(fault)) if is_left_out(&fault) => {}
            (ty, Err(fault)) => {
                return Err(Fault { message: format!("`{}` cannot be listed: {}", ty.name(), fault.message), ..fault });
            }
        }
    }
    whole(told, region, shared, &mut lanes).await
}

/// Whether the things of a type can be listed at all.
fn is_listable(ty: &ResourceType) -> bool {
    direct::handler(ty.name()).is_some() || (ty.cloud_control() && ty.handlers().list())
}

/// What says that there is nothing to be listed here. Handlers that fail in their own way say nothing about the rest.
fn is_left_out(fault: &Fault) -> bool {
    matches!(fault.class, Class::Invalid | Class::NotFound | Class::Denied | Class::Failed | Class::Conflict)
}

async fn of_type(region: &Region, shared: &Shared, ty: &Arc<ResourceType>) -> Result<Vec<(String, Json)>, Fault> {
    let call = call(ty);
    let handler = direct::handler(ty.name()).unwrap_or(&control::Control);
    handler.all(&Work::new(&call, region, shared, &Silent)).await
}

/// The same with the marks of those that listing does not tell all of.
async fn whole(
    told: Vec<There>,
    region: &Arc<Region>,
    shared: &Arc<Shared>,
    lanes: &mut Lanes,
) -> Result<Vec<There>, Fault> {
    let is_told = |there: &There| {
        let direct = direct::handler(there.ty.name()).is_some_and(Handler::lists_marks);
        let has_tags =
            marks::property(&there.ty).is_none_or(|place| cloudc_provider::path::get(&there.model, place).is_some());
        direct || has_tags || !marks::takes_marks(&there.ty)
    };
    let (mut all, rest): (Vec<There>, Vec<There>) = told.into_iter().partition(is_told);
    let mut tasks = JoinSet::new();
    for there in rest {
        let (region, shared, places) = (Arc::clone(region), Arc::clone(shared), lanes.of(&there.ty));
        tasks.spawn(async move {
            let _places = places.taken().await;
            let call = call(&there.ty);
            match control::whole(&Work::new(&call, &region, &shared, &Silent), &there.identifier).await {
                Ok(Some(model)) => Ok(Some(There { model, ..there })),
                Ok(None) => Ok(None),
                Err(fault) if is_left_out(&fault) => Ok(Some(there)),
                Err(fault) => Err(fault),
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        all.extend(ended.map_err(|_| Fault::broken())??);
    }
    all.sort_by(|a, b| (a.ty.name(), &a.identifier).cmp(&(b.ty.name(), &b.identifier)));
    Ok(all)
}

fn call(ty: &Arc<ResourceType>) -> Call {
    let none: Arc<str> = "".into();
    Call {
        app: Arc::clone(&none),
        address: none,
        ty: Arc::clone(ty),
        site: Site::default(),
        connection: None,
        token: Token::of(&["list", ty.name()]),
        timeout: None,
        snapshot: false,
        handle: None,
        revealed: Revealed::default(),
    }
}

/// Who may call: so many by service, and so many in all.
#[derive(Debug)]
struct Lanes {
    all: Arc<Semaphore>,
    by_service: BTreeMap<Arc<str>, Arc<Semaphore>>,
}

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes { all: Arc::new(Semaphore::new(AT_ONCE)), by_service: BTreeMap::new() }
    }
}

impl Lanes {
    fn of(&mut self, ty: &ResourceType) -> Places {
        let lane = lanes::lane(ty, direct::handler(ty.name()).is_some_and(Handler::lists_marks));
        let own = self.by_service.entry(lane.name).or_insert_with(|| Arc::new(Semaphore::new(lane.limit)));
        Places { own: Arc::clone(own), all: Arc::clone(&self.all) }
    }
}

/// The places that a call needs; they are free again when what it took is dropped.
struct Places {
    own: Arc<Semaphore>,
    all: Arc<Semaphore>,
}

impl Places {
    async fn taken(self) -> [Option<tokio::sync::OwnedSemaphorePermit>; 2] {
        // Nobody closes them: where one could not be had, nobody would be in the way either.
        [self.own.acquire_owned().await.ok(), self.all.acquire_owned().await.ok()]
    }
}
