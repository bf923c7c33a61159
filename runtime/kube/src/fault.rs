//! What goes wrong between here and a cluster, by what may be done about it.

use std::time::Duration;

use cloudc_provider::{Class, Fault};
use kube::core::response::Status;

/// The code of a change that somebody else is in the way of.
pub(crate) const OWNED: &str = "FieldManagerConflict";

/// A failed request.
pub(crate) fn fault(error: &kube::Error) -> Fault {
    match error {
        kube::Error::Api(status) => refused(status),
        kube::Error::HyperError(error) => unanswered(error),
        kube::Error::Service(error) => unanswered(&**error),
        kube::Error::Auth(error) => Fault::new(Class::Denied, "Auth", line(error)),
        other => Fault::new(Class::Invalid, "", line(other)),
    }
}

/// What the server says.
fn refused(status: &Status) -> Fault {
    let reason = status.reason.as_str();
    let message = status.message.lines().collect::<Vec<_>>().join(" ");
    if let Some(owners) = owned(status) {
        return Fault::new(Class::Invalid, OWNED, owners);
    }
    let details = status.details.as_ref();
    let after = details.map(|details| details.retry_after_seconds).filter(|seconds| *seconds > 0);
    Fault {
        after: after.map(|seconds| Duration::from_secs(seconds.into())),
        ..Fault::new(class(status.code, reason, &message), reason, message)
    }
}

fn class(code: u16, reason: &str, message: &str) -> Class {
    match code {
        403 if message.contains("exceeded quota") => Class::Quota,
        // A namespace that goes lets nothing in until it is gone.
        403 if message.contains("is being terminated") => Class::Conflict,
        401 | 403 => Class::Denied,
        404 | 410 => Class::NotFound,
        409 => Class::Conflict,
        422 if is_fixed(message) => Class::Immutable,
        429 => Class::Throttled,
        // Somebody who is asked about every object is not there yet, or not any more.
        500 if reason == "InternalError" && message.contains("webhook") => Class::Transient,
        500 | 502 | 503 => Class::Transient,
        504 => Class::Lost,
        _ => Class::Invalid,
    }
}

/// Whether the server says that a field cannot be changed.
fn is_fixed(message: &str) -> bool {
    let signs = ["is immutable", "updates to statefulset spec", "may not be changed", "can not be changed"];
    signs.iter().any(|sign| message.contains(sign))
}

/// Who owns the fields that a change would write, if that is in its way: `.spec.replicas is set by kubectl`.
fn owned(status: &Status) -> Option<String> {
    let causes = &status.details.as_ref()?.causes;
    let owned = causes.iter().filter(|cause| cause.reason == OWNED);
    let said = owned.map(|cause| {
        let by = cause.message.trim_start_matches("conflict with ");
        format!("`{}` is set by {}", cause.field.trim_start_matches('.'), by.replace('"', "`"))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Who owns the fields that a change was refused for; none if that is not why.
pub(crate) fn owners(fault: &Fault) -> Option<Vec<&str>> {
    let said = (fault.code == OWNED).then(|| fault.message.split("is set by `").skip(1))?;
    Some(said.filter_map(|said| said.split('`').next()).collect())
}

/// There is no answer: whether anything was sent, what is below says.
fn unanswered(error: &(dyn std::error::Error + 'static)) -> Fault {
    let connects = chain(error).any(|error| {
        let io = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        matches!(io, Some(std::io::ErrorKind::ConnectionRefused | std::io::ErrorKind::NotFound))
            || error.to_string().to_lowercase().contains("connect")
    });
    let class = if connects { Class::Transient } else { Class::Lost };
    let last = chain(error).last().map(ToString::to_string).unwrap_or_default();
    let first = error.to_string();
    let message = if last == first { first } else { format!("{first}: {last}") };
    Fault::new(class, "Unreachable", format!("the cluster does not answer: {}", line(&message)))
}

fn chain<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

/// Several lines as one.
pub(crate) fn line(text: &impl ToString) -> String {
    text.to_string().lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(status: serde_json::Value) -> Fault {
        refused(&serde_json::from_value(status).unwrap())
    }

    #[test]
    fn an_owner_of_a_field_is_named() {
        let fault = of(json!({
            "status": "Failure", "code": 409, "reason": "Conflict", "message": "Apply failed with 1 conflict",
            "details": { "causes": [{
                "reason": "FieldManagerConflict", "field": ".spec.replicas",
                "message": "conflict with \"kubectl-scale\" using apps/v1",
            }] },
        }));
        assert_eq!((fault.class, fault.code.as_str()), (Class::Invalid, OWNED));
        assert_eq!(fault.message, "`spec.replicas` is set by `kubectl-scale` using apps/v1");
        assert_eq!(owners(&fault), Some(vec!["kubectl-scale"]));
    }

    #[test]
    fn the_class_follows_from_code_and_message() {
        let class = |code: u16, message: &str| of(json!({ "code": code, "message": message })).class;
        assert_eq!(class(403, "pods \"x\" is forbidden: exceeded quota: all"), Class::Quota);
        assert_eq!(class(403, "forbidden: unable to create: namespace a is being terminated"), Class::Conflict);
        assert_eq!(class(422, "spec.selector: Invalid value: field is immutable"), Class::Immutable);
        assert_eq!(class(422, "spec.replicas: Invalid value"), Class::Invalid);
        assert_eq!(class(503, "etcd leader changed"), Class::Transient);
    }
}
