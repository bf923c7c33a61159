use std::borrow::Cow;

use cloudc_base::Span;
use cloudc_provider::Home;
use serde::Serialize;

use crate::Unresolvable;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Values cannot be computed.
    #[error("{} of the program cannot be computed", if .0.len() == 1 { "a value".to_owned() } else { format!("{} values", .0.len()) })]
    Values(Vec<Problem>),
    /// The state says that the program lives elsewhere.
    #[error("the program lives in {} and this is {}", shown(.recorded), shown(.here))]
    Elsewhere {
        /// Where the program lives.
        recorded: Box<Home>,
        /// What the plan was asked for.
        here: Box<Home>,
    },
    /// Operations of an earlier run have no known outcome.
    #[error("the outcome of {0} operations is not known")]
    Pending(usize),
}

/// A value of a resource that cannot be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The resource.
    pub address: String,
    /// Where it is declared.
    pub span: Span,
    /// Why.
    pub why: Unresolvable,
}

/// Something that may not be done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// The resource.
    pub address: String,
    /// What was to be done.
    pub what: super::What,
    /// Why not, in words.
    pub why: Cow<'static, str>,
    /// Where it is declared, if it is.
    #[serde(skip)]
    pub span: Option<Span>,
}

fn shown(home: &Home) -> String {
    format!("account {} and {} of `{}`", home.account, home.region, home.cloud)
}
