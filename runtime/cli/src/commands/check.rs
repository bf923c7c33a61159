use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use cloudc_compiler::deployer::{self, Asked, Phase, Policies, Way};
use cloudc_compiler::{Checked, Compiled, FileId, Finding, Options, Severity};

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

    /// A policy of IAM, in JSON: say what it lacks to deploy the program. Several hold together
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    deployer_policy: Vec<PathBuf>,

    /// How the program is deployed, for --deployer-policy
    #[arg(long, value_name = "WAY", default_value = "direct", requires = "deployer_policy")]
    by: By,

    /// The number of the account, for --deployer-policy
    #[arg(long, value_name = "NUMBER", value_parser = super::emit::account, requires = "deployer_policy")]
    account: Option<String>,

    /// What the policies are for, for --deployer-policy: without it to plan, apply and destroy. Again and again, or a list
    #[arg(long, value_name = "PHASE", value_delimiter = ',', value_parser = phases(), requires = "deployer_policy")]
    phase: Vec<Phase>,

    /// Make the changes that findings offer, where they are safe
    #[arg(long)]
    fix: bool,
}

/// Reads the name of a phase.
fn phases() -> impl TypedValueParser<Value = Phase> {
    let named = |name: String| Phase::ALL.into_iter().find(|phase| phase.name() == name).unwrap_or(Phase::Plan);
    PossibleValuesParser::new(Phase::ALL.map(Phase::name)).map(named)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings count as errors
    Warnings,
}

/// How a program is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// `cloudc apply`
    Direct,
    /// A stack of what `cloudc emit` writes
    Cloudformation,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let stdin = args.paths.iter().any(|path| path == "-");
    let options = Options { set: args.set.clone(), rules: args.rules.clone(), ..Options::default() };
    let deployer = Deployer::of(args)?;
    let mut checked = if stdin { check_input(&options)? } else { check_files(&args.paths, &options, &deployer)? };
    if args.fix && !stdin && fix(&checked)? > 0 {
        checked = check_files(&args.paths, &options, &deployer)?;
    }
    disk::print(&report::write(&checked, args.format, colour));
    if args.format == Format::Human {
        eprint!("{}", without_values(&checked.unset));
    }
    let limit = if args.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    let counts = checked.findings.iter().any(|finding| finding.code.severity >= limit);
    Ok(if counts { Exit::Findings } else { Exit::Clean })
}

fn check_files(paths: &[String], options: &Options, deployer: &Deployer<'_>) -> Result<Checked, Failure> {
    let mut checked = Vec::new();
    for path in disk::programs(paths)? {
        let (world, path) = Disk::of(&path)?;
        let mut compiled = cloudc_compiler::compile(&world, &path, options)?;
        let found = deployer.judge(&compiled);
        compiled.checked.findings.extend(found);
        checked.push((world.prefix().to_owned(), compiled.checked));
    }
    Ok(Checked::join(checked))
}

/// Whoever deploys: the policies that are given, and how.
struct Deployer<'a> {
    policies: Option<Policies>,
    way: Way,
    phases: &'a [Phase],
    account: Option<&'a str>,
}

impl Deployer<'_> {
    fn of(args: &Args) -> Result<Deployer<'_>, Failure> {
        let mut policies = Policies::default();
        for path in &args.deployer_policy {
            let shown = path.display().to_string();
            let text =
                std::fs::read_to_string(path).map_err(|source| Failure::Unreadable { path: shown.clone(), source })?;
            let added = policies.add(&shown, &text);
            added.map_err(|why| Failure::NoPolicy { path: shown, why: why.to_string() })?;
        }
        let way = match args.by {
            By::Direct => Way::Direct,
            By::Cloudformation => Way::CloudFormation,
        };
        let policies = (!args.deployer_policy.is_empty()).then_some(policies);
        let phases = if args.phase.is_empty() { &Phase::RUNS[..] } else { &args.phase };
        Ok(Deployer { policies, way, phases, account: args.account.as_deref() })
    }

    /// What is to be said of the policies; nothing as long as the program has errors.
    fn judge(&self, compiled: &Compiled) -> Vec<Finding> {
        let is_error = |finding: &Finding| finding.code.severity == Severity::Error;
        match &self.policies {
            Some(policies) if !compiled.checked.findings.iter().any(is_error) => {
                let asked = Asked { account: self.account, ..Asked::of(&compiled.graph, self.way) };
                deployer::judge(&asked, policies, self.phases)
            }
            _ => Vec::new(),
        }
    }
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
