use cloudc_durable::LogError;
use cloudc_engine::{ApplyError, GatherError, ImportError, PlanError};
use cloudc_provider::{Fault, OpenError};
use cloudc_state::{KeyError, StateError};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::colour::Colour;
use crate::exit::Exit;

/// What can go wrong in a run, apart from the program.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum Failure {
    /// What was found has been printed.
    #[error("the program has errors")]
    Findings,

    #[error("there is no `{path}`")]
    #[diagnostic(code(cloudc::no_such_path), help("paths are relative to the folder that cloudc is called in"))]
    NoSuchPath { path: String },

    #[error("there is no noun `{name}` in the library, nor a file of that name")]
    #[diagnostic(code(cloudc::no_such_noun), help("{help}"))]
    NoSuchNoun { name: String, help: String },

    #[error("`{path}` holds no .cld file")]
    #[diagnostic(code(cloudc::no_programs), help("name a file, or a folder with .cld files in it"))]
    NoPrograms { path: String },

    #[error("`{path}` is not UTF-8 text")]
    #[diagnostic(code(cloudc::not_text), help("byte {at} is not UTF-8; a .cld file is UTF-8 text"))]
    NotText { path: String, at: usize },

    #[error("cannot read `{path}`")]
    #[diagnostic(code(cloudc::unreadable))]
    Unreadable { path: String, source: std::io::Error },

    #[error("cannot write `{path}`")]
    #[diagnostic(code(cloudc::unwritable), help("nothing of the file was changed"))]
    Unwritable { path: String, source: std::io::Error },

    #[error("`{path}` is no policy of IAM: {why}")]
    #[diagnostic(
        code(cloudc::no_policy),
        help("a policy is JSON with a list `Statement`, each with `Effect`, `Action` and `Resource`")
    )]
    NoPolicy { path: String, why: String },

    #[error("the program has nothing at `{address}`")]
    #[diagnostic(code(cloudc::no_such_address))]
    NoSuchAddress {
        address: String,
        #[help]
        help: String,
    },

    #[error("`{path}` has no `app`: nothing can be made of it")]
    #[diagnostic(
        code(cloudc::no_app),
        help("give it a name, which is its state's too: `app shop {{ region = \"eu-west-1\" }}`")
    )]
    NoApp { path: String },

    #[error("no value is given for {names}")]
    #[diagnostic(code(cloudc::unset))]
    Unset {
        names: String,
        #[help]
        help: String,
    },

    #[error("nobody knows what `{template}` was written from: there is no map `{map}` beside it")]
    #[diagnostic(
        code(cloudc::no_map),
        help("`cloudc emit FILE --out DIR` writes templates and manifests with their maps; keep both together")
    )]
    NoMap { template: String, map: String },

    #[error("nothing of the program is at `{place}` of `{template}`")]
    #[diagnostic(code(cloudc::nothing_there), help("name a line of the template, or a logical id that stands in it"))]
    NothingThere { place: String, template: String },
    #[error("{} of the program cannot be computed", if places.len() == 1 { "a value" } else { "values" })]
    #[diagnostic(code(cloudc::no_plan))]
    NoPlan {
        places: Vec<String>,
        #[help]
        help: String,
    },

    #[error(transparent)]
    #[diagnostic(
        code(cloudc::elsewhere),
        help("a program stays where it was made; for another place give it another name")
    )]
    Elsewhere(PlanError),

    #[error("the outcome of some operations of an earlier run could not be found out")]
    #[diagnostic(code(cloudc::unknown_outcome), help("run the command again when the cloud answers: {list}"))]
    UnknownOutcome { list: String },

    #[error(transparent)]
    #[diagnostic(code(cloudc::not_found_out))]
    NotFoundOut(#[from] GatherError),

    #[error("the state cannot be used")]
    #[diagnostic(code(cloudc::state))]
    State {
        source: StateError,
        #[help]
        help: &'static str,
    },

    #[error("the simulated cloud cannot be used")]
    #[diagnostic(code(cloudc::local_cloud), help("it is in `.cloudc/local` beside the program"))]
    LocalCloud(#[from] OpenError),

    #[error("AWS cannot be used")]
    #[diagnostic(
        code(cloudc::aws),
        help("credentials and region are those of the AWS command line: `AWS_PROFILE`, `AWS_REGION`, `aws sso login`")
    )]
    Aws(#[from] cloudc_aws::OpenError),

    #[error("`{place}` is no place for a state")]
    #[diagnostic(code(cloudc::no_state_place), help("write `state = \"s3://BUCKET/PREFIX\"`"))]
    NoStatePlace { place: String },

    #[error("the clusters of the local cloud have no API")]
    #[diagnostic(code(cloudc::no_api), help("clusters of AWS have: `--cloud aws`"))]
    NoApi,

    #[error("the program has no cluster that is there")]
    #[diagnostic(code(cloudc::no_cluster), help("`cloudc apply` makes it"))]
    NoCluster,

    #[error("the program has several clusters: {names}")]
    #[diagnostic(code(cloudc::several_clusters), help("say which one"))]
    SeveralClusters { names: String },

    #[error("the cluster is a context of your own configuration already")]
    #[diagnostic(code(cloudc::own_context), help("`kubectl config get-contexts` names it"))]
    OwnContext,

    #[error("nobody says where the configuration of kubectl is")]
    #[diagnostic(code(cloudc::no_home), help("set `KUBECONFIG`, or name a file with `--out`"))]
    NoHome,

    #[error("`{path}` is no configuration of kubectl: {why}")]
    #[diagnostic(code(cloudc::no_kubeconfig), help("nothing of the file was changed"))]
    NoKubeconfig { path: String, why: String },

    #[error("nobody lets you in to `{cluster}`")]
    #[diagnostic(
        code(cloudc::no_pass),
        help("credentials are those of the AWS command line: `AWS_PROFILE`, `aws sso login`")
    )]
    NoPass { cluster: String, source: Fault },

    #[error("the program installs charts, and there is no `helm` on the path")]
    #[diagnostic(
        code(cloudc::no_helm),
        help(
            "install it, https://helm.sh/docs/intro/install; or hand charts to Flux or Argo: `cloudc emit --charts flux`"
        )
    )]
    NoHelm,
    #[error("what is made of the program is in the stack `{stack}` of CloudFormation")]
    #[diagnostic(code(cloudc::in_stacks), help("say `--via cloudformation`; one thing has one owner"))]
    InStacks { stack: String },

    #[error("{count} resources of the program were made directly")]
    #[diagnostic(code(cloudc::made_directly), help("leave out `--via cloudformation`; one thing has one owner"))]
    MadeDirectly { count: usize },

    #[error("{what} cannot go through CloudFormation")]
    #[diagnostic(code(cloudc::not_through_stacks))]
    NotThroughStacks {
        what: String,
        #[help]
        help: String,
    },

    #[error("not everything that is uploaded can be packed: {list}")]
    #[diagnostic(code(cloudc::no_archive), help("nothing was sent"))]
    NoArchive { list: String },

    #[error("nobody can be asked here whether to go on")]
    #[diagnostic(code(cloudc::nobody_to_ask), help("say `--yes` if you mean it"))]
    NobodyToAsk,

    #[error("the plan in `{path}` is stale: {why}")]
    #[diagnostic(code(cloudc::stale_plan), help("make a new one: `cloudc plan FILE --out {path}`"))]
    StalePlan { path: String, why: &'static str },

    #[error("`{path}` is no plan of this version of cloudc")]
    #[diagnostic(code(cloudc::no_plan_file), help("`cloudc plan FILE --out {path}` writes one"))]
    NoPlanFile { path: String },

    #[error("the plan was not carried out")]
    #[diagnostic(code(cloudc::not_applied))]
    NotApplied(#[source] ApplyError),

    #[error("the state keeps no secret `{name}`")]
    #[diagnostic(code(cloudc::no_such_secret))]
    NoSuchSecret {
        name: String,
        #[help]
        help: String,
    },

    #[error("`{folder}`, used at {place}, was not built: {why}")]
    #[diagnostic(code(cloudc::not_built))]
    NotBuilt {
        folder: String,
        place: String,
        why: String,
        #[help]
        help: String,
    },

    #[error("there is no output `{name}`")]
    #[diagnostic(code(cloudc::no_such_output))]
    NoSuchOutput {
        name: String,
        #[help]
        help: String,
    },

    #[error("nothing is recorded at `{address}`")]
    #[diagnostic(code(cloudc::no_such_record), help("`cloudc state list FILE` lists what is recorded"))]
    NoSuchRecord { address: String },

    #[error("something is recorded at `{address}` already")]
    #[diagnostic(code(cloudc::record_there), help("`cloudc state rm FILE {address}` forgets it"))]
    RecordThere { address: String },

    #[error(transparent)]
    #[diagnostic(
        code(cloudc::not_imported),
        help("`cloudc discover FILE` lists what is there; `--type` says what it is, as `aws.sqs.Queue`")
    )]
    NotImported(#[from] ImportError),

    #[error("nothing can be written into the program by the name `{address}`")]
    #[diagnostic(
        code(cloudc::no_name),
        help("take a name of letters, digits and `_`; what stands inside a noun has to be declared by it")
    )]
    NoName { address: String },

    #[error("`{what}`: the cloud refuses")]
    #[diagnostic(code(cloudc::refused))]
    Refused { what: String, source: Fault },

    #[error("`{address}`: {why}")]
    #[diagnostic(code(cloudc::unfit_operation))]
    Unfit { address: String, why: String },

    #[error("`{path}` is there already")]
    #[diagnostic(code(cloudc::already_there), help("take another folder"))]
    AlreadyThere { path: String },

    #[error("there is no template `{name}`")]
    #[diagnostic(code(cloudc::no_template))]
    NoTemplate {
        name: String,
        #[help]
        help: String,
    },

    #[error("there is no finding `{code}`")]
    #[diagnostic(code(cloudc::no_such_finding))]
    NoSuchFinding {
        code: String,
        #[help]
        help: String,
    },
}

