//! A cloud, a state and programs as text: what a user does, in few words.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cloudc_compiler::graph::Graph;
use cloudc_compiler::{MemoryWorld, Options as Given, Severity};
use cloudc_durable::{Files, Memory};
use cloudc_engine::{
    Event, Knowledge, Options, Patience, Plan, Report, Selection, Stopper, apply, plan, plan_part, plan_removal,
    plan_undo, recover,
};
use cloudc_facts::ResourceType;
use cloudc_provider::{Call, Class, Faults, Owned, Provider, Revealed, Settings, Simulator};
use cloudc_state::{Document, Keeper, KeyFile, LocalStore, State};
use serde_json::Value as Json;

/// The graph of a program.
pub fn graph(text: &str) -> Graph {
    let world = MemoryWorld::new().with("main.cld", format!("app shop {{ region = \"eu-west-1\" }}\n{text}"));
    compiled(&world, &Given::default())
}

/// The graph of `main.cld`. What checks find is left to the cloud: it refuses as well.
pub fn compiled(world: &MemoryWorld, given: &Given) -> Graph {
    let compiled = cloudc_compiler::compile(world, "main.cld", given).unwrap();
    let wrong: Vec<String> = compiled
        .checked
        .findings
        .iter()
        .filter(|finding| finding.code.severity == Severity::Error && finding.code.id.get(1..) < Some("0500"))
        .map(|finding| format!("{}: {}", finding.code.name, finding.message))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    compiled.graph
}

/// Runs something on a clock that passes at once.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(future)
}

/// Where a cloud and a state are kept.
#[derive(Debug, Clone)]
pub struct Lab {
    pub cloud: Arc<dyn Files>,
    pub state: Arc<dyn Files>,
    pub settings: Settings,
    pub patience: Patience,
    pub stopper: Stopper,
}

/// Why a session ended before its report.
#[derive(Debug)]
pub struct Trouble(pub String);

impl<E: std::error::Error> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        Trouble(format!("{error}{cause}"))
    }
}

/// What a session gave.
#[derive(Debug)]
pub struct Session {
    pub plan: Plan,
    pub report: Report,
    pub events: Vec<Event>,
}

impl Lab {
    pub fn new() -> Lab {
        Lab::on(Arc::new(Memory::new()), Arc::new(Memory::new()))
    }

    pub fn on(cloud: Arc<dyn Files>, state: Arc<dyn Files>) -> Lab {
        let settings = Settings { region: "eu-west-1".into(), quotas: false, ..Settings::default() };
        Lab { cloud, state, settings, patience: Patience::default(), stopper: Stopper::default() }
    }

    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Lab {
        self.settings.faults = faults;
        self
    }

    pub fn simulator(&self) -> Result<Arc<dyn Provider>, Trouble> {
        Ok(Arc::new(Simulator::open(&self.cloud, self.settings.clone())?))
    }

    pub fn store(&self) -> Box<LocalStore> {
        Box::new(LocalStore::new(Arc::clone(&self.state)))
    }

    /// Who keeps the keys of its secrets.
    pub fn keepers(&self) -> Vec<Arc<dyn Keeper>> {
        vec![Arc::new(KeyFile::new(Arc::clone(&self.state), "key"))]
    }

    /// The secrets that are recorded, each opened, by address and place.
    pub fn secrets(&self) -> BTreeMap<String, String> {
        let document = self.document();
        let places = document
            .resources
            .iter()
            .flat_map(|(address, record)| record.sealed.keys().map(move |place| (address.clone(), place.clone())));
        let open = |(address, place): (String, String)| {
            let secret = run(cloudc_state::reveal(&document, self.keepers(), &address, &place)).unwrap().unwrap();
            (format!("{address}.{place}"), secret)
        };
        places.map(open).collect()
    }

    /// Brings the cloud to where a program wants it, or removes everything, with a provider.
    pub async fn session_with(
        &self,
        graph: &Graph,
        removal: bool,
        provider: &Arc<dyn Provider>,
    ) -> Result<Session, Trouble> {
        self.part_with(graph, removal, &Selection::default(), provider).await
    }

