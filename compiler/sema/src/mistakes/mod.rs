//! Every mistake in what a program means that has a name: one file each, with the page that `cloudc explain` shows.

use cloudc_base::Code;

/// Declares the code of an error, or of a warning; its page stands beside its file.
macro_rules! code {
    ($id:literal $name:literal $page:literal) => {
        super::code!(@ Error $id $name $page);
    };
    (warning $id:literal $name:literal $page:literal) => {
        super::code!(@ Warning $id $name $page);
    };
    (@ $severity:ident $id:literal $name:literal $page:literal) => {
        pub(crate) static CODE: cloudc_base::Code = cloudc_base::Code {
            id: $id,
            name: $name,
            severity: cloudc_base::Severity::$severity,
            page: include_str!($page),
        };
    };
}
pub(crate) use code;

macro_rules! mistakes {
    ($($name:ident),* $(,)?) => {
        $(pub(crate) mod $name;)*

        /// Every code of this crate, in the order of their numbers.
        pub const CODES: &[&Code] = &[$(&$name::CODE),*];
    };
}

mistakes![
    unknown_name,
    duplicate_name,
    cycle,
    later_needed,
    wrong_kind,
    arithmetic,
    null_value,
    unknown_part,
    bad_key,
    duplicate_entry,
    unknown_function,
    bad_call,
    unknown_noun,
    call_body,
    wrong_type,
    unknown_type,
    unknown_resource,
    too_much,
    unknown_property,
    property_type,
    missing_property,
    property_value,
    property_range,
    property_size,
    property_text,
    read_only_property,
    repeated_element,
    property_group,
    property_rule,
    unknown_action,
    wrong_reference,
    doubtful_property,
    existing,
    cluster_needed,
    contract_value,
    given_read,
    scale_target,
    assertion,
    patch_target,
    attribute,
    sentence,
    unknown_verb,
    secret_leak,
    app_form,
    lost_sentence,
];
