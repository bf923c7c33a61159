use cloudc_base::value::Value;

/// Operators that hold only if there is a value, and it is one of those that are written.
const POSITIVE: &[&str] = &["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"];

/// Keys that are there only where AWS knows who asks, or from which network. In lower case; one that ends with `/` is the
/// beginning of a key. Source: "AWS global condition context keys" in the guide to IAM.
const IDENTIFYING: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principaltag/",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:viaawsservice",
    "kms:calleraccount",
];

/// Whether a condition can be fulfilled only by somebody whom AWS knows, or who comes out of a network: not by whoever comes
/// from the internet.
pub(super) fn identifies(condition: &Value) -> bool {
    let Value::Record(operators) = condition else { return false };
    operators.iter().any(|(operator, keys)| {
        let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
        let Value::Record(keys) = keys else { return false };
        POSITIVE.contains(&operator) && keys.iter().any(|(key, value)| is_identifying(key) && !is_false(value))
    })
}

fn is_identifying(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    IDENTIFYING.iter().any(|known| key == *known || (known.ends_with('/') && key.starts_with(known)))
}

/// `aws:ViaAWSService` is `false` for everybody else.
fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(is) => !is,
        Value::Text(text) => text.eq_ignore_ascii_case("false"),
        _ => false,
    }
}
