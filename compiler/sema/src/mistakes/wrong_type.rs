use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::eval::types::Misfit;

super::code!("E0215" "wrong-type" "wrong_type.md");

/// A param is given what is not of its type; `ty` is where the type is written.
pub(crate) fn finding(span: Span, param: &str, ty: Span, misfit: &Misfit) -> Finding {
    let place = format!("`{param}{}`", misfit.path());
    let message = match &misfit.found {
        Some(_) if misfit.wanted.starts_with("no field") => format!("{place} is set: there is {}", misfit.wanted),
        Some(Value::Null) => format!("{place} is not set: it takes {}", misfit.wanted),
        Some(value) => {
            let found = misfit.found_as.clone().unwrap_or_else(|| shown(value));
            format!("{place} takes {}, and this is {found}", misfit.wanted)
        }
        None => format!("{place} takes {}", misfit.wanted),
    };
    Finding::new(&CODE, span, message).label(ty, "its type")
}

/// A short value as it is, a long one by its kind.
pub(crate) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 || value.is_secret() { value.kind().to_owned() } else { format!("`{text}`") }
}
