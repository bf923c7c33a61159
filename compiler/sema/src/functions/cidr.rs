use cloudc_base::value::Value;

use super::call::short;
use super::function::{Function, Param, Takes};

/// A range of addresses from its text, for IPv6 and for texts that come from elsewhere.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "Cidr",
    run: |call| {
        let text = call.text("text");
        let shown = short(&text);
        match text.parse::<ipnet::IpNet>() {
            Ok(range) if range.trunc() == range => Ok(Value::Cidr(range)),
            Ok(range) => {
                let whole = range.trunc();
                call.refuse("text", format!("{shown} has bits set behind its prefix: the range is `{whole}`"))
            }
            Err(_) => call.refuse("text", format!("{shown} is no range of addresses")),
        }
    },
};
