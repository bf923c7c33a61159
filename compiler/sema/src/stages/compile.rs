//! From a program's text to the parts of its graph: all stages, in order.

use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{FileId, Finding, Sources, Span, World, WorldError};
use cloudc_graph::{App, Output, Param, Parts};

use crate::hir::ItemKind;
use crate::mistakes::secret_leak;
use crate::open::Open;
use crate::program::Program;
use crate::stages::Reading;

/// Findings about what a noun is given.
const DEMANDS: &[&str] = &["assertion", "null-value", "arithmetic"];

/// What a run is asked for beside the program.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values of the program's params: `name`, and the value as the command line has it.
    pub set: Vec<(String, String)>,
    /// Files of rules for an organisation (E9).
    pub rules: Vec<String>,
    /// Which params of the root file stay open.
    pub open: Open,
}

/// What a program comes to.
#[derive(Debug)]
pub struct Outcome {
    /// What the graph is made of.
    pub parts: Parts,
    /// The files that were read.
    pub sources: Sources,
    /// Everything found.
    pub findings: Vec<Finding>,
    /// Params of the program without a value, and whether something could not be checked for want of it.
    pub unset: Vec<(Arc<str>, bool)>,
    /// Params of the program that stay open, in the order in which they were first needed.
    pub params: Vec<Param>,
}

impl<'w> Program<'w> {
    /// Evaluates a program from its root file.
    ///
    /// # Errors
    /// The root file or a file of rules cannot be read.
    pub fn compile(world: &'w dyn World, path: &str, options: &Options) -> Result<Outcome, WorldError> {
        let mut program = Program::open_with(world, path, options)?;
        let rules: Vec<_> = options.rules.iter().map(|path| program.rules_of(path)).collect::<Result<_, _>>()?;
        let parts = program.parts(&rules);
        program.drop_consequences();
        program.drop_demands();
        let unset = program.unset();
        Ok(Outcome { parts, sources: program.sources, findings: program.findings, unset, params: program.open })
    }

    /// Computes everything that the root file declares, so that everything wrong with it is found.
    pub fn check(&mut self) {
        self.parts(&[]);
    }

    fn parts(&mut self, rules: &[crate::hir::Items]) -> Parts {
        if let Some(root) = self.root {
            let items = self.get(root).map(|frame| Arc::clone(&frame.block.items)).unwrap_or_default();
            self.check_names(root, &items);
            self.walk(root);
        }
        self.stages.reading = Reading::Patched;
        for items in rules {
            let frame = self.frame(items, self.root, cloudc_base::Address::root());
            self.walk_rules(frame);
        }
        self.check_formers();
        let made = self.relate();
        self.walk_waiting();
        let mut nodes = self.nodes();
        self.judge(&made);
        nodes.extend(made);
        Parts {
            app: self.shown_app(),
            nodes,
            instances: self.shown_instances(),
            relations: std::mem::take(&mut self.stages.relations),
            scales: self.shown_scales(),
            accepts: std::mem::take(&mut self.stages.accepts),
            outputs: self.outputs(),
            assets: self.assets.list.clone(),
        }
    }

    /// A noun that is looked at alone is given nothing: what it asks of its callers is no finding.
    fn drop_demands(&mut self) {
        let noun = self.instances.get(&cloudc_base::Address::root()).map(|instance| instance.frame);
        let items = noun.and_then(|root| self.get(root)).map(|frame| Arc::clone(&frame.block.items));
        let contract = |item: &crate::hir::Item| {
            matches!(item.kind, ItemKind::Contract { .. } | ItemKind::Verb { .. } | ItemKind::ActsAs { .. })
        };
        if items.is_some_and(|items| items.iter().any(contract)) {
            self.findings.retain(|finding| !DEMANDS.contains(&finding.code.name));
        }
    }

    fn shown_app(&mut self) -> App {
        let Some(root) = self.root else { return App::default() };
        let mut part = |name: &str| self.app_of(root, name, Span::new(FileId::ROOT, 0, 0)).ok().flatten();
        let name = match part("name") {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        };
        let mut fields = Entries::new();
        for field in crate::app::PARTS {
            part(field).into_iter().for_each(|value| fields.set(*field, value));
        }
        App { name, fields: Some(fields.seal()) }
    }

    /// The outputs of the root file; none of them is secret.
    fn outputs(&mut self) -> Vec<Output> {
        let Some(root) = self.root else { return Vec::new() };
        let Some(items) = self.get(root).map(|frame| Arc::clone(&frame.block.items)) else { return Vec::new() };
        let mut outputs = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let ItemKind::Output { name, value: expr } = &item.kind else { continue };
            let Ok(value) = self.cell(root, index, &name.text, name.span) else { continue };
            if value.is_secret() {
                self.report(secret_leak::output(expr.span, &name.text));
            } else if value != Value::Null {
                outputs.push(Output { name: Arc::clone(&name.text), value, doc: item.doc.clone(), span: item.span });
            }
        }
        outputs
    }
}
