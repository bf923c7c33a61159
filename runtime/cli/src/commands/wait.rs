use cloudc_provider::Waiting;

use crate::cloud::Cloud;

/// How long a run waits for what it makes.
#[derive(Debug, clap::Args)]
pub(crate) struct Wait {
    /// Go on when the cloud shows a thing, where nothing breaks by that, instead of when it can be used
    #[arg(long, conflicts_with = "full_wait")]
    no_wait: bool,

    /// Go on only when a thing does what it is for: machines that pass their checks, groups whose machines serve
    #[arg(long)]
    full_wait: bool,
}

impl Wait {
    /// Tells the cloud.
    pub(crate) fn tell(&self, cloud: &Cloud) {
        cloud.provider.wait_for(match (self.no_wait, self.full_wait) {
            (true, _) => Waiting::Short,
            (_, true) => Waiting::Full,
            _ => Waiting::Usual,
        });
    }
}
