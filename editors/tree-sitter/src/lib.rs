//! The grammar of .cld for editors: it colours, folds and selects, and knows nothing of meaning.
//!
//! `grammar.js` follows the compiler's `cld.pest`; the tests hold the two together over the corpus.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_cld() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
// SAFETY: the function is the one that tree-sitter generated into src/parser.c, and returns a static.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_cld) };

/// What is coloured how.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");

/// Which text is another language.
pub const INJECTIONS_QUERY: &str = include_str!("../queries/injections.scm");

/// Which names a scope declares.
pub const LOCALS_QUERY: &str = include_str!("../queries/locals.scm");

/// What can be folded.
pub const FOLDS_QUERY: &str = include_str!("../queries/folds.scm");

/// How a new line is indented.
pub const INDENTS_QUERY: &str = include_str!("../queries/indents.scm");

/// What a list of symbols shows.
pub const TAGS_QUERY: &str = include_str!("../queries/tags.scm");
