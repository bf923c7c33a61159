//! A program that a command works on: compiled, with what is wrong printed first.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use cloudc_compiler::graph::{Graph, Param};
use cloudc_compiler::{Address, Checked, Code, Finding, Open, Options, Severity, Sources, Span, emit, nearest};

use crate::colour::Colour;
use crate::disk::Disk;
use crate::failure::Failure;
use crate::report::{self, Format};
use crate::shell;

/// Which program, and what it is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// The program
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) path: String,

    /// Give a param of the program a value
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::args::setting)]
    pub(crate) set: Vec<(String, String)>,
}

/// A program without errors.
#[derive(Debug)]
pub(crate) struct Program {
    /// The root file, as the command line names it.
    pub(crate) path: String,
    pub(crate) graph: Graph,
    pub(crate) sources: Sources,
    pub(crate) world: Disk,
    /// The params that stay open.
    pub(crate) params: Vec<Param>,
    /// The params without a value; true where something could not be computed for want of it.
    pub(crate) unset: Vec<(Arc<str>, bool)>,
    /// When reading it began: its files are what they were then.
    pub(crate) read_at: SystemTime,
    /// The folder that the program's paths are relative to.
    pub(crate) root: PathBuf,
    /// The values that the command line gives, as it writes them.
    given: Vec<(String, String)>,
    prefix: String,
}

impl Which {
    /// Compiles the program. With an error among what is found there is no program: everything that is found goes to
    /// standard error.
    pub(crate) fn compile(&self, colour: Colour) -> Result<Program, Failure> {
        self.compile_open(colour, Open::None)
    }

    /// The same, for a command about what is there already: what checks find wrong with the program does not stand in its way.
    pub(crate) fn compile_unchecked(&self, colour: Colour) -> Result<Program, Failure> {
        self.compile_as(colour, Open::None, |code| !cloudc_compiler::is_check(code))
    }

    /// The same, and some params stay open.
    pub(crate) fn compile_open(&self, colour: Colour, open: Open) -> Result<Program, Failure> {
        self.compile_as(colour, open, |_| true)
    }

    fn compile_as(&self, colour: Colour, open: Open, counts: fn(&Code) -> bool) -> Result<Program, Failure> {
        let read_at = SystemTime::now();
        let (world, path) = Disk::of(&self.path)?;
        let options = Options { set: self.set.clone(), open, ..Options::default() };
        let compiled = cloudc_compiler::compile(&world, &path, &options)?;
        let prefix = world.prefix().to_owned();
        let is_wrong = |finding: &Finding| finding.code.severity == Severity::Error && counts(finding.code);
        if compiled.checked.findings.iter().any(is_wrong) {
            let checked = Checked::join([(prefix, compiled.checked)]);
            eprint!("{}", report::write(&checked, Format::Human, colour));
            return Err(Failure::Findings);
        }
        let Checked { sources, unset, .. } = compiled.checked;
        let root = world.root().to_owned();
        Ok(Program {
            path: self.path.clone(),
            graph: compiled.graph,
            sources,
            world,
            params: compiled.params,
            unset,
            read_at,
            root,
            given: self.set.clone(),
            prefix,
        })
    }
}

impl Program {
    /// Prints findings about it on standard error.
    pub(crate) fn report(self, findings: Vec<Finding>, colour: Colour) {
        let checked = Checked { sources: self.sources, findings, unset: Vec::new() };
        let checked = Checked::join([(self.prefix, checked)]);
        if !checked.findings.is_empty() {
            eprint!("{}", report::write(&checked, Format::Human, colour));
        }
    }

    /// The archives that its resources are made of, by their name in the bucket for assets.
    pub(crate) fn archives(&self) -> Result<emit::Archives, Failure> {
        let options = emit::Options::default();
        let input = emit::Input { graph: &self.graph, sources: &self.sources, world: &self.world, options: &options };
        let told = |findings: &[Finding]| findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>();
        match emit::archives(&input) {
            // What has to be built first is missed by who needs it.
            Ok((archives, _)) => Ok(archives),
            Err(findings) => Err(Failure::NoArchive { list: told(&findings).join("; ") }),
        }
    }

    /// What has to be built before it can be uploaded: each folder by its name in the bucket for assets.
    pub(crate) fn unbuilt(&self) -> BTreeMap<String, String> {
        let built = self.graph.assets().iter().filter(|asset| asset.recipe.is_some());
        built.map(|asset| (asset.key.to_string(), asset.path.to_string())).collect()
    }

    /// The program's name; what is made is made for a name.
    pub(crate) fn app(&self) -> Result<&str, Failure> {
        let name = self.graph.app().name.as_deref();
        name.ok_or_else(|| Failure::NoApp { path: self.path.clone() })
    }

    /// The program has a name and all its values (D6): only then can something be made of it.
    pub(crate) fn is_ready(&self) -> Result<(), Failure> {
        self.app()?;
        if self.unset.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = self.unset.iter().map(|(name, _)| format!("`{name}`")).collect();
        let flags: Vec<String> = self.unset.iter().map(|(name, _)| format!("--set {name}=..")).collect();
        let help = format!("give them: {}", flags.join(" "));
        Err(Failure::Unset { names: names.join(", "), help })
    }

    /// The command line that does something with this program as this one was called: `cloudc apply main.cld --set a=1`.
    pub(crate) fn command(&self, verb: &str, flags: &str) -> String {
        let given =
            self.given.iter().map(|(name, value)| format!(" --set {}", shell::quoted(&format!("{name}={value}"))));
        format!("cloudc {verb} {}{flags}{}", shell::quoted(&self.path), given.collect::<String>())
    }

    /// Where a span stands, as messages name it: `main.cld:3:5`.
    pub(crate) fn place(&self, span: Span) -> String {
        match self.sources.get(span.file) {
            Some(source) => {
                let position = source.position(span.start);
                let ours = cloudc_compiler::is_library(source.name());
                let prefix = if ours { "" } else { &self.prefix };
                format!("{prefix}{}:{}:{}", source.name(), position.line, position.column)
            }
            None => String::new(),
        }
    }

    /// The files of the program.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The text of a span, on one line.
    pub(crate) fn text(&self, span: Span) -> String {
        self.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The node or instance that an address names.
    pub(crate) fn find(&self, address: &str) -> Result<Address, Failure> {
        let nodes = self.graph.nodes().iter().map(|node| &node.address);
        let instances = self.graph.instances().iter().map(|instance| &instance.address);
        let all: Vec<(String, &Address)> = nodes.chain(instances).map(|known| (known.to_string(), known)).collect();
        if let Some((_, found)) = all.iter().find(|(known, _)| known == address) {
            return Ok((*found).clone());
        }
        let near = nearest(address, all.iter().map(|(known, _)| known.as_str())).map(str::to_owned);
        let tops = self
            .graph
            .instances()
            .iter()
            .filter(|instance| instance.address.parent().is_some_and(|parent| *parent == Address::root()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "the program has {}",
                tops.map(|top| format!("`{}`", top.address)).collect::<Vec<_>>().join(", ")
            ),
        };
        Err(Failure::NoSuchAddress { address: address.to_owned(), help })
    }
}
