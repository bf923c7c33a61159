//! Who makes resources real.
//!
//! A [`Provider`] creates, reads, changes and deletes resources in the cloud's own model; what goes wrong is a [`Fault`] of
//! a class that says what may be done about it. [`Simulator`] is the provider that needs no account: a cloud on disk.
//!
//! Nothing here knows a plan, a state or an order of work; nothing here knows a cloud's client library.

mod account;
mod actual;
mod call;
mod connection;
mod exclusive;
mod fault;
mod fills;
mod holders;
mod identifier;
mod interruption;
mod looking;
mod names;
pub mod path;
mod progress;
mod provider;
mod rehearsal;
mod revealed;
mod rollout;
mod simulator;
mod table;
mod timestamp;
mod together;
mod typical;
mod waiting;

pub use account::{Account, Pass};
pub use actual::{Actual, Found, Owned, Present, Readiness};
pub use call::{Call, Change, Question, Site, Token};
pub use connection::Connection;
pub use exclusive::Exclusive;
pub use fault::{Class, Fault};
pub use fills::filled;
pub use holders::holds;
pub use identifier::identifier;
pub use interruption::Interruption;
pub use looking::Looking;
pub use names::named;
pub use progress::{Progress, Silent};
pub use provider::{Home, Lane, Provider, Recovery};
pub use rehearsal::Rehearsal;
pub use revealed::Revealed;
pub use rollout::Rollout;
pub use simulator::{Faults, OpenError, Settings, Simulator};
pub use timestamp::Timestamp;
pub use together::Together;
pub use typical::{Action, typical};
pub use waiting::Waiting;
