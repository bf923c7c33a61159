//! The door to the compiler: what a program comes to, as the pages speak of it.

use cloudc_base::{Finding, Sources};
use cloudc_compiler::MemoryWorld;
use cloudc_graph::{Node, Reason};

use crate::findings::Found;

/// What a run is asked for beside the program.
#[derive(Default)]
pub(crate) struct Options(cloudc_sema::Options);

/// What a program comes to.
pub(crate) struct Program {
    /// Everything found, by file and place.
    pub(crate) findings: Vec<Found>,
    /// The nodes, by address.
    pub(crate) nodes: Vec<Node>,
    /// Which node needs which other, by address, and why; none while there is no graph.
    pub(crate) edges: Option<Vec<(String, String, String)>>,
    /// The params that stand-ins were made for, a line each; `NAME, needed` where something could not be checked for it.
    pub(crate) unset: String,
}

impl Options {
    /// Reads `--set NAME=VALUE` and `--rules FILE`, one a line.
    pub(crate) fn read(text: &str) -> Result<Options, String> {
        let mut options = cloudc_sema::Options::default();
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
        Ok(Options(options))
    }
}

impl Program {
    /// Everything about the program `main.cld` of this world.
    pub(crate) fn compile(world: &MemoryWorld, options: &Options) -> Result<Program, String> {
        let compiled = cloudc_compiler::compile(world, "main.cld", &options.0).map_err(|error| error.to_string())?;
        let graph = &compiled.graph;
        let mut nodes = graph.nodes().to_vec();
        nodes.sort_by_key(|node| node.address.to_string());
        let address = |number: usize| graph.node(number).map(|node| node.address.to_string()).unwrap_or_default();
        let edges = graph.edges().iter().map(|edge| (address(edge.from), address(edge.to), reason(&edge.reason)));
        let line = |(name, needed): &(_, bool)| format!("{name}{}\n", if *needed { ", needed" } else { "" });
        Ok(Program {
            findings: found(&compiled.checked.sources, &compiled.checked.findings),
            nodes,
            edges: Some(edges.collect()),
            unset: compiled.checked.unset.iter().map(line).collect(),
        })
    }
}

/// Why a node needs another, in words, or as the path of the property that says so.
fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Property { property, .. } => property.to_string(),
        Reason::After => "after".to_owned(),
        Reason::Cluster => "cluster".to_owned(),
        Reason::Model(rule) => (*rule).to_owned(),
    }
}

impl Program {
    /// Whether what holds for every program holds: no two nodes have one address.
    pub(crate) fn is_sound(&self) -> Result<(), String> {
        let twice = self.nodes.windows(2).find(|pair| matches!(pair, [one, two] if one.address == two.address));
        match twice {
            Some([node, ..]) => Err(format!("two nodes have the address `{}`", node.address)),
            _ => Ok(()),
        }
    }
}

/// What an expression gives, as `cloudc eval` prints it.
pub(crate) fn evaluate(world: &MemoryWorld, expression: &str, options: &Options) -> Result<String, String> {
    let evaluated =
        cloudc_compiler::evaluate(world, "main.cld", expression, &options.0).map_err(|error| error.to_string())?;
    let Some(value) = &evaluated.value else {
        let findings = found(&evaluated.checked.sources, &evaluated.checked.findings);
        return Err(findings.iter().map(|finding| format!("  {finding}\n")).collect());
    };
    let note = match (value.is_secret(), value.later().is_some()) {
        (true, _) => "  // secret, known later",
        (false, true) => "  // known later",
        (false, false) => "",
    };
    Ok(format!("{value}{note}"))
}

fn found(sources: &Sources, findings: &[Finding]) -> Vec<Found> {
    let mut found: Vec<Found> = findings.iter().map(|finding| Found::new(sources, finding)).collect();
    found.sort();
    found
}
