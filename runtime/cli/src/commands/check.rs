use clap::ValueEnum;
use cloudc_compiler::{Checked, FileId, Options, Severity};

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

    /// Give a param of the program a value
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::args::setting)]
    set: Vec<(String, String)>,

    /// Rules for an organisation that the program must keep
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    rules: Vec<String>,

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
    let options = Options { set: args.set.clone(), rules: args.rules.clone(), ..Options::default() };
    let mut checked = if stdin { check_input(&options)? } else { check_files(&args.paths, &options)? };
    if args.fix && !stdin && fix(&checked)? > 0 {
        checked = check_files(&args.paths, &options)?;
    }
    disk::print(&report::write(&checked, args.format, colour));
    if args.format == Format::Human {
        eprint!("{}", without_values(&checked.unset));
    }
    let limit = if args.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    let counts = checked.findings.iter().any(|finding| finding.code.severity >= limit);
    Ok(if counts { Exit::Findings } else { Exit::Clean })
}

fn check_files(paths: &[String], options: &Options) -> Result<Checked, Failure> {
    let mut checked = Vec::new();
    for path in disk::programs(paths)? {
        let (world, path) = Disk::of(&path)?;
        checked.push((world.prefix().to_owned(), cloudc_compiler::check(&world, &path, options)?));
    }
    Ok(Checked::join(checked))
}

fn check_input(options: &Options) -> Result<Checked, Failure> {
    let world = cloudc_compiler::MemoryWorld::new().with("<stdin>", disk::standard_input()?);
    Ok(cloudc_compiler::check(&world, "<stdin>", options)?)
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

/// What was checked without a value (D6), as a note; empty if nothing was.
pub(crate) fn without_values(unset: &[(std::sync::Arc<str>, bool)]) -> String {
    let names = |needed: bool| -> Vec<String> {
        unset.iter().filter(|(_, known)| *known || !needed).map(|(name, _)| format!("`{name}`")).collect()
    };
    let (all, needed) = (names(false), names(true));
    match (all.is_empty(), needed.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("note: checked without a value for {}\n", all.join(", ")),
        (false, false) => format!(
            "note: checked without a value for {}; what depends on {} was not checked further: give one with `--set`\n",
            all.join(", "),
            needed.join(", ")
        ),
    }
}
