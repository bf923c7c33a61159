//! A cloud on disk that needs no account.
//!
//! It makes everything that the facts know: identifiers, ARNs and endpoints of the right shape (`making`, `template`,
//! `data/shapes.txt`), and refuses what a real cloud refuses (`rules/`). What it has accepted is in a log on disk (`store`)
//! before it answers. Waiting is that of the runtime: with tokio's paused clock hours pass at once. What goes wrong is
//! decided by a seed (`chance`).

mod chance;
mod filling;
mod look_up;
mod making;
mod operate;
mod rules;
mod settings;
mod store;
mod telling;
mod template;
mod thing;
mod work;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use cloudc_durable::Files;
use cloudc_facts::{Provider as Maker, ResourceType};
use serde_json::Value as Json;
use tokio::time::Instant;

pub use settings::{Faults, Settings};
pub use store::OpenError;

use self::chance::{Chance, Fate};
use self::making::Making;
use self::store::Store;
use self::world::World;
use crate::{
    Action, Actual, Call, Change, Class, Fault, Found, Home, Lane, Owned, Present, Progress, Provider, Question,
    Recovery, Timestamp, typical,
};

/// How long the simulated cloud thinks about any call.
const LATENCY: Duration = Duration::from_millis(80);

/// The simulated cloud.
#[derive(Debug)]
pub struct Simulator {
    home: Home,
    settings: Settings,
    /// What time it was there when this began.
    start: Timestamp,
    began: Instant,
    inside: Mutex<Inside>,
}

#[derive(Debug)]
struct Inside {
    world: World,
    store: Store,
    chance: Chance,
}

impl Simulator {
    /// Opens the cloud in a folder, or makes an empty one. Needs a runtime of tokio with time.
    pub fn open(files: &Arc<dyn Files>, settings: Settings) -> Result<Simulator, OpenError> {
        let (store, world) = Store::open(files)?;
        let Settings { account, region, .. } = settings.clone();
        Ok(Simulator {
            home: Home { cloud: "local".into(), account, region },
            start: settings.now.max(store.left).max(world.latest()),
            began: Instant::now(),
            inside: Mutex::new(Inside { world, store, chance: Chance::new(settings.faults) }),
            settings,
        })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What meets a call, and the cloud as it is now.
    fn enter(&self, what: &'static str, call: &Call) -> Result<(Fate, MutexGuard<'_, Inside>), Fault> {
        let mut inside = self.inside();
        let fate = inside.chance.of(what, &call.token)?;
        for number in inside.world.tidy(self.now()) {
            inside.store.gone(number).map_err(|error| full(&error))?;
        }
        Ok((fate, inside))
    }

    /// Makes what has been written durable, together with what others write at the same instant.
    async fn settle(&self) -> Result<(), Fault> {
        let mine = self.inside().store.written;
        tokio::task::yield_now().await;
        let mut inside = self.inside();
        if inside.store.synced < mine { inside.store.sync().map_err(|error| full(&error)) } else { Ok(()) }
    }

    async fn wait_until(&self, when: Timestamp) {
        tokio::time::sleep(when.since(self.now())).await;
    }

    fn making<'m>(&self, call: &'m Call, seed: &'m str) -> Making<'m> {
        Making { ty: &call.ty, site: &call.site, seed, now: self.now() }
    }

    fn takes_marks(ty: &ResourceType) -> bool {
        ty.provider() != Maker::Aws || ty.tagging().is_some_and(|tagging| tagging.at_creation)
    }
}

#[async_trait]
impl Provider for Simulator {
    fn home(&self) -> &Home {
        &self.home
    }

    fn now(&self) -> Timestamp {
        self.start.after(self.began.elapsed())
    }

    fn lane(&self, ty: &ResourceType) -> Lane {
        let service = ty.name().split('.').take(2).collect::<Vec<_>>().join(".");
        let name = if ty.provider() == Maker::Aws { service } else { "kubernetes".to_owned() };
        Lane { name: name.into(), limit: self.settings.limit.max(1) }
    }

    fn recovery(&self, ty: &ResourceType) -> Recovery {
        let named = !ty.identifier().is_empty() && ty.identifier().iter().all(|path| !ty.read_only().contains(path));
        if Simulator::takes_marks(ty) || named || crate::Exclusive::is_known(ty) {
            Recovery::Search
        } else {
            Recovery::Token
        }
    }

