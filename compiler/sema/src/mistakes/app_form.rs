use cloudc_base::{Finding, Span};

super::code!("E0251" "app-form" "app_form.md");

/// A field that `app` does not have.
pub(crate) fn unknown(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`app` has no field `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("it has `region`, `tags`, `state`, `accounts`, `protect`, and `of` and `with` in an environment"),
    }
}

/// A field of a wrong kind.
pub(crate) fn wrong(span: Span, name: &str, wanted: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` of `app` takes {wanted}, and this is {found}"))
}

/// An account that cannot be reached like this; `what` goes on after its name.
pub(crate) fn account(span: Span, name: &str, what: &str) -> Finding {
    Finding::new(&CODE, span, format!("the account `{name}` {what}"))
        .help("write `{ id = \"123456789012\", role = \"deploy\" }`: its number, and the role to take on there")
}

/// A second `app`.
pub(crate) fn twice(span: Span, first: Span) -> Finding {
    Finding::new(&CODE, span, "there is one `app` in a program").label(first, "this one")
}

/// `with` without `of`.
pub(crate) fn with_alone(span: Span) -> Finding {
    Finding::new(&CODE, span, "`with` gives values to another file's params, which `of` names")
        .help("write `of = \"main.cld\"`, or the values as defaults of the params")
}

/// A region that does not exist.
pub(crate) fn no_region(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no region `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, format!("{near:?}")),
        None => finding,
    }
}

/// `of` is no path.
pub(crate) fn of(span: Span) -> Finding {
    Finding::new(&CODE, span, "`of` names the file that the environment is made of").help("write `of = \"main.cld\"`")
}

/// `of` names another environment.
pub(crate) fn of_environment(span: Span) -> Finding {
    Finding::new(&CODE, span, "this file is an environment itself").help("name the file that it is made of")
}

/// The file of an environment cannot be read.
pub(crate) fn unreadable(span: Span, why: &str) -> Finding {
    Finding::new(&CODE, span, why)
}

/// An environment declares more than itself.
pub(crate) fn environment_holds(span: Span) -> Finding {
    Finding::new(&CODE, span, "an environment holds its `app` and values for it, nothing else")
        .help("write this in the file that it is made of")
}

/// `with` is no record.
pub(crate) fn with(span: Span, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("`with` takes a record of params, and this is {found}"))
}

/// `with` or `--set` names a param that is not there.
pub(crate) fn no_param(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("the program has no param `{name}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// A secret on the command line.
pub(crate) fn secret_set(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is a secret: its value has no place on a command line"))
        .help("give a reference, such as `ssm:/path` or `env:NAME`")
}
