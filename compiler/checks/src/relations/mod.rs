//! Sentences: what they forbid and what they allow, held against the whole graph.

mod shown;

crate::check::checks![never_broken, never_unproved];
