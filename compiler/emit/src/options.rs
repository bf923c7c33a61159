use std::sync::Arc;

use cloudc_base::Span;

/// What is asked for beside the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How templates are written.
    pub format: Format,
    /// Whether params of the program without a value stay params of what is written.
    pub keep_params: bool,
    /// Whether outputs may be imported by other stacks of the account and region, by the name `STACK-OUTPUT`.
    pub export: bool,
    /// How many resources one template may hold.
    pub max_resources: usize,
    /// What is known of the program's params without a value.
    pub params: Vec<Param>,
}

/// How many resources CloudFormation takes in one template.
pub const MAX_RESOURCES: usize = 500;

impl Default for Options {
    fn default() -> Options {
        Options {
            format: Format::Json,
            keep_params: false,
            export: false,
            max_resources: MAX_RESOURCES,
            params: Vec::new(),
        }
    }
}

/// How templates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// JSON
    #[default]
    Json,
    /// YAML
    Yaml,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }
}

/// A param of the program, as far as an engine can be told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name in the program.
    pub name: Arc<str>,
    /// What it takes.
    pub kind: ParamKind,
    /// The only values that it takes; empty: any.
    pub allowed: Vec<Arc<str>>,
    /// The least and the greatest number that it takes.
    pub range: (Option<f64>, Option<f64>),
    /// What it is for.
    pub doc: Option<Arc<str>>,
    /// Its declaration.
    pub span: Span,
}

/// What a param takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A range of addresses.
    Cidr,
    /// Texts.
    Texts,
    /// Numbers.
    Numbers,
    /// Ranges of addresses.
    Cidrs,
}
