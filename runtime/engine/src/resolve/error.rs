use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::functions::Unwritable;

/// Why a value has no JSON.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unresolvable {
    /// The cloud was asked for an attribute and told none.
    #[error("the cloud tells no `{1}` of `{0}`")]
    NoAttribute(Address, Arc<str>),
    /// It needs a param of the program that has no value.
    #[error("`{0}` has no value")]
    NoParam(Address),
    /// `app` has no such field.
    #[error("`app.{0}` is not known")]
    NoApp(Arc<str>),
    /// Nobody has answered the question.
    #[error("`{0}` has no answer")]
    NoAnswer(String),
    /// A later list is shorter than the program takes it for.
    #[error("`{0}` has no element {1}")]
    NoElement(String, u32),
    /// A value of this kind stands where the cloud's model has none.
    #[error("{0} has no place in what is sent to a cloud")]
    Kind(&'static str),
    /// A name that marks values in state and plans.
    #[error("the name `{0}` is taken")]
    Reserved(Arc<str>),
    /// A function gives nothing for what its arguments have become.
    #[error("`{0}` cannot be computed: {1}")]
    Function(&'static str, String),
}

impl Unresolvable {
    /// What a function says against its arguments.
    pub(super) fn function(name: &'static str, why: &Unwritable) -> Unresolvable {
        let why = match why {
            Unwritable::Value(place, value) => format!("{} stands at `{place}`", value.kind()),
            Unwritable::Key => "a key is too long".to_owned(),
            Unwritable::Deep => "it is nested too deep".to_owned(),
            Unwritable::Long => "it is too long".to_owned(),
            Unwritable::Later(later) => format!("`{later}` is not known"),
            Unwritable::Arguments => "its arguments are not what it takes".to_owned(),
        };
        Unresolvable::Function(name, why)
    }
}
