use std::cmp::Ordering;

use super::extreme;
use super::function::Function;

/// The largest of several values of one ordered kind.
pub(super) const FUNCTION: Function =
    Function { params: extreme::PARAMS, gives: "Any", run: |call| extreme::extreme(call, Ordering::Greater) };
