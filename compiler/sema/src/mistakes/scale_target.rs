use cloudc_base::{Code, Finding, Span};

use crate::stages::Missing;

super::code!("E0244" "scale-target" "scale_target.md");

/// What is scaled is no thing of the program.
pub(crate) fn no_instance(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` cannot be scaled: it is no use of a noun"))
}

/// What is scaled is declared in another scope.
pub(crate) fn elsewhere(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` is not declared here"))
        .help("`scale` stands in the file or component that declares what it scales")
}

/// The noun takes no `scale`.
pub(crate) fn no_param(span: Span, noun: &str) -> Finding {
    Finding::new(&CODE, span, format!("a `{noun}` cannot be scaled")).help("a noun that can has `param scale: Scaling?`")
}

/// A thing is scaled in two places.
pub(crate) fn twice(second: Span, first: Span, target: &str) -> Finding {
    Finding::new(&CODE, second, format!("`{target}` is scaled twice")).label(first, "first here")
}

/// What is scaled is not there.
pub(crate) fn missing(span: Span, target: &str, missing: &Missing) -> Finding {
    absent(&CODE, missing).unwrap_or_else(|| match missing {
        Missing::Turns => turns(&CODE, span, target),
        _ => no_instance(span, target),
    })
}

/// Nothing has the name or the key.
pub(super) fn absent(code: &'static Code, missing: &Missing) -> Option<Finding> {
    match missing {
        Missing::Name { at, name, inside, near } => {
            let finding = Finding::new(code, *at, format!("`{inside}` holds no `{name}`"));
            Some(match near {
                Some(near) => finding.fix(format!("write `{near}`"), *at, near),
                None => finding,
            })
        }
        Missing::Turn { at, key } => Some(Finding::new(code, *at, format!("the loop makes nothing for the key {key:?}"))),
        Missing::Turns | Missing::Value => None,
    }
}

/// All turns of a loop are named where one is wanted.
pub(super) fn turns(code: &'static Code, span: Span, target: &str) -> Finding {
    Finding::new(code, span, format!("`{target}` is made by a loop: there are several"))
        .help(format!("name one by its key, `{target}[\"..\"]`, or write this in the loop"))
}
