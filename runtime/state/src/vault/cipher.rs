//! AES-256-GCM with a key that is derived for each text: no key is ever used twice, however many texts are sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use super::{DataKey, KeyError};

/// How long the salt is that stands before each text, in bytes.
const SALT: usize = 32;
/// What keys are derived for.
const PURPOSE: &[u8] = b"cloudc.seal/1";

/// A text that opens with this key and these parts only, in base64.
pub(super) fn seal(key: &DataKey, parts: &[&str], plain: &[u8]) -> Result<String, KeyError> {
    let mut salt = [0; SALT];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| KeyError::NoChance)?;
    let mut text = plain.to_vec();
    let derived = derived(key, &salt).ok_or(KeyError::NoChance)?;
    let sealed = derived.seal_in_place_append_tag(nonce(), Aad::from(bound(parts)), &mut text);
    sealed.map_err(|_| KeyError::NoChance)?;
    Ok(BASE64.encode([salt.as_slice(), &text].concat()))
}

/// What was sealed with this key and these parts; none if that is not so.
pub(super) fn open(key: &DataKey, parts: &[&str], sealed: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(sealed).ok()?;
    let (salt, text) = bytes.split_at_checked(SALT)?;
    let mut text = text.to_vec();
    let plain = derived(key, salt)?.open_in_place(nonce(), Aad::from(bound(parts)), &mut text).ok()?;
    Some(plain.to_vec())
}

fn derived(key: &DataKey, salt: &[u8]) -> Option<LessSafeKey> {
    let key = Salt::new(HKDF_SHA256, salt).extract(key.bytes());
    let mut bytes = [0; 32];
    key.expand(&[PURPOSE], HKDF_SHA256).ok()?.fill(&mut bytes).ok()?;
    UnboundKey::new(&AES_256_GCM, &bytes).ok().map(LessSafeKey::new)
}

/// A key seals one text, so that its nonce may be always the same.
fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

/// What a text is bound to: the parts, each with its length, so that no two lists of parts are written alike.
fn bound(parts: &[&str]) -> Vec<u8> {
    let part = |part: &&str| [&(part.len() as u64).to_le_bytes(), part.as_bytes()].concat();
    parts.iter().flat_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_opens_with_its_key_and_its_parts_only() {
        let (key, other) = (DataKey::draw().unwrap(), DataKey::draw().unwrap());
        let sealed = seal(&key, &["a", "b"], b"canary").unwrap();
        assert_eq!(open(&key, &["a", "b"], &sealed).unwrap(), b"canary");
        assert_eq!(open(&other, &["a", "b"], &sealed), None);
        for parts in [&["b", "a"][..], &["ab"], &["a", "b", ""], &["", "ab"]] {
            assert_eq!(open(&key, parts, &sealed), None, "{parts:?}");
        }
        assert_ne!(seal(&key, &["a", "b"], b"canary").unwrap(), sealed);
    }

    #[test]
    fn no_byte_of_it_can_be_changed() {
        let key = DataKey::draw().unwrap();
        let bytes = BASE64.decode(seal(&key, &[], b"canary").unwrap()).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key, &[], &BASE64.encode(&changed)), None);
            assert_eq!(open(&key, &[], &BASE64.encode(&bytes[..at])), None);
        }
        assert_eq!(open(&key, &[], "no base64"), None);
    }
}