    /// The same for a part of the program.
    pub async fn part_with(
        &self,
        graph: &Graph,
        removal: bool,
        selection: &Selection,
        provider: &Arc<dyn Provider>,
    ) -> Result<Session, Trouble> {
        let mut state = State::open_as(self.store(), "shop", "apply", "lineage").await?;
        state.kept_by(self.keepers());
        let options = Options { patience: self.patience.clone(), stop: self.stopper.clone() };
        let mut events = Vec::new();
        let mut observer = |_: Duration, event: &Event| events.push(event.clone());
        let unknown = recover(&mut state, provider, &options, &mut observer).await?;
        if !unknown.is_empty() {
            state.close().await?;
            return Err(Trouble(format!("{unknown:?}")));
        }
        let plan = if removal {
            plan_removal(graph, state.document(), provider.home(), selection)?
        } else {
            let knowledge = Knowledge::gather(graph, state.document(), provider, &options.patience).await?;
            plan_part(graph, state.document(), &knowledge, provider.home(), selection)?
        };
        let report = apply(graph, &plan, &mut state, provider, &options, &mut observer).await?;
        state.close().await?;
        Ok(Session { plan, report, events })
    }

    pub async fn session(&self, graph: &Graph, removal: bool) -> Result<Session, Trouble> {
        let provider = self.simulator()?;
        self.session_with(graph, removal, &provider).await
    }

    /// Takes the run back that did not come to its end, if there is one.
    pub async fn undo_with(&self, provider: &Arc<dyn Provider>) -> Result<Option<Report>, Trouble> {
        let mut state = State::open_as(self.store(), "shop", "undo", "lineage").await?;
        state.kept_by(self.keepers());
        let options = Options { patience: self.patience.clone(), stop: self.stopper.clone() };
        let mut quiet = |_: Duration, _: &Event| {};
        let unknown = recover(&mut state, provider, &options, &mut quiet).await?;
        if !unknown.is_empty() {
            state.close().await?;
            return Err(Trouble(format!("{unknown:?}")));
        }
        let Some(unfinished) = state.document().unfinished.clone() else {
            state.close().await?;
            return Ok(None);
        };
        let before = state.version(unfinished.before).await?;
        let (graph, plan) = plan_undo(&before, state.document(), provider.home())?;
        let report = apply(&graph, &plan, &mut state, provider, &options, &mut quiet).await?;
        state.close().await?;
        Ok(Some(report))
    }

    /// Applies a program.
    pub fn apply(&self, text: &str) -> Session {
        run(self.session(&graph(text), false)).unwrap_or_else(|trouble| panic!("{}", trouble.0))
    }

    /// Applies a program, and nothing goes wrong.
    pub fn up(&self, text: &str) -> Session {
        let session = self.apply(text);
        self.went_well(&session);
        session
    }

    /// Nothing failed, and in a cloud without trouble nothing had to be tried twice: the order was right.
    pub fn went_well(&self, session: &Session) {
        assert!(session.report.failed.is_empty() && session.report.not_tried.is_empty(), "{:#?}", session.report);
        let retried: Vec<&Event> =
            session.events.iter().filter(|event| matches!(event, Event::Retried { .. })).collect();
        assert!(self.settings.faults != Faults::default() || retried.is_empty(), "{retried:#?}");
        self.check();
    }

    /// What a plan would do, in short.
    pub fn plan(&self, text: &str) -> Vec<String> {
        let graph = graph(text);
        let document = self.document();
        run(async {
            let provider = self.simulator().unwrap();
            let knowledge = Knowledge::gather(&graph, &document, &provider, &self.patience).await.unwrap();
            shown(&plan(&graph, &document, &knowledge, provider.home()).unwrap())
        })
    }

    /// Removes everything, and nothing goes wrong.
    pub fn down(&self, text: &str) -> Session {
        let session = run(self.session(&graph(text), true)).unwrap_or_else(|trouble| panic!("{}", trouble.0));
        self.went_well(&session);
        assert_eq!(self.owned(), []);
        session
    }

    pub fn document(&self) -> Document {
        run(State::peek(&mut *self.store(), "shop")).unwrap()
    }

    pub fn owned(&self) -> Vec<Owned> {
        run(async { self.simulator().unwrap().owned("shop").await.unwrap() })
    }

