use cloudc_engine::tunnel;

use super::ssh::{finish, through};
use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Open a `tunnel` of the program: its ports are on this machine until you press Ctrl-C
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// The tunnel
    address: String,

    /// Which machine of a fleet it goes through, by its private address
    #[arg(long, value_name = "IP")]
    host: Option<std::net::IpAddr>,

    /// Print the command and do not run it
    #[arg(long)]
    print: bool,

    #[command(flatten)]
    cloud: Chosen,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    let address = program.find(&args.address)?;
    let host = args.host.map(|host| host.to_string());
    let found = tunnel(&program.graph, &document, &address, host.as_deref()).map_err(Failure::unfit)?;
    let mut words = vec!["ssh".to_owned(), "-N".to_owned()];
    for (name, port) in &found.ports {
        eprintln!("{name} is at localhost:{port}");
        words.extend(["-L".to_owned(), format!("{port}:{}:{port}", found.host)]);
    }
    words.extend(through(&found.doors));
    finish(&words, &found.doors, (args.print, args.cloud.kind))
}
