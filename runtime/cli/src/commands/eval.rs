use cloudc_compiler::Severity;

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{self, Format};
use crate::root::Root;

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

    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let (root, path) = Root::of(&args.path)?;
    let mut evaluated = cloudc_compiler::evaluate(&root, &path, &args.expression)?;
    evaluated.checked.sources.rename(|name| root.shown(name));
    if let Some(value) = &evaluated.value {
        let note = match (value.is_secret(), value.later().is_some()) {
            (true, _) => "  // secret, known later",
            (false, true) => "  // known later",
            (false, false) => "",
        };
        disk::print(&format!("{value}{note}\n"));
    }
    let findings = &evaluated.checked.findings;
    if !findings.is_empty() {
        eprint!("{}", report::write(&evaluated.checked, args.format, colour));
    }
    let wrong = evaluated.value.is_none() || findings.iter().any(|finding| finding.code.severity == Severity::Error);
    Ok(if wrong { Exit::Findings } else { Exit::Clean })
}