impl From<StateError> for Failure {
    fn from(source: StateError) -> Failure {
        let help = match &source {
            StateError::Locked(_) | StateError::LockedByUnknown => {
                "wait until it is done; when its process is gone, however that came, the next run goes on from there: on a disk at once, in a bucket when nothing was heard of it for five minutes, or after `cloudc unlock FILE`"
            }
            StateError::Stolen(_) | StateError::Unlocked => "what was sent is in the journal: run the command again",
            StateError::Newer { .. } => "use the version of cloudc that wrote it, or a newer one",
            StateError::Damaged { .. } | StateError::Unreadable { .. } | StateError::Gap { .. } | StateError::Mixed => {
                "nothing was changed; earlier versions are in the folder `history` beside it"
            }
            StateError::Missing => {
                "put it back: the newest in the folder `history` beside it is the same. If everything was meant to be forgotten, remove the whole folder"
            }
            StateError::OtherProgram { .. } => "each program has a state of its own: put back the one of this program",
            StateError::NoVersion(_) => "`cloudc state history FILE` lists them",
            StateError::Another => "`cloudc state pull FILE` prints the one of this program",
            StateError::Older { .. } => "what was done since would not be recorded; `--force` if you mean it",
            StateError::Pending(_) => "`cloudc plan FILE` finds out what became of them",
            StateError::Key(why) => for_key(why),
            StateError::Journal(LogError::Damaged { .. }) => {
                "nothing was changed; put the newest version of the folder `history` beside it in the place of `state.json`, take the journal away, and `cloudc discover FILE --record` finds what was made since"
            }
            StateError::Journal(_) | StateError::Io { .. } => {
                "nothing that was done is lost: see that it is there, has room and may be read and written, and run the command again; a state on disk is in `.cloudc/CLOUD/state/APP` beside the program"
            }
        };
        Failure::State { source, help }
    }
}

