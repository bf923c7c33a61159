use cloudc_compiler::Value;
use cloudc_engine::{Imported, Options, Selection, Wish, import};
use cloudc_state::{Entry, State};

use crate::cloud::{self, Chosen, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::Progress;

/// Make something that is there the program's
///
/// What the program declares at the address is taken for what is there; where they differ, the next plan says so. If it declares
/// nothing there, `--type` says what it is, and a block is written at the end of the program: cloudc import main.cld net
/// vpc-0123456789abcdef0 --type aws.ec2.VPC
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// Where it stands in the program, or is to stand
    address: String,

    /// What the cloud calls it: its primary identifier; several parts are joined with `|`
    identifier: String,

    /// Its type, if the program does not declare it
    #[arg(long = "type", value_name = "TYPE")]
    ty: Option<String>,

    /// Print the block and change nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    cloud: Chosen,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    program.is_ready()?;
    cloud::block_on(args.cloud.kind, async {
        let cloud = Cloud::open(args.cloud.kind, &program).await?;
        let mut progress = Progress::new(colour, false);
        let mut state = cloud.state(&program, "import", &Options::default(), &mut progress).await?;
        let exit = take(args, &cloud, &program, &mut state).await;
        cloud::give_back(state, exit).await
    })
}

async fn take(args: &Args, cloud: &Cloud, program: &Program, state: &mut State) -> Result<Exit, Failure> {
    let plan = cloud.plan(program, state.document(), &Selection::default()).await?;
    let wish = Wish { address: &args.address, ty: args.ty.as_deref(), identifier: &args.identifier, on: None };
    let patience = Options::default().patience;
    let found = import(&program.graph, &plan, state.document(), &cloud.provider, &patience, wish).await?;
    let is_new = !found.written.is_empty();
    if is_new && !is_name(&args.address) {
        return Err(Failure::NoName { address: args.address.clone() });
    }
    let block = if is_new { block(&args.address, &found) } else { String::new() };
    disk::print(&block);
    if args.dry_run {
        return Ok(Exit::Clean);
    }
    let Imported { record, call, .. } = found;
    if is_new {
        let text = disk::text(&program.path)?;
        disk::replace(&program.path, &format!("{}\n\n{block}", text.trim_end()))?;
    }
    let identifier = record.identifier.clone();
    cloud
        .provider
        .adopt(&call, &identifier)
        .await
        .map_err(|source| Failure::Refused { what: args.address.clone(), source })?;
    let way = call.connection.as_deref().map(|way| Entry::Reached { site: call.site.clone(), connection: way.clone() });
    let noted = Entry::Noted { address: args.address.clone(), record: Box::new(record) };
    state.record(way.into_iter().chain([noted]).collect()).await?;
    let place = if is_new { format!(", and written into {}", program.path) } else { String::new() };
    disk::print(&format!(
        "{}`{}` is recorded at `{}`{place}.\n",
        if is_new { "\n" } else { "" },
        identifier,
        args.address
    ));
    Ok(Exit::Clean)
}

/// Whether something can be declared by this name.
fn is_name(address: &str) -> bool {
    let mut letters = address.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The declaration of what was found.
fn block(address: &str, found: &Imported) -> String {
    let mut text = format!("resource {address}: {} {{\n", found.record.ty);
    for (name, value) in &found.written {
        text.push_str(&format!("  {name} = {}\n", shown(value)));
    }
    text.push_str("}\n");
    let laid_out = cloudc_compiler::format(&text);
    laid_out.unwrap_or(text)
}

fn shown(value: &Value) -> String {
    value.to_string()
}
