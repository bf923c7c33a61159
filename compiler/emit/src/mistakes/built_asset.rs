use cloudc_base::{Finding, Span};

super::code!("I0415" "built-asset" Information "built_asset.md");

/// Something is made before it is uploaded, and emitting makes nothing.
pub(crate) fn finding(span: Span, path: &str, command: &str, key: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{path}` has to be built: nothing is run when a program is emitted"))
        .help(format!("run `{command}` in a copy of it and upload the archive as `{key}`; `assets.json` says so too"))
}
