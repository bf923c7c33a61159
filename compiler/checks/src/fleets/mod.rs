//! Fleets and services: machines, their sizes, how many there are.

mod types;

crate::check::checks![unknown_machine, not_offered, wrong_architecture, group_bounds, fargate_size, cannot_hibernate];
