use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// List the versions of the state that are kept, the newest first
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    cloud::block_on(args.cloud.kind, async {
        let now = cloud::peek(args.cloud.kind, &program).await?;
        let mut store = cloud::keep(args.cloud.kind, &program).await?;
        let mut text = String::new();
        for serial in store.versions().await?.into_iter().rev() {
            let version = store.version(serial).await?.and_then(|text| cloudc_state::read(&text).ok());
            let what = match version {
                Some(version) => things(version.all().filter(|(_, record)| record.kind.is_managed()).count()),
                None => "cannot be read".to_owned(),
            };
            let mark = if serial == now.serial { "  (now)" } else { "" };
            text.push_str(&format!("{serial:>8}  {what}{mark}\n"));
        }
        disk::print(&text);
        Ok(Exit::Clean)
    })
}

fn things(count: usize) -> String {
    if count == 1 { "1 resource".to_owned() } else { format!("{count} resources") }
}