    fn settling(&self) -> Duration {
        self.settings.faults.settling
    }

    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        tokio::time::sleep(LATENCY).await;
        let (fate, number, is_new) = self.make(call, properties)?;
        self.settle().await?;
        if fate == Fate::Lost {
            return Err(lost());
        }
        if let Some(thing) = self.inside().world.get(number) {
            progress.identified(&thing.identifier);
        }
        if is_new {
            telling::tell(&call.ty, progress);
        }
        self.finished(call, number).await
    }

    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault> {
        tokio::time::sleep(LATENCY).await;
        let (_, inside) = self.enter("read", call)?;
        let now = self.now();
        let thing = inside.world.find(call.ty.name(), &call.site, identifier).filter(|thing| thing.is_seen(now));
        Ok(thing.map(|thing| thing.actual(&call.ty, now)))
    }

    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        _progress: &dyn Progress,
    ) -> Result<Actual, Fault> {
        tokio::time::sleep(LATENCY).await;
        let (fate, number) = self.change(call, identifier, change)?;
        self.settle().await?;
        if fate == Fate::Lost {
            return Err(lost());
        }
        self.finished(call, number).await
    }

    async fn delete(&self, call: &Call, identifier: &str, _progress: &dyn Progress) -> Result<(), Fault> {
        tokio::time::sleep(LATENCY).await;
        let (fate, gone) = self.start_deleting(call, identifier)?;
        self.settle().await?;
        if fate == Fate::Lost {
            return Err(lost());
        }
        self.wait_until(gone).await;
        Ok(())
    }

    async fn find(&self, call: &Call, properties: &Json) -> Result<Found, Fault> {
        tokio::time::sleep(LATENCY).await;
        if self.recovery(&call.ty) == Recovery::Token {
            return Ok(Found::Ask);
        }
        let (_, inside) = self.enter("find", call)?;
        let now = self.now();
        let marked = Simulator::takes_marks(&call.ty);
        let by_token = inside.world.made_by(call.token.as_str()).find(|thing| thing.is_seen(now));
        let keys = crate::Exclusive::of(&call.ty, &call.site, &crate::named(call, properties)).keys;
        let by_name = || keys.iter().flat_map(|key| inside.world.with_key(key)).find(|thing| thing.is_seen(now));
        // What neither carries a mark nor has a name of the program's is known by the token of the call that made it.
        let found = if marked || keys.is_empty() { by_token } else { by_name() };
        Ok(found.map_or(Found::None, |thing| Found::One(thing.actual(&call.ty, now))))
    }

    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault> {
        tokio::time::sleep(LATENCY).await;
        let actual = self.stand_in(call, properties)?;
        self.settle().await?;
        Ok(Some(actual))
    }

    async fn ask(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        tokio::time::sleep(LATENCY).await;
        let (_, _inside) = self.enter("ask", call)?;
        Ok(self.making(call, call.token.as_str()).model(properties))
    }

    async fn look_up(&self, question: &Question) -> Result<Json, Fault> {
        tokio::time::sleep(LATENCY).await;
        look_up::answer(question)
    }

    async fn owned(&self, app: &str) -> Result<Vec<Owned>, Fault> {
        let now = self.now();
        let inside = self.inside();
        let own = inside.world.all().filter(|thing| &*thing.app == app && thing.is_there(now) && thing.gone.is_none());
        let mut owned: Vec<Owned> = own
            .map(|thing| Owned {
                ty: thing.ty.to_string(),
                identifier: thing.identifier.clone(),
                address: thing.address.to_string(),
                token: Arc::clone(&thing.token),
            })
            .collect();
        owned.sort_by(|a, b| (&a.address, &a.ty, &a.identifier).cmp(&(&b.address, &b.ty, &b.identifier)));
        Ok(owned)
    }

    async fn everything(&self) -> Result<Vec<Present>, Fault> {
        tokio::time::sleep(LATENCY).await;
        let now = self.now();
        let inside = self.inside();
        let there = inside.world.all().filter(|thing| thing.is_there(now) && thing.gone.is_none());
        let mut all: Vec<Present> = there
            .map(|thing| Present {
                ty: thing.ty.to_string(),
                identifier: thing.identifier.clone(),
                app: thing.app.to_string(),
                address: thing.address.to_string(),
                site: Some(thing.site.clone()),
            })
            .collect();
        all.sort();
        Ok(all)
    }

    async fn adopt(&self, call: &Call, identifier: &str) -> Result<(), Fault> {
        tokio::time::sleep(LATENCY).await;
        self.mark(call, identifier)?;
        self.settle().await
    }

    async fn operate(&self, call: &Call, identifier: &str, action: &str, input: &Json) -> Result<(), Fault> {
        tokio::time::sleep(LATENCY).await;
        let fate = self.start_operating(call, identifier, (action, input))?;
        self.settle().await?;
        if fate == Fate::Lost { Err(lost()) } else { Ok(()) }
    }
}

impl Drop for Simulator {
    /// The cloud's time goes on where it stopped, however much time passed here.
    fn drop(&mut self) {
        let now = self.now();
        let _unwritten = self.inside().store.leave(now);
    }
}

fn lost() -> Fault {
    Fault::new(Class::Lost, "Timeout", "no answer came")
}

/// The disk that the cloud is on does not take more: what was written last may be there or not.
fn full(error: &cloudc_durable::LogError) -> Fault {
    let cause = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    Fault::new(Class::Lost, "Disk", format!("the simulated cloud cannot be written: {error}{cause}"))
}

/// When an action on a thing of this type that begins now is done.
fn done_at(ty: &ResourceType, action: Action, now: Timestamp) -> Timestamp {
    now.after(typical(ty.name(), action).saturating_sub(LATENCY))
}
