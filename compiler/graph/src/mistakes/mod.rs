//! What can be wrong with a graph: one file each, with the page that `cloudc explain` shows.

use cloudc_base::Code;

/// Declares the code of an error; its page stands beside its file.
macro_rules! code {
    ($id:literal $name:literal $page:literal) => {
        pub(crate) static CODE: cloudc_base::Code = cloudc_base::Code {
            id: $id,
            name: $name,
            severity: cloudc_base::Severity::Error,
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

mistakes![dependency_cycle, too_many_edges];
