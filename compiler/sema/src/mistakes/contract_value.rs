use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::eval::misfit::Misfit;

super::code!("E0242" "contract-value" "contract_value.md");

/// A word of the contract has a value that is not of its type.
pub(crate) fn finding(span: Span, word: &str, misfit: &Misfit) -> Finding {
    if let Some((message, instead)) = misfit.no_field(word) {
        return Finding::new(&CODE, span, message).help(instead);
    }
    let place = format!("`{word}{}`", misfit.path());
    let message = match &misfit.found {
        Some(Value::Null) => format!("{place} is not set: it takes {}", misfit.wanted),
        Some(value) => format!("{place} takes {}, and this is {}", misfit.wanted, value.kind()),
        None => format!("{place} takes {}", misfit.wanted),
    };
    Finding::new(&CODE, span, message)
}

/// A word's value is one that only the cloud knows.
pub(crate) fn later(span: Span, word: &str, origin: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{word}` must be known now: of what is in it only the leaves may be known later"))
        .label(origin, "this is known later")
}

/// A metric with arguments is used without them.
pub(crate) fn metric_called(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{name}` takes arguments")).help(format!("write `{name}(..)`"))
}

/// A metric without arguments is called.
pub(crate) fn metric_uncalled(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{name}` takes no arguments")).help(format!("write `.{name}`"))
}

/// A metric needs an argument that is not there.
pub(crate) fn argument_missing(span: Span, metric: &str, argument: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{metric}` needs `{argument}`"))
}

/// A metric is given more than it takes.
pub(crate) fn too_many(span: Span, metric: &str, takes: usize) -> Finding {
    let plural = if takes == 1 { "" } else { "s" };
    Finding::new(&CODE, span, format!("the metric `{metric}` takes {takes} argument{plural}"))
}

/// `acts as` names something that is no instance.
pub(crate) fn acts_as(span: Span, found: &Value) -> Finding {
    Finding::new(&CODE, span, format!("a noun acts as an instance inside of it, and this is {}", found.kind()))
}

/// `acts as` names a resource.
pub(crate) fn acts_as_resource(span: Span, resource: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{resource}` is a resource: it has no contract that a noun could act by"))
        .help("a noun acts as an instance of another noun inside of it")
}

/// A count that is no place.
pub(crate) fn no_property(span: Span, found: &Value) -> Finding {
    Finding::new(&CODE, span, format!("`count` names a property, and this is {}", found.kind()))
        .help("write which number a `scale` moves: `count = service.DesiredCount`")
}

/// A metric that no engine has.
pub(crate) fn no_face(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("no engine could deliver `{name}`"))
        .help("a metric has a face for at least one: `cloudwatch`, `keda` or `pod`")
}

/// A face of CloudWatch that names no number.
pub(crate) fn no_series(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}.cloudwatch` names no number"))
        .help("write its `namespace` and `name`, or `math` over several in `of`")
}

/// Nobody, or several at once, act.
pub(crate) fn no_identity(span: Span) -> Finding {
    Finding::new(&CODE, span, "an identity is one of three: a role, a service with its source, or a principal")
        .help("write `{ role = role }`, `{ service = \"sns.amazonaws.com\", source = topic.TopicArn }` or `{ principal = \"..\" }`")
}

/// The role of an identity is something else.
pub(crate) fn no_role(span: Span, role: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{role}` is a `{found}`: it has no policies of its own"))
        .help("a role is an `aws.iam.Role`, an `aws.iam.User` or an `aws.iam.Group`")
}

/// A connection that leads nowhere.
pub(crate) fn no_connection(span: Span) -> Finding {
    Finding::new(&CODE, span, "a connection says where the cluster's API is")
        .help("write its `endpoint` and `authority`, or a `context` of your own configuration")
}

/// A connection says something that leads nowhere.
pub(crate) fn no_such_way(span: Span, part: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("a connection has no `{part}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("it says `endpoint`, `authority` and `eks`, or a `context` of your own configuration"),
    }
}

/// An operation is something else than a record.
pub(crate) fn no_operation(span: Span, name: &str, found: &Value) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` takes a record, and this is {}", found.kind()))
        .help("an operation says its `mechanism` and what it is about")
}

/// An operation by a mechanism that no command knows.
pub(crate) fn no_mechanism<'k>(span: Span, name: &str, found: &Value, known: impl Iterator<Item = &'k str>) -> Finding {
    let message = match found {
        Value::Text(found) => format!("there is no mechanism `{found}`"),
        Value::Null => format!("the operation `{name}` says no `mechanism`"),
        other => format!("the mechanism of `{name}` takes a String, and this is {}", other.kind()),
    };
    let all: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    Finding::new(&CODE, span, message).help(format!("commands know {}", all.join(", ")))
}

/// Something reads an operation.
pub(crate) fn operation_read(span: Span, name: &str, noun: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` of `{noun}` is an operation: only the command line reads it"))
}
