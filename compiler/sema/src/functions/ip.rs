use cloudc_base::value::Value;

use super::Function;

/// An address from its text.
pub(super) const FUNCTION: Function = Function {
    name: "ip",
    shape: "ip(text)",
    run: |given| {
        let [text] = given.exactly()?;
        let span = text.1;
        let text = given.text(text)?;
        match text.parse() {
            Ok(address) => Ok(Value::Ip(address)),
            Err(_) => given.refuse(span, format!("`{text}` is no address")),
        }
    },
};
