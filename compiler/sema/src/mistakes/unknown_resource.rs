use cloudc_base::{Finding, Span};

super::code!("E0217" "unknown-resource" "unknown_resource.md");

/// Neither AWS nor Kubernetes has a type of this name; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no resource type `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("a type is `aws.SERVICE.TYPE`, as CloudFormation has it, or `k8s.GROUP.VERSION.KIND`"),
    }
}
