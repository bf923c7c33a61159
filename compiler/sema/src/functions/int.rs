use super::function::Function;
use super::whole;

/// A number without what stands behind its dot.
pub(super) const FUNCTION: Function =
    Function { params: whole::PARAMS, gives: "Int", run: |call| whole::whole(call, f64::trunc) };
