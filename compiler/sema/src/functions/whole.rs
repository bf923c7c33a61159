//! Numbers made whole.

use cloudc_base::value::Value;

use super::call::Call;
use super::function::{Param, Takes};
use crate::program::Eval;

pub(super) const PARAMS: &[Param] = &[Param::new("number", Takes::Number)];

/// A Float as `change` makes it whole; an Int is whole already.
pub(super) fn whole(call: &mut Call<'_, '_>, change: fn(f64) -> f64) -> Eval {
    match call.value("number") {
        Value::Float(float) if float.is_finite() && float.abs() < 9.0e18 => Ok(Value::Int(change(float) as i64)),
        Value::Float(_) => call.refuse("number", "this number is too large"),
        whole => Ok(whole),
    }
}
