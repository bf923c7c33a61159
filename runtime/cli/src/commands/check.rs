use clap::ValueEnum;
use cloudc_compiler::{Checked, FileId, Severity};

use crate::colour::Colour;
use crate::disk::{self, Disk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{self, Format};

/// Find everything that is wrong with programs
///
/// All findings of all files are reported, not the first. Exits with 1 if one of them is an error.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, or - for standard input
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,

    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// Also exit with 1 on findings that are no errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,

    /// Make the changes that findings offer, where they are safe
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings count as errors
    Warnings,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let stdin = args.paths.iter().any(|path| path == "-");
    let mut checked = if stdin { check_input()? } else { check_files(&args.paths)? };
    if args.fix && !stdin && fix(&checked)? > 0 {
        checked = check_files(&args.paths)?;
    }
    disk::print(&report::write(&checked, args.format, colour));
    let limit = if args.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    let counts = checked.findings.iter().any(|finding| finding.code.severity >= limit);
    Ok(if counts { Exit::Findings } else { Exit::Clean })
}

fn check_files(paths: &[String]) -> Result<Checked, Failure> {
    let programs = disk::programs(paths)?;
    Ok(cloudc_compiler::check(&Disk, programs.iter().map(String::as_str))?)
}

fn check_input() -> Result<Checked, Failure> {
    let world = cloudc_compiler::MemoryWorld::new().with("<stdin>", disk::standard_input()?);
    Ok(cloudc_compiler::check(&world, ["<stdin>"])?)
}

/// Makes every fix; says how many.
fn fix(checked: &Checked) -> Result<usize, Failure> {
    let mut made = 0;
    for (id, source) in checked.sources.iter() {
        made += fix_file(checked, id, source.name(), source.text())?;
    }
    Ok(made)
}

fn fix_file(checked: &Checked, id: FileId, name: &str, text: &str) -> Result<usize, Failure> {
    let (fixed, made) = cloudc_compiler::fixed(text, id, &checked.findings);
    if made > 0 {
        disk::replace(name, &fixed)?;
    }
    Ok(made)
}
