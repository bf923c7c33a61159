use cloudc_compiler::{Checked, Options, Severity};

use crate::colour::Colour;
use crate::disk::{self, Disk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{self, Format};

/// Print what an expression gives in a program
///
/// The names of the program are known, and its files. A value that is only known later is shown as where it comes
/// from. For example: cloudc eval main.cld 'subnet(net.cidr, 8, 3)'
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The program
    #[arg(value_hint = clap::ValueHint::FilePath)]
    path: String,

    /// The expression
    expression: String,

    /// Give a param of the program a value
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::args::setting)]
    set: Vec<(String, String)>,

    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let (world, path) = Disk::of(&args.path)?;
    let options = Options { set: args.set.clone(), ..Options::default() };
    let evaluated = cloudc_compiler::evaluate(&world, &path, &args.expression, &options)?;
    if let Some(value) = &evaluated.value {
        let note = match (value.is_secret(), value.later().is_some()) {
            (true, _) => "  // secret, known later",
            (false, true) => "  // known later",
            (false, false) => "",
        };
        disk::print(&format!("{value}{note}\n"));
    }
    let checked = Checked::join([(world.prefix().to_owned(), evaluated.checked)]);
    let findings = &checked.findings;
    if !findings.is_empty() {
        eprint!("{}", report::write(&checked, args.format, colour));
    }
    if evaluated.value.is_none() {
        eprint!("{}", super::check::without_values(&checked.unset));
    }
    let wrong = evaluated.value.is_none() || findings.iter().any(|finding| finding.code.severity == Severity::Error);
    Ok(if wrong { Exit::Findings } else { Exit::Clean })
}
