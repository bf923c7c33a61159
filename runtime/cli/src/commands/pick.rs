use cloudc_engine::Selection;

/// Which part of a program a command is about.
#[derive(Debug, clap::Args)]
pub(crate) struct Pick {
    /// Only what stands at or below an address, and what has to be done with it; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    only: Vec<String>,

    /// All but what stands at or below an address, and what cannot be done without it; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    except: Vec<String>,
}

impl Pick {
    pub(crate) fn selection(&self) -> Selection {
        Selection { only: self.only.clone(), except: self.except.clone() }
    }
}
