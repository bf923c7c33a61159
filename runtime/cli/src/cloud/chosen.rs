use super::Kind;

/// Which cloud a command is about.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Chosen {
    /// The cloud
    #[arg(long = "cloud", value_name = "CLOUD", default_value = "local")]
    pub(crate) kind: Kind,
}
