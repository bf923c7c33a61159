//! What whoever deploys a program has to be allowed to do: the least, call by call.
//!
//! [`needs`] lists it, each action with the thing it is about and the node that asks for it; [`documents`] writes it as
//! policies of IAM; [`lacks`] says what given policies lack. Where the facts come from: what the handlers of each type
//! call is published with its schema, and which ARNs an action takes with IAM's own tables. What neither says stands in
//! `data/`: ARNs of types without a published shape, and which calls are made for certain properties only.

mod action;
mod arns;
mod candidates;
mod conditions;
mod days;
mod deployer;
mod document;
mod engine;
mod given;
mod glob;
mod handlers;
mod lack;
mod mistakes;
mod names;
mod need;
mod place;
mod refreshes;
mod roles;
mod statement;
mod types;
mod values;
mod way;
mod when;
mod wide;

pub use action::{is_action, is_service, takes_resources};
pub use deployer::{Asked, arns, needs};
pub use document::{LIMIT, MOST, documents};
pub use given::{Malformed, Policies};
pub use handlers::calls;
pub use lack::{Lack, Why, lacks};
pub use mistakes::{CODES, judge};
pub use need::{Condition, Need, Phase};
pub use statement::{Statement, statements};
pub use way::Way;
pub use wide::{Wide, wide};
