use cloudc_base::functions::part;
use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The most bits that a prefix has.
const MAX_BITS: i64 = 128;

/// One of the equal parts of a range: the part of this number, from 0, where the prefix is so many bits longer; later if the
/// range is.
pub(super) const FUNCTION: Function = Function {
    params: &[
        Param::new("range", Takes::Cidr).later(),
        Param::new("bits", Takes::Int),
        Param::new("number", Takes::Int),
    ],
    gives: "Cidr",
    run: |call| {
        let (bits, number) = (call.int("bits"), call.int("number"));
        let range = match call.value("range") {
            Value::Cidr(range) => range,
            later if later.later().is_some() => {
                let fits = (0..=MAX_BITS).contains(&bits) && number >= 0 && (bits >= 63 || number < 1 << bits);
                let why = || format!("no range has a part {number} with {bits} more bits");
                return if fits { call.later() } else { call.refuse("number", why()) };
            }
            _ => return call.refuse("range", "this is no range"),
        };
        match part(range, bits, number) {
            Some(part) => Ok(Value::Cidr(part)),
            None => call.refuse("number", format!("`{range}` has no part {number} with {bits} more bits")),
        }
    },
};
