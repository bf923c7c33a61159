use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cloudc_engine::{Options, Selection, Wish, clusters, import};
use cloudc_provider::{Home, Present, Site};
use cloudc_state::{Document, Entry, State};
use serde_json::json;

use crate::cloud::{self, Chosen, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::Progress;

/// List what is in the cloud and not recorded as this program's
///
/// `cloudc import` makes something of it the program's.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// Only types that begin so: `aws.ec2`
    #[arg(long = "type", value_name = "TYPE")]
    ty: Option<String>,

    /// Record what carries this program's mark: what a lost state held
    #[arg(long, conflicts_with = "json")]
    record: bool,

    /// Print as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    cloud: Chosen,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let app = program.app()?.to_owned();
    cloud::block_on(args.cloud.kind, async {
        if args.record {
            let cloud = Cloud::open(args.cloud.kind, &program).await?;
            let mut progress = Progress::new(colour, false);
            let mut state = cloud.state(&program, "discover", &Options::default(), &mut progress).await?;
            let exit = record(args, &cloud, &program, &mut state).await;
            return cloud::give_back(state, exit).await;
        }
        let document = cloud::peek(args.cloud.kind, &program).await?;
        let cloud = Cloud::look(args.cloud.kind, &program).await?;
        let there = unrecorded(args, &cloud, &program, &document).await?;
        disk::print(&if args.json { as_json(&there) } else { listed(&there, &app) });
        Ok(Exit::Clean)
    })
}

/// What is there and not recorded: in the cloud, and with a mark on the program's clusters.
async fn unrecorded(
    args: &Args,
    cloud: &Cloud,
    program: &Program,
    document: &Document,
) -> Result<Vec<Present>, Failure> {
    let refused = |source| Failure::Refused { what: "the cloud".to_owned(), source };
    let prefix = args.ty.as_deref().unwrap_or_default();
    let mut there = cloud.provider.everything_of(prefix).await.map_err(refused)?;
    for cluster in clusters(&program.graph, document, cloud.home()) {
        let refused = |source| Failure::Refused { what: cluster.address.to_string(), source };
        let marked = cloud.provider.marked(&cluster.site, &cluster.connection).await.map_err(refused)?;
        there.extend(marked.into_iter().filter(|thing| thing.ty.starts_with(prefix)));
    }
    let known = known(document);
    there.retain(|thing| !known.contains(&(thing.ty.as_str(), thing.identifier.as_str(), on(thing.site.as_ref()))));
    Ok(there)
}

/// What is recorded, by type, identifier and cluster.
fn known(document: &Document) -> BTreeSet<(&str, &str, &str)> {
    let all = document.all().map(|(_, record)| record);
    all.map(|record| (record.ty.as_str(), record.identifier.as_str(), on(Some(&record.site)))).collect()
}

/// The address of a cluster, empty for what is on none.
fn on(site: Option<&Site>) -> &str {
    site.and_then(|site| site.cluster.as_deref()).unwrap_or_default()
}

/// Records what carries the program's mark: first what is in the cloud, then, since clusters are found by that, what is on them.
async fn record(args: &Args, cloud: &Cloud, program: &Program, state: &mut State) -> Result<Exit, Failure> {
    let app = program.app()?.to_owned();
    let mut count = 0;
    loop {
        let there = unrecorded(args, cloud, program, state.document()).await?;
        let own = there.into_iter().filter(|thing| thing.app == app);
        let taken = take(own.collect(), cloud, program, state).await?;
        count += taken;
        if taken == 0 {
            break;
        }
    }
    disk::print(&match count {
        0 => "Everything that carries this program's mark is recorded.\n".to_owned(),
        1 => "1 thing is recorded now.\n".to_owned(),
        many => format!("{many} things are recorded now.\n"),
    });
    Ok(Exit::Clean)
}

/// Records some of what is there; how many there were. What has no place in the program gets that which its mark says, and goes
/// with the next run.
async fn take(own: Vec<Present>, cloud: &Cloud, program: &Program, state: &mut State) -> Result<usize, Failure> {
    let plan = cloud.plan(program, state.document(), &Selection::default()).await?;
    let all = clusters(&program.graph, state.document(), cloud.home());
    let patience = Options::default().patience;
    let (mut taken, mut ways) = (BTreeMap::new(), Vec::new());
    for thing in own {
        let cluster = all.iter().find(|cluster| cluster.address.to_string() == on(thing.site.as_ref()));
        let is_taken = state.document().at(&thing.address).is_some() || taken.contains_key(&thing.address);
        if thing.address.is_empty() || is_taken {
            continue;
        }
        let wish = Wish { address: &thing.address, ty: Some(&thing.ty), identifier: &thing.identifier, on: cluster };
        let found = import(&program.graph, &plan, state.document(), &cloud.provider, &patience, wish).await?;
        disk::print(&format!("`{}` is `{}`\n", thing.identifier, thing.address));
        if let Some(connection) = found.call.connection.as_deref() {
            ways.push(Entry::Reached { site: found.call.site.clone(), connection: connection.clone() });
        }
        taken.insert(thing.address, found.record);
    }
    let count = taken.len();
    let noted = |(address, record)| Entry::Noted { address, record: Box::new(record) };
    let mut entries: Vec<Entry> = ways.into_iter().chain(taken.into_iter().map(noted)).collect();
    if count > 0 && state.document().home == Home::default() {
        entries.insert(0, Entry::Settled { home: cloud.home().clone() });
    }
    state.record(entries).await?;
    Ok(count)
}

fn listed(there: &[Present], app: &str) -> String {
    let width = there.iter().map(|thing| thing.ty.len()).max().unwrap_or(0);
    let mut text = String::new();
    for thing in there {
        let on = on(thing.site.as_ref());
        let on = if on.is_empty() { String::new() } else { format!(" on `{on}`") };
        let whose = match () {
            () if thing.app.is_empty() => String::new(),
            () if thing.app == app => format!("  (made for `{}`, and not recorded)", thing.address),
            () => format!("  (`{}` of the program `{}`)", thing.address, thing.app),
        };
        let _infallible = writeln!(text, "{:width$}  {}{on}{whose}", thing.ty, thing.identifier);
    }
    let count = match there.len() {
        0 => "Everything that is there is recorded.".to_owned(),
        1 => "1 thing is not recorded.".to_owned(),
        many => format!("{many} things are not recorded."),
    };
    let separator = if there.is_empty() { "" } else { "\n" };
    format!("{text}{separator}{count}\n")
}

fn as_json(there: &[Present]) -> String {
    let one = |thing: &Present| json!({ "type": thing.ty, "identifier": thing.identifier, "app": thing.app, "address": thing.address });
    let all: Vec<_> = there.iter().map(one).collect();
    format!("{}\n", serde_json::to_string_pretty(&all).unwrap_or_default())
}
