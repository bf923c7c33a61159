use cloudc_graph::Param;

/// What is asked for beside the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How templates are written.
    pub format: Format,
    /// Whether what nobody said stays open: params, and attributes of what exists already.
    pub keep_params: bool,
    /// Whether outputs may be imported by other stacks of the account and region, by the name `STACK-OUTPUT`.
    pub export: bool,
    /// How many resources one template may hold.
    pub max_resources: usize,
    /// The params of the program that stay open.
    pub params: Vec<Param>,
    /// The number of the program's own account, for ARNs that are known beforehand.
    pub account: Option<String>,
    /// The bucket that assets are uploaded to, if it is known.
    pub bucket: Option<String>,
    /// How values that only the cloud knows come into objects of Kubernetes.
    pub later: LaterValues,
    /// Who installs charts.
    pub charts: Charts,
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
            account: None,
            bucket: None,
            later: LaterValues::Refused,
            charts: Charts::Helm,
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

/// How values that only the cloud knows come into objects of Kubernetes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LaterValues {
    /// Not at all: each is named.
    #[default]
    Refused,
    /// Somebody writes them into a map, from which Kustomize takes them; Secrets are made by hand.
    Placeholder,
    /// Secrets are made by the External Secrets Operator; everything else as with placeholders.
    ExternalSecrets,
}

/// Who installs charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charts {
    /// A person or a pipeline, with commands of Helm.
    #[default]
    Helm,
    /// Flux, by a `HelmRelease`.
    Flux,
    /// Argo CD, by an `Application`.
    Argo,
}
