//! From a graph and what is recorded to a plan, and from a plan to a running cloud.
//!
//! ```text
//! Graph + Document + Knowledge --plan--> Plan --apply--> Document
//! ```
//!
//! [`plan`](fn@plan) compares what a program declares with what is recorded and says what is to be done, why, and in what order;
//! [`apply`] does it: everything that is ready runs, the longest remaining way first, and every operation is in the journal
//! before it is sent. A run that dies is taken up by the next one, which first finds out what became of every operation
//! whose outcome is not recorded.
//!
//! Nothing here knows a cloud's client library, a terminal or the language's text.

mod difference;
mod fingerprint;
mod ground;
mod knowledge;
mod look;
mod mark;
mod plan;
mod reach;
mod resolve;
mod run;
mod undo;

pub use difference::{Difference, differences};
pub use fingerprint::fingerprint;
pub use knowledge::Knowledge;
pub use look::{
    Away, Doing, Door, Drift, ImportError, Importable, Imported, Moved, Tunnel, Unfit, Wish, adoptable, doors, drift,
    entries, import, importable, operate, operations, rehearse, seek, tunnel, type_of,
};
pub use mark::{has_secret, is_later, is_secret, later, secret};
pub use plan::{
    Also, Cause, First, Forecast, Foreign, Interrupts, Leg, Machines, Outline, Plan, PlanError, Problem, Purpose,
    Refusal, Selection, Step, Totals, What, holds, plan, plan_part, plan_removal, plan_undo,
};
pub use reach::{Cluster, clusters};
pub use resolve::{Scope, Sight, Unresolvable, resolve};
pub use run::{
    ApplyError, Done, Event, Failure, Finish, GatherError, NotTried, Observer, Options, Patience, Report, Stop,
    Stopper, apply, recover,
};
