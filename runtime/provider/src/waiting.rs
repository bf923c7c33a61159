/// How long a run waits for what it makes or changes. What each means for a type stands in `docs/apply.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Waiting {
    /// Where nothing else needs it to be ready: until the cloud shows it.
    Short,
    /// Until it can be used.
    #[default]
    Usual,
    /// Until it does what it is for, as far as the cloud can tell.
    Full,
}
