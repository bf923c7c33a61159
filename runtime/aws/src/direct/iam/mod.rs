//! What IAM makes and Cloud Control does not.

pub(super) mod access_key;
