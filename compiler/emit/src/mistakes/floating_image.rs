use cloudc_base::{Finding, Span};

super::code!("I0412" "floating-image" Information "floating_image.md");

/// An image of a template is the newest one at each update.
pub(crate) fn finding(span: Span, parameter: &str, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("in a template this image floats: each update of the stack takes the newest of `{parameter}`"))
        .help(format!("a newer image replaces machines; give the parameter `{name}` a fixed one to stop that, or use `cloudc apply`, which records it"))
}
