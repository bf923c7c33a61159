use cloudc_base::value::Value;
use sha2::{Digest, Sha256};

use super::function::{Function, Param, Takes};

/// The SHA-256 of a text's bytes, as 64 hexadecimal digits (FIPS 180-4).
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "String",
    run: |call| Ok(Value::text(hex(&Sha256::digest(call.text("text").as_bytes())))),
};

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
