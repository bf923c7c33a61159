use super::assets;
use super::function::{Function, Param, Preset, Takes};

/// A folder of the program that is uploaded, as a record: what it is called is made of what is in it.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text), Param::new("exclude", Takes::Texts).or(Preset::NoList)],
    gives: "Asset",
    run: |call| assets::asset(call, None),
};
