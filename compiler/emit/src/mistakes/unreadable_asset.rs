use cloudc_base::{Finding, Span, WorldError};

super::code!("E0414" "unreadable-asset" Error "unreadable_asset.md");

/// A file that is to be uploaded cannot be read any more.
pub(crate) fn finding(span: Span, path: &str, error: &WorldError) -> Finding {
    Finding::new(&CODE, span, format!("`{path}` cannot be packed: {error}"))
}

/// An archive cannot be made of files.
pub(crate) fn archive(span: Span, path: &str, error: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{path}` cannot be packed: {error}"))
}