/// The way out when a secret of the state cannot be kept or opened.
fn for_key(why: &KeyError) -> &'static str {
    const LOST: &str = "put the key back, or give the right one; if it is lost for good, `cloudc state rekey FILE --give-up` gives up what it sealed, and the next apply makes that anew";
    match why {
        KeyError::NoKey => {
            "name a key of KMS in the program, `app shop { state_key = \"alias/NAME\" }`, or give a passphrase by the environment: CLOUDC_STATE_PASSPHRASE"
        }
        KeyError::NoKeeper { by } if by == "kms" => "name the key in the program again: `app shop { state_key = .. }`",
        KeyError::NoKeeper { by } if by == "passphrase" => "give it by the environment: CLOUDC_STATE_PASSPHRASE",
        KeyError::NoPassphrase => "set CLOUDC_STATE_PASSPHRASE to the passphrase, or unset it",
        KeyError::Refused { .. } => {
            "whoever keeps secrets may call kms:GenerateDataKey and kms:Decrypt on that key; nothing was changed"
        }
        KeyError::NoChance => "nothing was changed",
        KeyError::Broken { .. } | KeyError::Key { .. } => {
            "take back an earlier version with `cloudc state rollback`, or give up what was changed with `cloudc state rekey FILE --give-up`: the next apply makes that anew"
        }
        KeyError::File { .. } => {
            "nothing was changed: make room, or make it readable and writable, and run the command again"
        }
        KeyError::NoKeeper { .. } | KeyError::NotInFile { .. } | KeyError::Passphrase => LOST,
    }
}

