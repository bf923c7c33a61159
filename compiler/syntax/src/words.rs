//! The words and marks of the language that code outside the grammar must know. A test compares them with the grammar.

/// The words that open a form at the start of an item or member (D11).
pub const FORMS: &[&str] = &[
    "acts", "allow", "app", "assert", "component", "existing", "for", "if", "let", "metric", "never", "operation", "output",
    "param", "patch", "resource", "scale", "type", "use", "verb",
];

/// The outputs that a component may assign without `let` (D13).
pub const CONTRACT: &[&str] = &["capacity", "connection", "endpoint", "identity"];

/// Units of quantities (D8).
pub const UNITS: &[&str] = &["%", "B", "GiB", "KiB", "MiB", "TiB", "d", "h", "min", "ms", "s"];

/// A line that ends with one of these goes on in the next (D10).
pub(crate) const GOES_ON: &[&str] =
    &[",", "??", "==", "!=", "<=", ">=", "&&", "||", "..", "+", "-", "*", "/", "<", ">", "|", "=>"];
