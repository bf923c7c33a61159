/// Where a provider says how far a long call has come. What is said may be lost in a crash; recovery does not need it, and
/// is faster with it.
pub trait Progress: Send + Sync {
    /// The cloud has accepted the operation and calls it so: a later call can go on with it.
    fn accepted(&self, handle: &str);

    /// The resource has this identifier, though it may not be ready.
    fn identified(&self, identifier: &str);

    /// What the cloud is doing, in its own words.
    fn says(&self, message: &str);

    /// A secret that the cloud tells now and never again, by its place in the model. It is told before anything is waited for:
    /// what is lost before somebody has it is lost for good.
    fn told(&self, place: &str, secret: &str);
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn accepted(&self, _handle: &str) {}
    fn identified(&self, _identifier: &str) {}
    fn says(&self, _message: &str) {}
    fn told(&self, _place: &str, _secret: &str) {}
}
