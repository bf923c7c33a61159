use std::process::Command;

use cloudc_engine::{Door, doors};

use crate::cloud::{self, Chosen, Kind};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;
use crate::shell::quoted;

/// Log in to a machine, by the way that the program opens
///
/// A machine with a public address is reached by that, another through one that `allow .. to reach .. on tcp(22)` lets in.
/// `ssh` itself makes the connection, with your keys and its own configuration.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// The server, or the fleet
    address: String,

    /// Which machine of a fleet, by its private address
    #[arg(long, value_name = "IP")]
    host: Option<std::net::IpAddr>,

    /// Print the command and do not run it
    #[arg(long)]
    print: bool,

    #[command(flatten)]
    cloud: Chosen,

    /// What to run there, behind `--`
    #[arg(last = true)]
    command: Vec<String>,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    let address = program.find(&args.address)?;
    let host = args.host.map(|host| host.to_string());
    let doors = doors(&program.graph, &document, &address, host.as_deref()).map_err(Failure::unfit)?;
    let mut words = vec!["ssh".to_owned()];
    words.extend(through(&doors));
    words.extend(args.command.iter().cloned());
    finish(&words, &doors, (args.print, args.cloud.kind))
}

/// The words of `ssh` that lead through doors.
pub(super) fn through(doors: &[Door]) -> Vec<String> {
    let Some((last, before)) = doors.split_last() else { return Vec::new() };
    let name = |door: &Door| format!("{}@{}", door.user, door.host);
    let jumps = before.iter().map(name).collect::<Vec<_>>().join(",");
    let mut words = if before.is_empty() { Vec::new() } else { vec!["-J".to_owned(), jumps] };
    words.push(name(last));
    words
}

/// Runs a command in the place of this one, or prints it.
pub(super) fn finish(words: &[String], doors: &[Door], (print, cloud): (bool, Kind)) -> Result<Exit, Failure> {
    if print || cloud == Kind::Local {
        disk::print(&format!(
            "{}{}\n",
            keys(doors),
            words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
        ));
        if !print {
            eprintln!("note: nothing runs in the simulated cloud; this is what would be called");
        }
        return Ok(Exit::Clean);
    }
    let Some((program, arguments)) = words.split_first() else { return Ok(Exit::Clean) };
    let wrong = |source| Failure::Unreadable { path: program.clone(), source };
    let status = Command::new(program).args(arguments).env_remove(cloud::PASSPHRASE).status().map_err(wrong)?;
    Ok(if status.success() { Exit::Clean } else { Exit::Failed })
}

/// What lets a key in for a minute, where the cloud knows the machine.
fn keys(doors: &[Door]) -> String {
    let known = doors.iter().filter_map(|door| Some((door, door.identifier.as_ref()?)));
    known
        .map(|(door, machine)| {
            format!(
                "# your key, for a minute: aws ec2-instance-connect send-ssh-public-key --instance-id {machine} --instance-os-user {} \
                 --ssh-public-key file://~/.ssh/id_ed25519.pub\n",
                door.user
            )
        })
        .collect()
}
