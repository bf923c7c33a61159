//! Reading the properties of nodes: paths into values, what a value says for sure, and which node it refers to.

mod attribute;
mod index;
mod path;
mod place;
mod scalar;
mod sure;

pub(crate) use attribute::attribute_of;
pub(crate) use index::{Index, Target, is_whole};
pub(crate) use path::{at, first, flat};
pub(crate) use place::written;
pub(crate) use scalar::{address_range, number, text};
pub(crate) use sure::Sure;
