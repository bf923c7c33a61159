use std::hash::{BuildHasher, Hasher};

use cloudc_facts::{ResourceType, told_once};

use crate::{Progress, Token};

/// Tells the secrets of a new thing that a cloud tells once: in its answer, and nowhere else. They are drawn now, and the
/// simulated cloud itself keeps none of them.
pub(super) fn tell(ty: &ResourceType, progress: &dyn Progress) {
    for path in told_once(ty.name()) {
        let chance = || std::collections::hash_map::RandomState::new().build_hasher().finish().to_string();
        let drawn = Token::of(&["secret", &chance(), &chance()]);
        progress.told(&path.to_string(), drawn.as_str());
    }
}
