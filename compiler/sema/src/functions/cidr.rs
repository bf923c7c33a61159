use cloudc_base::value::Value;

use super::Function;

/// A range of addresses from its text, for IPv6 and for texts that come from elsewhere.
pub(super) const FUNCTION: Function = Function {
    name: "cidr",
    shape: "cidr(text)",
    run: |given| {
        let [text] = given.exactly()?;
        let span = text.1;
        let text = given.text(text)?;
        match text.parse::<ipnet::IpNet>() {
            Ok(range) if range.trunc() == range => Ok(Value::Cidr(range)),
            Ok(range) => {
                given.refuse(span, format!("`{text}` has bits set behind its prefix: the range is `{}`", range.trunc()))
            }
            Err(_) => given.refuse(span, format!("`{text}` is no range of addresses")),
        }
    },
};
