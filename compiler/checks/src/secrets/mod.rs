//! Secrets: what must not stand in a program.

crate::check::checks![credential, written_password, clear_token, named_secret];
