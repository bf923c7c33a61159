use cloudc_base::Address;
use cloudc_provider::{Question, Site};
use serde_json::Value as Json;

/// Where later values are looked for.
pub trait Scope {
    /// An attribute of a resource, by its path in the cloud's model.
    fn attribute(&self, of: &Address, path: &str) -> Sight<'_>;

    /// The type of a resource and what the cloud calls it, if it is there.
    fn called(&self, of: &Address) -> Option<(&str, &str)>;

    /// A field of `app` that the program does not say itself.
    fn app(&self, name: &str) -> Option<Json>;

    /// The answer to a question about the account.
    fn answer(&self, question: &Question) -> Option<Json>;

    /// Where what is being resolved lives: where questions are asked.
    fn site(&self) -> &Site;
}

/// What is known of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sight<'s> {
    /// It is this.
    Known(&'s Json),
    /// It is not known yet. If `sure`, it will differ from what is recorded; otherwise it may.
    Later {
        /// Whether it will surely differ.
        sure: bool,
    },
    /// The resource is there and has no such attribute, or nothing is known of it.
    Missing,
}
