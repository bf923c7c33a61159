//! Small pieces of sentences.

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn either(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}

/// The first `most` words, and how many others there are.
pub(crate) fn either_of(words: &[String], most: usize) -> String {
    match words.get(..most) {
        Some(first) if words.len() > most => format!("{} or one of {} others", first.join(", "), words.len() - most),
        _ => either(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(either(&words), "a, b or c");
        assert_eq!(either(&words[..2]), "a or b");
        assert_eq!(either_of(&words, 2), "a, b or one of 1 others");
        assert_eq!(either_of(&words, 3), "a, b or c");
    }
}
