use cloudc_base::functions::plain;
use cloudc_base::value::Value;
use ipnet::IpNet;

use super::function::{Function, Param, Takes};

/// Whether a list has an element, a text a part, or a range of addresses an address or range.
pub(super) const FUNCTION: Function = Function {
    params: &[
        Param::new("of", Takes::One("[Any] | String | Cidr", "a list, a String or a Cidr")).known(),
        Param::new("what", Takes::Any).known(),
    ],
    gives: "Bool",
    run: |call| {
        let (of, what) = (call.value("of"), call.value("what"));
        Ok(Value::Bool(match &of {
            Value::List(values) => {
                let alike = |value: &Value| value.kind() == what.kind();
                if !values.is_empty() && what != Value::Null && !values.iter().any(alike) {
                    return call.refuse("what", format!("no element of this list is {}", what.kind()));
                }
                values.contains(&what)
            }
            Value::Text(text) => match plain(&what) {
                Some(part) => text.contains(&*part),
                None => return call.refuse("what", format!("a String holds Strings, and this is {}", what.kind())),
            },
            Value::Cidr(range) => match &what {
                Value::Ip(address) => range.contains(address),
                Value::Cidr(part) => range.contains::<&IpNet>(part),
                _ => return call.refuse("what", format!("a Cidr holds addresses, and this is {}", what.kind())),
            },
            _ => return call.wrong("of", &of),
        }))
    },
};
