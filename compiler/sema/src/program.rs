//! A program being evaluated: its files, its instances, and what has been computed so far.
//!
//! Everything is computed when it is first needed, cell by cell (D1). A [`Frame`] is one instance of a place that
//! declares things: a file or component, a taken branch of an `if`, one turn of a `for`. A cell is one declaration in one
//! frame. What a cell gives is kept; a cell that needs itself is a cycle and is reported with the way around.

use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Finding, Key, Sources, Span, World, WorldError};
use cloudc_facts::ResourceType;
use cloudc_graph::{Mode, Param};
use cloudc_syntax::File;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::block::{Block, Space};
use crate::cost;
use crate::environment::Environment;
use crate::eval::existing::Known;
use crate::hir::{Attribute, Body, Expr, Items};
use crate::lower;
use crate::noun::NounId;
use crate::open::Open;
use crate::stages::{Options, Stages};

/// An evaluation that gave nothing, and has been reported or follows from something that has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silent;

/// What evaluation gives.
pub(crate) type Eval<T = Value> = Result<T, Silent>;

/// A frame of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FrameId(usize);

/// Names that a loop brings in, and their values.
pub(crate) type Locals = Vec<(Arc<str>, Value)>;

/// One instance of a place that declares things.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Where names are looked up that are not declared here.
    pub(crate) parent: Option<FrameId>,
    pub(crate) block: Arc<Block>,
    /// The file or component instance that this is part of.
    pub(crate) address: Address,
    /// The keys of the loops around, within that instance.
    pub(crate) keys: Vec<Key>,
    /// The names of a loop's head.
    pub(crate) locals: Locals,
    /// What the instance was given: the body of its call, and where that stands.
    pub(crate) given: Option<(FrameId, Body)>,
    pub(crate) cells: HashMap<usize, Cell>,
    /// The taken branch of each `if` that has been decided.
    pub(crate) branches: HashMap<usize, Eval<Option<FrameId>>>,
    /// The `if`s and `for`s that are being decided: to need them now is a cycle.
    pub(crate) deciding: Vec<usize>,
    /// The turns of each `for`.
    pub(crate) turns: HashMap<usize, Arc<[(Key, FrameId)]>>,
}

impl Frame {
    fn new(block: Arc<Block>, parent: Option<FrameId>, address: Address) -> Frame {
        Frame {
            parent,
            block,
            address,
            keys: Vec::new(),
            locals: Vec::new(),
            given: None,
            cells: HashMap::new(),
            branches: HashMap::new(),
            deciding: Vec::new(),
            turns: HashMap::new(),
        }
    }
}

/// What is known of a declaration.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// It is being computed: to need it now is a cycle.
    Running,
    /// It has been computed.
    Done(Eval),
}

/// How far back a finding that repeats an earlier one is looked for: loops repeat what stands in them.
const MANY_FINDINGS: usize = 1000;

/// A resource: what it is, and what its program writes.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    /// Where its properties are computed.
    pub(crate) frame: FrameId,
    pub(crate) ty: Arc<ResourceType>,
    pub(crate) mode: Mode,
    pub(crate) on: Option<Box<Expr>>,
    pub(crate) body: Body,
    pub(crate) attributes: Vec<Attribute>,
    /// Its declaration.
    pub(crate) span: Span,
}

/// A use of a noun.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    /// Where its declarations are computed.
    pub(crate) frame: FrameId,
    /// Which noun it is, and as what the program writes it.
    pub(crate) id: NounId,
    pub(crate) noun: Arc<str>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) doc: Option<Arc<str>>,
    /// Its call.
    pub(crate) span: Span,
    /// Whether it is another program (D31).
    pub(crate) foreign: bool,
    /// What is known of one that somebody else made; none for the program's own.
    pub(crate) known: Option<Arc<Known>>,
    /// Whether its call sets what its noun has no param for.
    pub(crate) misread: bool,
}

