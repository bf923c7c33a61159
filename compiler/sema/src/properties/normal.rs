use std::sync::Arc;

use cloudc_base::value::{Entries, List, Record, Value};
use cloudc_facts::Types;

use super::at::At;
use super::known::Known;
use super::node::{Child, Node};

/// The properties as the cloud takes them: nothing is null, and where a text is wanted there is a text (D7, D8).
pub(super) fn normal(known: &Known, properties: &Value) -> Value {
    Normal { known }.value(Some(&known.root), properties, &At::ROOT).unwrap_or_else(|| properties.clone())
}

struct Normal<'k> {
    known: &'k Known,
}

impl Normal<'_> {
    /// What a value becomes; none if it stays as it is. `node` is what is known of it.
    fn value(&self, node: Option<&Node>, value: &Value, at: &At<'_>) -> Option<Value> {
        match value {
            _ if at.is_too_deep() => None,
            Value::Bool(_) => text_if(node, Types::BOOL, value),
            Value::Int(_) => text_if(node, Types::INTEGER, value),
            Value::Cidr(_) | Value::Ip(_) => {
                let takes = node.is_none_or(|node| node.types.is_empty() || node.types.has(Types::STRING));
                takes.then(|| Value::text(value.to_string()))
            }
            Value::Record(record) => match uploaded(node, record) {
                Some(code) => Some(code),
                None => self.record(node, record, at),
            },
            Value::List(values) => self.list(node, values, at),
            _ => None,
        }
    }

    fn record(&self, node: Option<&Node>, record: &Arc<Record>, at: &At<'_>) -> Option<Value> {
        let mut changed: Option<Entries> = None;
        for (index, (name, value)) in record.iter().enumerate() {
            let here = at.name(name);
            let new = if *value == Value::Null {
                None
            } else {
                self.value(self.child(node, name, value, &here), value, &here)
            };
            let same = new.is_none() && *value != Value::Null;
            if !same && changed.is_none() {
                changed = Some(first(record, index));
            }
            if let (Some(entries), false) = (&mut changed, *value == Value::Null) {
                entries.set(Arc::clone(name), new.unwrap_or_else(|| value.clone()));
            }
        }
        changed.map(Entries::seal)
    }

    fn list(&self, node: Option<&Node>, values: &Arc<List>, at: &At<'_>) -> Option<Value> {
        let items = node.and_then(|node| node.items.as_ref()).map(|items| items.get());
        let new: Vec<Option<Value>> =
            values.iter().enumerate().map(|(index, value)| self.value(items, value, &at.item(index))).collect();
        new.iter().any(Option::is_some).then(|| {
            Value::list(new.into_iter().zip(values.iter()).map(|(new, old)| new.unwrap_or_else(|| old.clone())))
        })
    }

    /// What is known of an entry: a policy where one stands, a form that the value fits.
    fn child<'n>(&'n self, node: Option<&'n Node>, name: &str, value: &Value, at: &At<'_>) -> Option<&'n Node> {
        if let (Some(policy), Value::Record(_)) = (self.known.policy(at), value) {
            return Some(policy);
        }
        match node?.child(name) {
            Child::Listed(forms) => forms.iter().map(|form| form.get()).find(|form| may_take(form, value)),
            Child::Entry(inner) => Some(inner),
            Child::Open => None,
            Child::Unknown => match &self.known.attributes {
                Some(beside) if at.steps().len() == 1 => match beside.get().child(name) {
                    Child::Listed([one]) => Some(one.get()),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}

/// An asset where code in a bucket is wanted: where it will be uploaded (`Code = dir("handler")`).
fn uploaded(node: Option<&Node>, record: &Record) -> Option<Value> {
    let wanted = |name: &str| matches!(node.map(|node| node.child(name)), Some(Child::Listed(_)));
    if !wanted("S3Bucket") || !wanted("S3Key") || record.get("hash").is_none() || record.get("files").is_none() {
        return None;
    }
    let (bucket, key) = (record.get("bucket")?, record.get("key")?);
    Some(Value::record([("S3Bucket", bucket.clone()), ("S3Key", key.clone())]))
}

/// Whether a form takes a value of this kind, perhaps as a text.
fn may_take(node: &Node, value: &Value) -> bool {
    let types = match value {
        Value::Bool(_) => Types::BOOL.with(Types::STRING),
        Value::Int(_) => Types::INTEGER.with(Types::NUMBER).with(Types::STRING),
        Value::Record(_) => Types::OBJECT,
        Value::List(_) => Types::LIST,
        _ => Types::STRING,
    };
    node.types.is_empty() || node.types.meets(types)
}

/// The text that a value becomes where only a text is wanted.
fn text_if(node: Option<&Node>, own: Types, value: &Value) -> Option<Value> {
    let types = node?.types;
    let fits = types.has(own) || (own == Types::INTEGER && types.has(Types::NUMBER));
    (types.has(Types::STRING) && !fits).then(|| Value::text(value.to_string()))
}

/// The entries before `index`.
fn first(record: &Record, index: usize) -> Entries {
    let mut entries = Entries::new();
    record.iter().take(index).for_each(|(name, value)| entries.set(Arc::clone(name), value.clone()));
    entries
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cloudc_base::value::Value;
    use cloudc_facts::facts;

    use crate::properties::normalised;

    fn of(ty: &str, properties: &Value) -> Value {
        normalised(&facts().resource_type(ty).expect("there is such a type"), properties)
    }

    #[test]
    fn texts_are_wanted_and_nulls_are_not() {
        let network = || Value::Cidr("10.0.0.0/24".parse().expect("it is a network"));
        let rule = Value::record([("IpProtocol", Value::Int(-1)), ("CidrIp", network()), ("FromPort", Value::Null)]);
        let group = Value::record([
            ("GroupDescription", Value::Bool(true)),
            ("SecurityGroupIngress", Value::list([rule, Value::Null])),
            ("Tags", Value::Null),
        ]);
        let expected = r#"{ GroupDescription = "true", SecurityGroupIngress = [{ IpProtocol = "-1", CidrIp = "10.0.0.0/24" }, null] }"#;
        assert_eq!(of("aws.ec2.SecurityGroup", &group).to_string(), expected);
        let map = Value::record([("data", Value::record([("size", Value::Int(3)), ("no", Value::Bool(false))]))]);
        assert_eq!(of("k8s.core.v1.ConfigMap", &map).to_string(), r#"{ data = { size = "3", no = "false" } }"#);
        let open = Value::record([("values", Value::record([("size", Value::Int(3)), ("range", network())]))]);
        assert_eq!(of("helm.Release", &open).to_string(), r#"{ values = { size = 3, range = "10.0.0.0/24" } }"#);
    }

    #[test]
    fn what_is_right_is_not_copied() {
        let queue = Value::record([("DelaySeconds", Value::Int(3)), ("Tags", Value::list([]))]);
        let (Value::Record(before), Value::Record(after)) = (&queue, &of("aws.sqs.Queue", &queue)) else { return };
        assert!(Arc::ptr_eq(before, after));
    }
}
