use super::function::Function;
use super::whole;

/// The smallest whole number that is not less.
pub(super) const FUNCTION: Function =
    Function { params: whole::PARAMS, gives: "Int", run: |call| whole::whole(call, f64::ceil) };
