use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use cloudc_aws::{Aws, S3Store};
use cloudc_compiler::Value;
use cloudc_compiler::graph::Graph;
use cloudc_durable::{Disk, Files, Memory};
use cloudc_engine::{
    Knowledge, Observer, Options, Plan, PlanError, Problem, Selection, plan_part, plan_removal, recover, rehearse,
};
use cloudc_kube::Kube;
use cloudc_provider::{Home, Provider, Settings, Simulator, Timestamp, Together};
use cloudc_state::{Document, LocalStore, State, Store};

use super::accounts::accounts;
use super::clock::block_on;
use super::elsewhere;
use super::hold::{give_back, hold};
use crate::build::{self, Build};
use crate::failure::Failure;
use crate::program::Program;

/// Which cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A cloud on disk beside the program: it needs no account, and time passes at once
    Local,
    /// The account that the environment's credentials are of
    Aws,
}

impl Kind {
    /// The word of the command line, and of the folder that holds the states of programs there.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Local => "local",
            Kind::Aws => "aws",
        }
    }

    /// What a command line says to mean it.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Kind::Local => "",
            Kind::Aws => " --cloud aws",
        }
    }
}

/// A cloud, opened.
#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) provider: Arc<dyn Provider>,
    kind: Kind,
    /// The account, where archives go.
    account: Option<Arc<Aws>>,
}

impl Cloud {
    /// Opens the cloud that a program lives in, to change it.
    pub(crate) async fn open(kind: Kind, program: &Program) -> Result<Cloud, Failure> {
        Cloud::open_as(kind, program, false).await
    }

    /// The same; fields of objects on clusters may be taken from who owns them.
    pub(crate) async fn open_as(kind: Kind, program: &Program, take_ownership: bool) -> Result<Cloud, Failure> {
        let own = program.root.join(".cloudc");
        // What is in there is of this machine: it is no part of the program.
        if !own.exists()
            && let Err(source) = Disk::new(&own).replace(".gitignore", b"*\n")
            // Another run may have written it at the same time.
            && !own.join(".gitignore").exists()
        {
            return Err(Failure::Unwritable { path: own.display().to_string(), source });
        }
        if kind == Kind::Aws {
            return on_aws(program, take_ownership).await;
        }
        let files: Arc<dyn Files> = Arc::new(Disk::new(own.join("local/cloud")));
        Cloud::on(&files, program)
    }

    /// Opens it to look; where there is none yet, nothing is left behind.
    pub(crate) async fn look(kind: Kind, program: &Program) -> Result<Cloud, Failure> {
        let own = program.root.join(".cloudc/local");
        if kind == Kind::Aws {
            on_aws(program, false).await
        } else if own.exists() {
            Cloud::open(kind, program).await
        } else {
            let files: Arc<dyn Files> = Arc::new(Memory::new());
            Cloud::on(&files, program)
        }
    }

    fn on(files: &Arc<dyn Files>, program: &Program) -> Result<Cloud, Failure> {
        let settings = Settings { now: Timestamp::of_machine(), ..Settings::default() };
        let settings = match region(&program.graph) {
            Some(region) => Settings { region, ..settings },
            None => settings,
        };
        Ok(Cloud { provider: Arc::new(Simulator::open(files, settings)?), kind: Kind::Local, account: None })
    }

    /// What of a plan has to be built and is neither kept here nor in the account.
    pub(crate) async fn unbuilt(&self, program: &Program, plan: &Plan) -> Vec<Build> {
        let mut open = Vec::new();
        for one in build::needed(&program.graph, plan) {
            if build::kept(program, &one).is_none() && !self.has_asset(one.key()).await {
                open.push(one);
            }
        }
        open
    }

    async fn has_asset(&self, key: &str) -> bool {
        match &self.account {
            Some(account) => account.has_asset(key).await,
            None => false,
        }
    }

