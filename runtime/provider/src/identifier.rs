use cloudc_facts::{Provider, ResourceType};
use serde_json::Value as Json;

use crate::path;

/// The primary identifier of a resource, if its model says all parts of it; several parts are joined with a bar.
///
/// An object of Kubernetes is known by its namespace and name; of a kind that has no type of its own also by that kind.
pub fn identifier(ty: &ResourceType, model: &Json) -> Option<String> {
    if ty.provider() == Provider::Kubernetes {
        return object(ty, model);
    }
    let parts: Option<Vec<String>> = ty.identifier().iter().map(|path| part(model, path.as_str())).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("|"))
}

fn object(ty: &ResourceType, model: &Json) -> Option<String> {
    let name = path::text(model, "metadata.name")?;
    let namespace = match ty.kubernetes() {
        Some(_) if !ty.namespaced() => None,
        Some(_) => Some(path::text(model, "metadata.namespace").unwrap_or("default")),
        None => path::text(model, "metadata.namespace"),
    };
    let kind = match ty.kubernetes() {
        Some(_) => None,
        None => Some(format!("{}/{}", path::text(model, "apiVersion")?, path::text(model, "kind")?)),
    };
    let parts = [kind.as_deref(), namespace, Some(name)];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("|"))
}

fn part(model: &Json, place: &str) -> Option<String> {
    match path::get(model, place)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(ty: &str, model: &Json) -> Option<String> {
        identifier(&cloudc_facts::facts().resource_type(ty).unwrap(), model)
    }

    #[test]
    fn identifiers_are_what_the_facts_name() {
        assert_eq!(of("aws.ec2.VPC", &json!({ "VpcId": "vpc-1" })).as_deref(), Some("vpc-1"));
        assert_eq!(of("aws.ec2.VPC", &json!({ "CidrBlock": "10.0.0.0/16" })), None);
        let policy = json!({ "RoleName": "r", "PolicyName": "p" });
        assert_eq!(of("aws.iam.RolePolicy", &policy).as_deref(), Some("p|r"));
        let object = json!({ "metadata": { "name": "web" } });
        assert_eq!(of("k8s.apps.v1.Deployment", &object).as_deref(), Some("default|web"));
        assert_eq!(of("k8s.core.v1.Namespace", &object).as_deref(), Some("web"));
        let free = json!({ "apiVersion": "x.io/v1", "kind": "Thing", "metadata": { "name": "web" } });
        assert_eq!(of("k8s.Object", &free).as_deref(), Some("x.io/v1/Thing|web"));
    }
}
