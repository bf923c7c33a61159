//! Names and places that only one thing can have.

crate::check::checks![taken];