    /// Builds what nobody has built. Nothing runs in the simulated cloud: there it is built only where one asks for it (`always`).
    ///
    /// # Errors
    /// A command failed.
    pub(crate) async fn build(
        &self,
        program: &Program,
        unbuilt: &[Build],
        json: bool,
        always: bool,
    ) -> Result<(), Failure> {
        if self.account.is_none() && !always {
            return Ok(());
        }
        for one in unbuilt {
            let archive = build::archive(program, one, json).await?;
            if let Some(account) = &self.account {
                account.add(one.key(), archive);
            }
        }
        Ok(())
    }

    /// Where it is.
    pub(crate) fn home(&self) -> &Home {
        self.provider.home()
    }

    /// Takes a program's state, after finding out what became of what an earlier run left open.
    pub(crate) async fn state(
        &self,
        program: &Program,
        command: &str,
        options: &Options,
        observer: &mut dyn Observer,
    ) -> Result<State, Failure> {
        let mut state = hold(self.kind, program, command).await?;
        if let [stack, ..] = state.document().stacks.as_slice() {
            let stack = stack.clone();
            state.close().await?;
            return Err(Failure::InStacks { stack });
        }
        let unknown = recover(&mut state, &self.provider, options, observer).await;
        let unknown = match unknown {
            Ok(unknown) => unknown,
            Err(error) => return give_back(state, Err(Failure::not_applied(error))).await,
        };
        if unknown.is_empty() {
            return Ok(state);
        }
        state.close().await?;
        let list: Vec<String> =
            unknown.iter().map(|failure| format!("`{}`: {}", failure.address, failure.message)).collect();
        Err(Failure::UnknownOutcome { list: list.join("; ") })
    }

    /// What would be done to make the cloud what the program declares, as far as its records tell.
    pub(crate) async fn plan(
        &self,
        program: &Program,
        document: &Document,
        selection: &Selection,
    ) -> Result<Plan, Failure> {
        let options = Options::default();
        let knowledge = Knowledge::gather(&program.graph, document, &self.provider, &options.patience).await?;
        self.plan_with(program, document, &knowledge, selection)
    }

    /// The same, to be carried out: clusters have been asked what they would make of it.
    pub(crate) async fn rehearsed(
        &self,
        program: &Program,
        document: &Document,
        selection: &Selection,
    ) -> Result<Plan, Failure> {
        let plan = self.plan(program, document, selection).await?;
        Ok(self.rehearse(program, document, plan).await)
    }

    /// Asks the clusters of a program what they would make of a plan.
    pub(crate) async fn rehearse(&self, program: &Program, document: &Document, mut plan: Plan) -> Plan {
        rehearse(&program.graph, &mut plan, document, &self.provider).await;
        plan
    }

    /// Plans with what an earlier plan found out.
    pub(crate) fn plan_with(
        &self,
        program: &Program,
        document: &Document,
        knowledge: &Knowledge,
        selection: &Selection,
    ) -> Result<Plan, Failure> {
        is_known(program, document, selection)?;
        plan_part(&program.graph, document, knowledge, self.home(), selection).map_err(|error| no_plan(program, error))
    }

    /// Plans to remove everything, or a part of it.
    pub(crate) fn removal(
        &self,
        program: &Program,
        document: &Document,
        selection: &Selection,
    ) -> Result<Plan, Failure> {
        is_known(program, document, selection)?;
        plan_removal(&program.graph, document, self.home(), selection).map_err(|error| no_plan(program, error))
    }
}

/// The account, and the clusters in it.
async fn on_aws(program: &Program, take_ownership: bool) -> Result<Cloud, Failure> {
    let account = Arc::new(Aws::open(wanted(program)?).await?);
    let settings = cloudc_kube::Settings { root: program.root.clone(), take_ownership };
    let clusters = Kube::new(account.home().clone(), Arc::<Aws>::clone(&account), settings);
    let provider = Together::new(Arc::<Aws>::clone(&account), Arc::new(clusters));
    Ok(Cloud { provider: Arc::new(provider), kind: Kind::Aws, account: Some(account) })
}