/// A program and everything computed of it.
pub struct Program<'w> {
    pub(crate) world: &'w dyn World,
    pub(crate) sources: Sources,
    pub(crate) frames: Vec<Frame>,
    /// The maps of what loops declare, by where a loop stands and the name that it declares.
    pub(crate) maps: HashMap<(FrameId, Space, Arc<str>), Value, FxBuildHasher>,
    pub(crate) instances: IndexMap<Address, Instance, FxBuildHasher>,
    pub(crate) resources: IndexMap<Address, Resource, FxBuildHasher>,
    pub(crate) findings: Vec<Finding>,
    /// The index of each place that declares things, by where its items are kept: made once for all its instances.
    blocks: HashMap<usize, Arc<Block>>,
    /// The declarations of files taken in with `use`, by path.
    pub(crate) files: HashMap<String, Items>,
    /// How many steps may still be made; see `cost`.
    pub(crate) steps: u32,
    pub(crate) stopped: bool,
    /// How many steps may still be made to explain mistakes.
    pub(crate) asides: u32,
    /// How many names may still be looked at for suggestions.
    pub(crate) guesses: u32,
    /// The cells being computed, outermost first.
    pub(crate) needs: Vec<(Arc<str>, Span)>,
    pub(crate) root: Option<FrameId>,
    /// The frames of files whose components or types others use, by path.
    pub(crate) modules: HashMap<String, FrameId>,
    /// What the `app`s of programs say, by the program's frame and the field, as far as that is computed.
    pub(crate) apps: HashMap<(FrameId, Arc<str>), Cell>,
    /// The `app`s of environments, by the frame of the program that each is made of.
    pub(crate) environments: HashMap<FrameId, Environment>,
    /// Params of the root file whose value the command line gives, by name.
    pub(crate) settings: HashMap<Arc<str>, (Value, Span)>,
    /// Params of the root file that nobody gave a value (D6), and whether something could not be computed without it.
    pub(crate) unset: IndexMap<Arc<str>, bool, FxBuildHasher>,
    /// Which params of the root file stay open, and those that do.
    pub(crate) opening: Open,
    pub(crate) open: Vec<Param>,
    /// The block of frames that declare nothing, and frames that have ended.
    nothing: Arc<Block>,
    spare: Vec<FrameId>,
    /// The frame whose expression is being computed: where a mistake is made.
    pub(crate) at: Option<FrameId>,
    pub(crate) stages: Stages,
    /// The folders that are uploaded.
    pub(crate) assets: crate::functions::Assets,
}