impl Failure {
    /// Why a plan was not carried out to its end.
    pub(crate) fn not_applied(error: ApplyError) -> Failure {
        match error {
            ApplyError::Key(why) => Failure::from(StateError::Key(why)),
            other => Failure::NotApplied(other),
        }
    }

    /// An operation that a thing cannot do.
    pub(crate) fn unfit(unfit: cloudc_engine::Unfit) -> Failure {
        Failure::Unfit { address: unfit.address, why: unfit.why }
    }

    /// Whether the command line was wrong or the run failed.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Findings => Exit::Findings,
            Failure::NoSuchPath { .. }
            | Failure::NoSuchNoun { .. }
            | Failure::NoPrograms { .. }
            | Failure::NotText { .. }
            | Failure::NoSuchAddress { .. }
            | Failure::Unset { .. }
            | Failure::NothingThere { .. }
            | Failure::NoMap { .. }
            | Failure::NoSuchFinding { .. }
            | Failure::NoApp { .. }
            | Failure::NoPolicy { .. }
            | Failure::NobodyToAsk
            | Failure::NoApi
            | Failure::SeveralClusters { .. }
            | Failure::OwnContext
            | Failure::NoHome
            | Failure::NoKubeconfig { .. }
            | Failure::NoStatePlace { .. }
            | Failure::InStacks { .. }
            | Failure::MadeDirectly { .. }
            | Failure::NotThroughStacks { .. }
            | Failure::StalePlan { .. }
            | Failure::NoPlanFile { .. }
            | Failure::NoSuchOutput { .. }
            | Failure::NoSuchSecret { .. }
            | Failure::RecordThere { .. }
            | Failure::NotImported(_)
            | Failure::NoName { .. }
            | Failure::AlreadyThere { .. }
            | Failure::NoTemplate { .. }
            | Failure::NoSuchRecord { .. } => Exit::Usage,
            Failure::Unreadable { .. }
            | Failure::Unwritable { .. }
            | Failure::NoPlan { .. }
            | Failure::Refused { .. }
            | Failure::Unfit { .. }
            | Failure::Elsewhere(_)
            | Failure::UnknownOutcome { .. }
            | Failure::NotFoundOut(_)
            | Failure::State { .. }
            | Failure::LocalCloud(_)
            | Failure::Aws(_)
            | Failure::NoArchive { .. }
            | Failure::NotBuilt { .. }
            | Failure::NoCluster
            | Failure::NoPass { .. }
            | Failure::NoHelm
            | Failure::NotApplied(_) => Exit::Failed,
        }
    }
}

/// Draws a failure on standard error.
pub(crate) fn print(failure: &Failure, colour: Colour) {
    if matches!(failure, Failure::Findings) {
        return;
    }
    let theme = match colour {
        Colour::On => GraphicalTheme::unicode(),
        Colour::Off => GraphicalTheme::unicode_nocolor(),
    };
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme).render_report(&mut text, failure);
    match drawn {
        Ok(()) => eprint!("{text}"),
        Err(_) => eprintln!("error: {failure}"),
    }
}