/// Whatever a program's charts are installed by is here, before anything is made that they are installed on.
pub(crate) fn has_helm(kind: Kind, program: &Program) -> Result<(), Failure> {
    let charts = program.graph.nodes().iter().any(|node| &*node.ty == "helm.Release");
    if kind == Kind::Aws && charts && !cloudc_kube::helm_is_here() { Err(Failure::NoHelm) } else { Ok(()) }
}

/// What is recorded of a program, without taking its state.
pub(crate) async fn peek(kind: Kind, program: &Program) -> Result<Document, Failure> {
    let app = program.app()?;
    Ok(State::peek(&mut *store(kind, program, app).await?, app).await?)
}

/// The same, for a command that needs nothing else of a cloud.
pub(crate) fn recorded(kind: Kind, program: &Program) -> Result<Document, Failure> {
    block_on(kind, peek(kind, program))
}

/// Each cloud has states of its own: what is tried in the simulated one is not in the way of another.
///
/// What is made in a real cloud can be recorded in a bucket, where the program says so: `state = "s3://BUCKET/PREFIX"`.
pub(super) async fn store(kind: Kind, program: &Program, app: &str) -> Result<Box<dyn Store>, Failure> {
    if let Some(place) = field(&program.graph, "state").filter(|_| kind == Kind::Aws) {
        let store = S3Store::open(&place, app, region(&program.graph).as_deref()).await?;
        let store = store.ok_or_else(|| Failure::NoStatePlace { place: place.to_string() })?;
        return Ok(Box::new(store));
    }
    let folder = folder(kind, program, app);
    elsewhere::say(program, &folder);
    Ok(Box::new(LocalStore::new(Arc::new(Disk::new(folder)))))
}

/// Where a state on disk is.
pub(super) fn folder(kind: Kind, program: &Program, app: &str) -> PathBuf {
    program.root.join(".cloudc").join(kind.word()).join("state").join(app)
}

/// What AWS has to know of a program.
fn wanted(program: &Program) -> Result<cloudc_aws::Settings, Failure> {
    let mut archives = program.archives()?;
    archives.extend(
        build::all(&program.graph).iter().filter_map(|one| Some((one.key().to_owned(), build::kept(program, one)?))),
    );
    let (region, unbuilt) = (region(&program.graph), program.unbuilt());
    let (app, accounts) = (program.graph.app().name.clone().unwrap_or_default(), accounts(&program.graph));
    Ok(cloudc_aws::Settings { region, archives, unbuilt, root: program.root.clone(), app, accounts })
}

/// The region of the program, if it names one.
pub(crate) fn region(graph: &Graph) -> Option<Arc<str>> {
    field(graph, "region")
}

/// A text that the program says of itself.
pub(super) fn field(graph: &Graph, name: &str) -> Option<Arc<str>> {
    match &graph.app().fields {
        Some(Value::Record(fields)) => match fields.get(name) {
            Some(Value::Text(text)) => Some(Arc::clone(text)),
            _ => None,
        },
        _ => None,
    }
}

/// What is named is declared or recorded.
fn is_known(program: &Program, document: &Document, selection: &Selection) -> Result<(), Failure> {
    let mut addresses: Vec<String> = program.graph.nodes().iter().map(|node| node.address.to_string()).collect();
    addresses.extend(document.all().map(|(target, _)| target.address));
    match selection.unknown(&addresses).first() {
        None => Ok(()),
        Some(unknown) => program.find(unknown).map(drop),
    }
}

pub(crate) fn no_plan(program: &Program, error: PlanError) -> Failure {
    match error {
        PlanError::Values(problems) => {
            let place =
                |problem: &Problem| format!("{}: `{}`: {}", program.place(problem.span), problem.address, problem.why);
            let places: Vec<String> = problems.iter().map(place).collect();
            Failure::NoPlan { help: places.join("\n"), places }
        }
        PlanError::Elsewhere { .. } | PlanError::Pending(_) => Failure::Elsewhere(error),
    }
}
