//! Clusters of Kubernetes: objects by server-side apply, charts by Helm.
//!
//! [`Kube`] is the provider of everything that lives on a cluster. The way there is a part of each call, since a cluster may
//! be made a moment before what runs on it; who lets in and what opens vaults is the account's business
//! ([`cloudc_provider::Account`]). Sources: the Kubernetes documentation, "Server-Side Apply" and "API Concepts".

mod cluster;
mod clusters;
mod config;
mod fault;
mod helm;
mod kind;
mod kube;
mod mark;
mod marked;
mod model;
mod object;
mod place;
mod ready;

pub use config::{command, kubeconfig, merged};
pub use helm::is_here as helm_is_here;
pub use kube::{Kube, Settings};