impl<'w> Program<'w> {
    /// Reads a program's root file; nothing is evaluated yet.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open(world: &'w dyn World, path: &str) -> Result<Program<'w>, WorldError> {
        let mut program = Program {
            world,
            sources: Sources::new(),
            frames: Vec::new(),
            maps: HashMap::default(),
            instances: IndexMap::default(),
            resources: IndexMap::default(),
            findings: Vec::new(),
            blocks: HashMap::new(),
            files: HashMap::new(),
            steps: cost::MAX_STEPS,
            stopped: false,
            asides: cost::MAX_STEPS / 4,
            guesses: cost::MAX_GUESSES,
            needs: Vec::new(),
            root: None,
            modules: HashMap::new(),
            apps: HashMap::new(),
            environments: HashMap::new(),
            settings: HashMap::new(),
            unset: IndexMap::default(),
            opening: Open::None,
            open: Vec::new(),
            nothing: Arc::default(),
            spare: Vec::new(),
            at: None,
            stages: Stages::default(),
            assets: crate::functions::Assets::default(),
        };
        let text = world.read(path)?;
        let items = program.take(path, &text);
        program.enter(&items);
        Ok(program)
    }

    /// The same, with what the command line says.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open_with(world: &'w dyn World, path: &str, options: &Options) -> Result<Program<'w>, WorldError> {
        let mut program = Program::open(world, path)?;
        program.set(&options.set);
        program.opening = options.open.clone();
        Ok(program)
    }

    /// The files that were read, and everything found in them.
    pub fn finish(self) -> (Sources, Vec<Finding>) {
        (self.sources, self.findings)
    }

    /// Params of the program that nobody gave a value, and whether something could not be computed for want of it.
    pub fn unset(&self) -> Vec<(Arc<str>, bool)> {
        self.unset.iter().map(|(name, needed)| (Arc::clone(name), *needed)).collect()
    }

    /// Everything found so far.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Evaluates an expression where the root file's names are known; `None` if that gave nothing, which is reported.
    pub fn eval(&mut self, expression: &str) -> Option<Value> {
        let text = format!("let it = {expression}\n");
        let items = self.take("<expression>", &text);
        let frame = self.frame(&items, self.root, Address::root());
        let value = match items.first().map(|item| &item.kind) {
            Some(crate::hir::ItemKind::Let { value, .. }) if items.len() == 1 => self.value(frame, value),
            _ => Err(Silent),
        };
        value.ok()
    }

    /// Takes a text in: its findings are kept, its declarations given.
    pub(crate) fn take(&mut self, name: &str, text: &str) -> Items {
        let id = self.sources.add(name, text);
        let file = File::parse(text);
        self.findings.extend(file.findings(id));
        lower(id, &file)
    }

    /// A frame inside another that only brings names in: a turn of a comprehension.
    pub(crate) fn scope(&mut self, parent: FrameId, locals: Locals) -> FrameId {
        let frame = Frame { locals, ..Frame::new(Arc::clone(&self.nothing), Some(parent), Address::root()) };
        match self.spare.pop() {
            Some(id) => {
                if let Some(old) = self.get_mut(id) {
                    *old = frame;
                }
                id
            }
            None => self.add(frame),
        }
    }

    /// Ends a frame that only brought names in: nothing knows it any more, and its place is used again.
    pub(crate) fn leave(&mut self, scope: FrameId) {
        self.spare.push(scope);
    }

    /// A new instance of a place.
    pub(crate) fn frame(&mut self, items: &Items, parent: Option<FrameId>, address: Address) -> FrameId {
        let block = if items.is_empty() { Arc::default() } else { self.block(items) };
        self.add(Frame::new(block, parent, address))
    }

    /// The index of these declarations, made once: it holds them, so that their place in memory stays theirs.
    fn block(&mut self, items: &Items) -> Arc<Block> {
        let findings = &mut self.findings;
        let block = self.blocks.entry(items.as_ptr().addr()).or_insert_with(|| Arc::new(Block::new(items, findings)));
        Arc::clone(block)
    }

    pub(crate) fn add(&mut self, frame: Frame) -> FrameId {
        self.frames.push(frame);
        FrameId(self.frames.len() - 1)
    }

    /// A frame; frames are never taken away, so an id always has one.
    pub(crate) fn get(&self, id: FrameId) -> Option<&Frame> {
        self.frames.get(id.0)
    }

    pub(crate) fn get_mut(&mut self, id: FrameId) -> Option<&mut Frame> {
        self.frames.get_mut(id.0)
    }

    /// Reports, and gives up on the value.
    pub(crate) fn fail<T>(&mut self, finding: Finding) -> Eval<T> {
        self.report(finding);
        Err(Silent)
    }

    /// The same of a mistake in a frame that nothing is computed for just now.
    pub(crate) fn fail_in<T>(&mut self, frame: FrameId, finding: Finding) -> Eval<T> {
        let outer = self.at.replace(frame);
        self.report(finding);
        self.at = outer;
        Err(Silent)
    }

    /// The same of a mistake of types: where no value of the params' types would mend it, it is the noun's own.
    pub(crate) fn fail_by_type<T>(&mut self, finding: Finding) -> Eval<T> {
        match self.is_by_type(finding.primary.span) {
            true => self.keep(finding),
            false => self.report(finding),
        }
        Err(Silent)
    }

    /// Reports. What goes wrong inside a noun because of what its call says stands at the call.
    pub(crate) fn report(&mut self, finding: Finding) {
        let finding = self.blamed(finding);
        self.keep(finding);
    }

    /// Reports where the finding stands, unless it has been.
    pub(crate) fn keep(&mut self, finding: Finding) {
        // What a noun has not, none of its uses has: their addresses are no other mistakes.
        let one = finding.code.name == "unknown-part";
        let same = |known: &Finding| {
            known.code == finding.code
                && known.primary.span == finding.primary.span
                && (one || known.message == finding.message)
        };
        if !self.findings.iter().rev().take(MANY_FINDINGS).any(same) {
            self.findings.push(finding);
            self.steps = self.steps.saturating_sub(cost::FINDING);
        }
    }
}
