//! What things are called in Terraform, CloudFormation, the CDK, YAML and Python, and what is written here instead.

mod fields;
mod functions;
mod names;
mod words;

pub(crate) use fields::{Meant, identifier, param, part};
pub(crate) use functions::function;
pub(crate) use names::name;
