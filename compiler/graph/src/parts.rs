use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

use crate::{Accept, Instance, Node, Relation, Scale};

/// What evaluation gives, in any order.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The program.
    pub app: App,
    /// The resources.
    pub nodes: Vec<Node>,
    /// The uses of nouns.
    pub instances: Vec<Instance>,
    /// The sentences.
    pub relations: Vec<Relation>,
    /// How instances are scaled.
    pub scales: Vec<Scale>,
    /// What findings the program accepts.
    pub accepts: Vec<Accept>,
    /// The program's outputs.
    pub outputs: Vec<Output>,
    /// The folders and files that nodes take their code from.
    pub assets: Vec<Asset>,
}

/// What the program says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct App {
    /// Its name; none for a file without `app`.
    pub name: Option<Arc<str>>,
    /// The fields of its `app`, a record: region, tags, state, accounts and others, as they are written.
    pub fields: Option<Value>,
}

/// An output of the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its name, as it stands in state and templates.
    pub name: Arc<str>,
    /// Its value; never secret.
    pub value: Value,
    /// Its documentation.
    pub doc: Option<Arc<str>>,
    /// Its declaration.
    pub span: Span,
}

/// Something of the program's folder that is uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name in the bucket for assets: made from its contents.
    pub key: Arc<str>,
    /// The folder or file, relative to the program's root.
    pub path: Arc<str>,
    /// The files in it, relative to `path`, sorted; one empty name for a single file.
    pub files: Vec<Arc<str>>,
    /// How it is made of these files; none if it is these files.
    pub recipe: Option<Recipe>,
}

/// How something is made before it is uploaded: by plan and apply only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// A command of the shell, run in a fresh copy of the files.
    pub command: Arc<str>,
    /// The folder of the copy that holds what is made; all of it if there is none.
    pub output: Option<Arc<str>>,
}
