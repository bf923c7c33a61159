//! What clouds are like: which resource types exist, what their properties take, what the cloud returns, and the small
//! tables beside (instance types, runtimes, policies, regions, IAM actions).
//!
//! Start at [`facts()`]: everything is a method of [`Facts`]. Nothing is read at program start; a type is decompressed and
//! parsed when it is first asked for, and then kept. The data and its format: `stdlib/facts/README.md`.
//!
//! ```
//! let queue = cloudc_facts::facts().resource_type("aws.sqs.Queue").expect("it is in the table");
//! let delay = queue.schema().property("DelaySeconds").expect("queues have it");
//! assert_eq!(delay.kind(), cloudc_facts::Kind::Integer);
//! assert_eq!(delay.range().most, Some(900.0));
//! ```

mod acting;
mod bits;
mod bounds;
mod call;
mod container;
mod entry;
mod exclusive;
mod facts;
mod header;
pub mod library;
mod literal;
mod memo;
mod node;
mod own;
mod pairs;
mod path;
mod replaced;
mod resource;
mod rows;
mod rule;
mod schema;
mod secret;
mod shelf;
mod steady;
mod suggest;
mod tables;
#[cfg(test)]
mod tests;
mod types;

pub use acting::{Acting, acting};
pub use bits::Bits;
pub use bounds::Bounds;
pub use call::{ApiCall, Implicit, Output};
pub use exclusive::{exclusive, exclusive_types};
pub use facts::{Facts, facts};
pub use header::{Handlers, Tagging};
pub use literal::Literal;
pub use path::Path;
pub use resource::{GroupVersionKind, Provider, Replacement, ResourceType};
pub use rows::rows;
pub use rule::Rule;
pub use schema::{Condition, Kind, Schema};
pub use secret::{secrets, tells_once, told_once};
pub use tables::{
    Classes, Device, Engine, FargateSize, IamService, InstanceType, LambdaRuntime, ManagedPolicy, Permissions, Region,
    Regions, Trigger, TriggerParameter,
};
pub use types::Types;