    /// What is recorded is what is there: no orphan, no duplicate, nothing lost, nothing open.
    pub fn check(&self) {
        let wrong = self.wrong();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Where what is recorded is not what is there.
    pub fn wrong(&self) -> Vec<String> {
        let document = self.document();
        let mut wrong: Vec<String> = document.pending.iter().map(|pending| format!("{pending:#?} is open")).collect();
        let managed = document.all().filter(|(_, record)| record.kind.is_managed());
        let mut recorded: Vec<(String, String)> =
            managed.map(|(_, record)| (record.ty.clone(), record.identifier.clone())).collect();
        let mut there: Vec<(String, String)> =
            self.owned().into_iter().map(|owned| (owned.ty, owned.identifier)).collect();
        recorded.sort();
        there.sort();
        if recorded != there {
            let only = |these: &[(String, String)], others: &[(String, String)]| {
                these.iter().filter(|one| !others.contains(one)).cloned().collect::<Vec<_>>()
            };
            let (lost, orphans) = (only(&recorded, &there), only(&there, &recorded));
            wrong.push(format!("only recorded: {lost:?}, only there: {orphans:?}"));
            return wrong;
        }
        wrong.extend(run(self.compare(&document)));
        wrong
    }

    /// Where what is recorded of each resource is not what the cloud says of it.
    async fn compare(&self, document: &Document) -> Vec<String> {
        let mut wrong = Vec::new();
        let cloud = self.simulator().unwrap();
        for (target, record) in document.all().filter(|(_, record)| record.kind.is_managed()) {
            let call = Call {
                app: "shop".into(),
                address: target.address.as_str().into(),
                ty: cloudc_facts::facts().resource_type(&record.ty).unwrap(),
                site: record.site.clone(),
                connection: None,
                token: record.token.clone(),
                timeout: None,
                snapshot: false,
                handle: None,
                revealed: Revealed::default(),
            };
            let actual = loop {
                match cloud.read(&call, &record.identifier).await {
                    Ok(Some(actual)) => break actual,
                    Ok(None) => tokio::time::sleep(Duration::from_secs(1)).await,
                    Err(fault) if matches!(fault.class, Class::Throttled | Class::Transient) => {}
                    Err(fault) => panic!("{}: {fault:?}", target.address),
                }
            };
            for (name, value) in record.properties.as_object().unwrap() {
                let open = record.unfinished || record.unsure.iter().any(|place| place.steps()[0] == *name);
                let there = actual.model.get(name);
                let same = open || is_told(value, there, &call.ty, name);
                if !same {
                    wrong.push(format!("{} {name}: {value} is recorded, {there:?} is there", target.address));
                }
            }
        }
        wrong
    }
}

/// Whether what is recorded is there, as far as the cloud tells it.
fn is_told(recorded: &Json, there: Option<&Json>, ty: &ResourceType, place: &str) -> bool {
    let is_never_told = || ty.write_only().iter().any(|path| path.covers(place) || path.is_within(place));
    match (recorded, there) {
        (Json::Object(recorded), Some(Json::Object(there))) => {
            recorded.iter().all(|(name, value)| is_told(value, there.get(name), ty, &format!("{place}.{name}")))
        }
        (recorded, Some(there)) => recorded == there,
        (_, None) => is_never_told(),
    }
}

/// A plan's steps in short: `create net.vpc`, `update? q: DelaySeconds`.
pub fn shown(plan: &Plan) -> Vec<String> {
    use cloudc_engine::Cause;
    let step = |step: &cloudc_engine::Step| {
        let places = step.causes.iter().filter_map(|cause| match cause {
            Cause::Property { place, .. } | Cause::Unsure { place } => Some(place.to_string()),
            _ => None,
        });
        let places: Vec<String> = places.collect();
        let what = serde_json::to_value(step.what).unwrap();
        let doubt = if step.sure { "" } else { "?" };
        let behind = if places.is_empty() { String::new() } else { format!(": {}", places.join(" ")) };
        format!("{}{doubt} {}{behind}", what.as_str().unwrap(), step.address)
    };
    let refused = plan.refusals.iter().map(|refusal| format!("refused {}", refusal.address));
    plan.steps.iter().map(step).chain(refused).collect()
}
