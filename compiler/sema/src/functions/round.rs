use super::function::Function;
use super::whole;

/// The nearest whole number; a half is rounded away from zero.
pub(super) const FUNCTION: Function =
    Function { params: whole::PARAMS, gives: "Int", run: |call| whole::whole(call, f64::round) };
