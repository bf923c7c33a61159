//! The smallest and the largest of several values.

use std::cmp::Ordering;

use cloudc_base::Span;
use cloudc_base::value::Value;

use super::call::Call;
use super::function::{Param, Takes};
use crate::eval::operators::compare;
use crate::mistakes::bad_call;
use crate::program::Eval;

pub(super) const PARAMS: &[Param] = &[Param::new("value", Takes::Any).many().known()];

/// The value that stands in this order to all others: of several values, or of those in one list.
pub(super) fn extreme(call: &mut Call<'_, '_>, order: Ordering) -> Eval {
    let mut all: Vec<(Value, Span)> = Vec::new();
    for given in call.many("value") {
        match &given.value {
            Value::List(values) if call.many("value").len() == 1 => {
                all.extend(values.iter().enumerate().map(|(index, value)| (value.clone(), given.element(index))));
            }
            value => all.push((value.clone(), given.span)),
        }
    }
    let mut all = all.into_iter();
    let Some((mut best, _)) = all.next() else { return call.refuse("value", "of no values none is the best") };
    for (next, span) in all {
        match compare(&next, &best) {
            None => {
                let why = format!("{} and {} have no order", best.kind(), next.kind());
                return call.fail(bad_call::value(span, why));
            }
            Some(found) if found == order => best = next,
            Some(_) => {}
        }
    }
    Ok(best)
}
