use cloudc_base::{Finding, Sources, World};
use cloudc_graph::Graph;

use crate::{Emitted, Options};

/// Something that a graph can be written for.
#[derive(Debug)]
pub struct Target {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What comes out, in one line.
    pub about: &'static str,
    /// Writes everything, or says why it cannot.
    pub emit: fn(&Input<'_>) -> Result<Emitted, Vec<Finding>>,
}

/// What is written, and where what it needs comes from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The program.
    pub graph: &'a Graph,
    /// The files that it was read from: what spans point into.
    pub sources: &'a Sources,
    /// The files that are uploaded.
    pub world: &'a dyn World,
    /// What is asked for.
    pub options: &'a Options,
}
