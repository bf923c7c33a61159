use cloudc_base::value::Value;

/// What stands at a dotted path: `VpcConfig.SubnetIds`. Lists on the way, and one at its end, are gone through, so there
/// may be many. A later value on the way is given as it is: what it holds is not known.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![value];
    for name in path.split('.').filter(|name| !name.is_empty()) {
        found = found.into_iter().flat_map(flat).filter_map(|value| step(value, name)).collect();
    }
    found.into_iter().flat_map(flat).filter(|value| **value != Value::Null).collect()
}

/// The first value at a path.
pub(crate) fn first<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    at(value, path).into_iter().next()
}

/// The elements of a list, those of lists in it too; anything else is one element.
pub(crate) fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::List(values) => values.iter().flat_map(flat).collect(),
        other => vec![other],
    }
}

fn step<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Record(record) => record.get(name),
        Value::Later(_) => Some(value),
        _ => None,
    }
}
