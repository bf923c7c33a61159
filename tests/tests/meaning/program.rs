//! The door to the compiler: what a program comes to, as the pages speak of it.

use cloudc_compiler::graph::{Graph, Reason};
use cloudc_compiler::{Checked, MemoryWorld, Options, compile};

use crate::findings::Found;

/// What a program comes to.
pub(crate) struct Program {
    /// Everything found, by file and place.
    pub(crate) findings: Vec<Found>,
    /// What it comes to.
    pub(crate) graph: Graph,
    /// The params that stand-ins were made for, a line each; `NAME, needed` where something could not be checked for it.
    pub(crate) unset: String,
}

/// Reads what a run is asked for: `--set NAME=VALUE` and `--rules FILE`, one a line.
pub(crate) fn options(text: &str) -> Result<Options, String> {
    let mut options = Options::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once(' ') {
            Some(("--rules", path)) => options.rules.push(path.trim().to_owned()),
            Some(("--set", setting)) => {
                let (name, value) = setting.split_once('=').ok_or_else(|| format!("no `=` in `{line}`"))?;
                options.set.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            _ => return Err(format!("`{line}` is no argument")),
        }
    }
    Ok(options)
}

impl Program {
    /// Everything about the program `main.cld` of this world.
    pub(crate) fn compile(world: &MemoryWorld, options: &Options) -> Result<Program, String> {
        let compiled = compile(world, "main.cld", options).map_err(|error| error.to_string())?;
        let line = |(name, needed): &(_, bool)| format!("{name}{}\n", if *needed { ", needed" } else { "" });
        Ok(Program {
            findings: found(&compiled.checked),
            unset: compiled.checked.unset.iter().map(line).collect(),
            graph: compiled.graph,
        })
    }
}

/// A reason as the pages write it.
pub(crate) fn reason(reason: &Reason) -> &str {
    match reason {
        Reason::Property { property, .. } => property,
        Reason::After => "after",
        Reason::Cluster => "cluster",
        Reason::Model(rule) => rule,
    }
}

/// What an expression gives, as `cloudc eval` prints it.
pub(crate) fn evaluate(world: &MemoryWorld, expression: &str, options: &Options) -> Result<String, String> {
    let evaluated = cloudc_compiler::evaluate(world, "main.cld", expression, options);
    let evaluated = evaluated.map_err(|error| error.to_string())?;
    let Some(value) = &evaluated.value else {
        return Err(found(&evaluated.checked).iter().map(|finding| format!("  {finding}\n")).collect());
    };
    let note = match (value.is_secret(), value.later().is_some()) {
        (true, _) => "  // secret, known later",
        (false, true) => "  // known later",
        (false, false) => "",
    };
    Ok(format!("{value}{note}"))
}

fn found(checked: &Checked) -> Vec<Found> {
    let mut found: Vec<Found> = checked.findings.iter().map(|finding| Found::new(&checked.sources, finding)).collect();
    found.sort();
    found
}
