use cloudc_base::{Finding, Span};

super::code!("E0240" "existing" "existing.md");

/// Something that exists is of a type that nobody knows.
pub(crate) fn unknown(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no resource type or noun `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("what exists is a resource (`aws.ec2.VPC`), a noun (`network`) or another program (`use \"..\" as ..`)"),
    }
}

/// What one call to the cloud reads is made like a resource.
pub(crate) fn only_read(span: Span, ty: &str, declaration: Span) -> Finding {
    let word = Span::new(declaration.file, declaration.start, declaration.start + "resource".len() as u32);
    Finding::new(&CODE, span, format!("`{ty}` is read from the cloud, not made"))
        .fix("write `existing`", word, "existing")
}

/// Nothing says which of the resources that exist is meant.
pub(crate) fn unidentified(span: Span, ty: &str, identifier: &[String]) -> Finding {
    let names: Vec<String> = identifier.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("which `{ty}` this is, {} says, and {}", names.join(" and "), match names.len() {
        1 => "it is missing",
        _ => "not all of them are there",
    });
    Finding::new(&CODE, span, message)
}

/// A noun has no output of this name.
pub(crate) fn no_output(span: Span, name: &str, noun: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{noun}` has no output `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("of a noun that exists its outputs are given, not its params"),
    }
}

/// An output is read that was not given.
pub(crate) fn output_not_given(span: Span, name: &str, noun: &str, declared: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` of this `{noun}` is not given"))
        .label(declared, "somebody else made it: only what stands here is known")
        .help(format!("write `{name} = ..` there"))
}

/// A verb or output needs an attribute of a resource inside that no given output says.
pub(crate) fn not_given(declared: Span, noun: &str, resource: &str, attribute: &str, needed: Span) -> Finding {
    Finding::new(&CODE, declared, format!("what is given of this `{noun}` does not say its `{resource}.{attribute}`"))
        .label(needed, "needed here")
        .help("give the output that says it")
}
