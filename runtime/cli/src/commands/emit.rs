use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cloudc_compiler::emit::{self, Emitted, Input, MAX_RESOURCES, TARGETS, Target};
use cloudc_compiler::{Finding, Open};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};

/// Write a program for the engine of somebody else
///
/// Files go into the folder of --out; without it the main file is printed, or all manifests. With an error in the program, or a param
/// without a value, nothing is written. For example: cloudc emit main.cld --to cloudformation --out out
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// The engine
    #[arg(long, value_name = "TARGET", value_parser = target, default_value = "cloudformation")]
    #[arg(help = format!("The engine: {}", names()))]
    to: &'static Target,

    /// The folder that is written into; it is made
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,

    /// How templates are written
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,

    /// Leave params without a value from the command line open, where nothing in the program depends on their value
    #[arg(long)]
    keep_params: bool,

    /// Let other stacks import the outputs, as STACK-OUTPUT
    #[arg(long)]
    export: bool,

    /// The number of the account, for `--to iam`: without it ARNs hold `*`
    #[arg(long, value_name = "NUMBER", value_parser = account)]
    account: Option<String>,

    /// The bucket that assets are uploaded to, for `--to iam`
    #[arg(long, value_name = "NAME")]
    bucket: Option<String>,

    /// How many resources a template may hold; what has more becomes a stack of stacks
    #[arg(long, value_name = "N", default_value_t = MAX_RESOURCES, value_parser = count)]
    max_resources: usize,

    /// How values that only the cloud knows come into manifests: a map to be filled in, or Secrets from a store
    #[arg(long, value_name = "HOW")]
    later: Option<Later>,

    /// Who installs charts, for manifests
    #[arg(long, value_name = "WHO", default_value = "helm")]
    charts: Charts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Later {
    Placeholder,
    ExternalSecrets,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Charts {
    Helm,
    Flux,
    Argo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Yaml,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let open = if args.keep_params { Open::AllBut(Vec::new()) } else { Open::None };
    let program = args.which.compile_open(colour, open)?;
    refuse_open(&program, args.keep_params)?;
    match written(args, &program) {
        Ok(emitted) => {
            save(args, &emitted, &program)?;
            program.report(emitted.findings, colour);
            Ok(Exit::Clean)
        }
        Err(findings) => {
            program.report(findings, colour);
            Ok(Exit::Findings)
        }
    }
}

/// A param without a value is an error here (D6), unless it stays open.
fn refuse_open(program: &Program, keep: bool) -> Result<(), Failure> {
    let open = |name: &str| program.params.iter().any(|param| *param.name == *name);
    let missing = program.unset.iter().filter(|(name, needed)| *needed || !open(name));
    let names: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
    match names.is_empty() {
        true => Ok(()),
        false => Err(Failure::Unset { names: names.join(", "), help: way_out(keep) }),
    }
}

fn way_out(keep: bool) -> String {
    match keep {
        true => "something in the program depends on what it is: give it with `--set NAME=VALUE`".to_owned(),
        false => "give one with `--set NAME=VALUE`, or leave it open in the template with `--keep-params`".to_owned(),
    }
}

fn written(args: &Args, program: &Program) -> Result<Emitted, Vec<Finding>> {
    let format = match args.format {
        Format::Json => emit::Format::Json,
        Format::Yaml => emit::Format::Yaml,
    };
    let options = emit::Options {
        format,
        keep_params: args.keep_params,
        export: args.export,
        max_resources: args.max_resources,
        params: program.params.clone(),
        account: args.account.clone(),
        bucket: args.bucket.clone(),
        later: match args.later {
            None => emit::LaterValues::Refused,
            Some(Later::Placeholder) => emit::LaterValues::Placeholder,
            Some(Later::ExternalSecrets) => emit::LaterValues::ExternalSecrets,
        },
        charts: match args.charts {
            Charts::Helm => emit::Charts::Helm,
            Charts::Flux => emit::Charts::Flux,
            Charts::Argo => emit::Charts::Argo,
        },
    };
    (args.to.emit)(&Input {
        graph: &program.graph,
        sources: &program.sources,
        world: &program.world,
        options: &options,
    })
}

/// Writes the files, or prints the main one.
fn save(args: &Args, emitted: &Emitted, program: &Program) -> Result<(), Failure> {
    let Some(out) = &args.out else {
        disk::print(&emitted.whole());
        let more = emitted.files.len().saturating_sub(1);
        eprintln!("note: this is one of {} files; --out writes them all", more + 1);
        return Ok(());
    };
    for (path, bytes) in &emitted.files {
        let to = out.join(path);
        let folder = to.parent().unwrap_or(Path::new("."));
        let written = std::fs::create_dir_all(folder).and_then(|()| {
            // A map also says where the program is from there, so that its paths can be followed.
            let rooted = path.ends_with(".map.json").then(|| rooted(bytes, folder, program)).flatten();
            std::fs::write(&to, rooted.as_deref().map_or(bytes.as_slice(), str::as_bytes))
        });
        written.map_err(|source| Failure::Unwritable { path: to.display().to_string(), source })?;
    }
    eprintln!("{} files are in {}", emitted.files.len(), out.display());
    Ok(())
}

/// A map with the way from its folder to the program's.
fn rooted(bytes: &[u8], folder: &Path, program: &Program) -> Option<String> {
    let folder = std::fs::canonicalize(folder).ok()?;
    let root = serde_json::to_string(&disk::relative(&program.root, &folder)).ok()?;
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.replacen("{\n", &format!("{{\n\"root\": {root},\n"), 1))
}

fn target(name: &str) -> Result<&'static Target, String> {
    emit::target(name).ok_or_else(|| format!("there are {}", names()))
}

fn names() -> String {
    TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ")
}

/// The number of an account: twelve digits.
pub(super) fn account(text: &str) -> Result<String, String> {
    match text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(text.to_owned()),
        false => Err("twelve digits".to_owned()),
    }
}

pub(super) fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=MAX_RESOURCES) => Ok(count),
        _ => Err(format!("a number from 1 to {MAX_RESOURCES}")),
    }
}
