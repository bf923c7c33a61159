use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::eval::types::Misfit;

super::code!("E0242" "contract-value" "contract_value.md");

/// A word of the contract has a value that is not of its type.
pub(crate) fn finding(span: Span, word: &str, misfit: &Misfit) -> Finding {
    let place = format!("`{word}{}`", misfit.path());
    let message = match &misfit.found {
        Some(_) if misfit.wanted.starts_with("no field") => format!("{place} is set: there is {}", misfit.wanted),
        Some(Value::Null) => format!("{place} is not set: it takes {}", misfit.wanted),
        Some(value) => format!("{place} takes {}, and this is {}", misfit.wanted, value.kind()),
        None => format!("{place} takes {}", misfit.wanted),
    };
    Finding::new(&CODE, span, message)
}

/// A metric with arguments is used without them.
pub(crate) fn metric_called(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{name}` takes arguments")).help(format!("write `{name}(..)`"))
}

/// A metric without arguments is called.
pub(crate) fn metric_uncalled(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{name}` takes no arguments")).help(format!("write `.{name}`"))
}

/// A metric needs an argument that is not there.
pub(crate) fn argument_missing(span: Span, metric: &str, argument: &str) -> Finding {
    Finding::new(&CODE, span, format!("the metric `{metric}` needs `{argument}`"))
}

/// A metric is given more than it takes.
pub(crate) fn too_many(span: Span, metric: &str, takes: usize) -> Finding {
    let plural = if takes == 1 { "" } else { "s" };
    Finding::new(&CODE, span, format!("the metric `{metric}` takes {takes} argument{plural}"))
}

/// `acts as` names something that is no instance.
pub(crate) fn acts_as(span: Span, found: &Value) -> Finding {
    Finding::new(&CODE, span, format!("a noun acts as an instance inside of it, and this is {}", found.kind()))
}
