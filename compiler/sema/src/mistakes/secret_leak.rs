use cloudc_base::{Finding, Span};

super::code!("E0250" "secret-leak" "secret_leak.md");

/// An output of the program would show a secret.
pub(crate) fn output(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the output `{name}` would show a secret"))
        .help("outputs stand in state, templates and on screens; pass the name of the secret instead of what it says")
}

/// A property that shows what it holds would be given a secret.
pub(crate) fn property(span: Span, path: &str, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{path}` of `{ty}` would show a secret"))
        .help("keep it in a secret of the cloud (`aws.secretsmanager.Secret`, `k8s.core.v1.Secret`) and pass that one's name")
}
