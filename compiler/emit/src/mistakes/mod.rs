//! What cannot be written for an engine, and what is worth knowing about what is: one file each, with the page that
//! `cloudc explain` shows.

use cloudc_base::value::Later;
use cloudc_base::{Code, Finding, Span};

/// Declares a code; its page stands beside its file.
macro_rules! code {
    ($id:literal $name:literal $severity:ident $page:literal) => {
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
    unsafe_leaf,
    unreadable_attribute,
    unset_param,
    unknown_of_existing,
    unspelt_value,
    stack_limits,
    early_stack,
    outside_of_template,
    secret_place,
    no_snapshot,
    floating_image,
    left_out,
    unreadable_asset,
    built_asset,
    many_policies,
    unknown_place,
    unpublished_calls,
    later_value,
    homeless_chart,
];

/// Where something that cannot be written stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'s> {
    /// The property, output or resource.
    pub(crate) span: Span,
    /// The calls that lead to it, outermost first.
    pub(crate) through: &'s [Span],
}

impl Site<'_> {
    /// A finding about what stands here. A mistake in the use of a noun is shown where the noun is used.
    fn finding(&self, code: &'static Code, message: String) -> Finding {
        // What holds a program without `app` stands nowhere.
        match self.through.first().filter(|call| call.start < call.end) {
            Some(&call) => Finding::new(code, call, message).label(self.span, "written here"),
            None => Finding::new(code, self.span, message),
        }
    }

    /// The same about a later value: where it became later is shown too.
    fn finding_of(&self, code: &'static Code, message: String, later: &Later) -> Finding {
        let finding = self.finding(code, message);
        if later.origin() == self.span { finding } else { finding.label(later.origin(), "the value comes from here") }
    }
}
