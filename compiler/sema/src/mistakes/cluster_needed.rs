use cloudc_base::{Finding, Span};

super::code!("E0241" "cluster-needed" "cluster_needed.md");

/// A Kubernetes object that does not say on which cluster it lives.
pub(crate) fn missing(span: Span, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("a `{ty}` lives on a cluster, and this does not say on which"))
        .help(format!("write `{ty} on CLUSTER {{ .. }}`"))
}

/// A resource of AWS that is said to live on a cluster.
pub(crate) fn superfluous(span: Span, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("a `{ty}` lives in an account, not on a cluster")).help("leave out `on`")
}

/// What stands behind `on` is no cluster.
pub(crate) fn no_cluster(span: Span, what: &str) -> Finding {
    Finding::new(&CODE, span, format!("{what} is no cluster: it gives no `connection`"))
}
