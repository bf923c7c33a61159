/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// The cloud becomes what a program declares.
    #[default]
    Apply,
    /// What was made is removed.
    Destroy,
    /// A run that did not come to its end is taken back.
    Undo,
}

impl Purpose {
    /// The name of the command.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Apply => "apply",
            Purpose::Destroy => "destroy",
            Purpose::Undo => "undo",
        }
    }
}
