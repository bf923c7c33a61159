use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fancy_regex::{Regex, RegexBuilder};

use super::ecma::{Counts, translated};

/// How large a pattern's machine may get, bytes. With it the largest takes some two milliseconds to build.
const MACHINE: usize = 300_000;

/// How often a pattern with look-around may go back before it is given up.
const BACKTRACKS: usize = 100_000;

/// The longest text that is held against patterns, bytes: looking around costs a multiple of the length.
const LONGEST: usize = 64 << 10;

/// A pattern of the facts, built when it is first needed and kept as long as the program runs.
///
/// Of the 3,117 that are published four cannot be built; nothing is held against those.
#[derive(Debug)]
pub(super) struct Pattern(Option<Regex>);

static KNOWN: LazyLock<Mutex<HashMap<Box<str>, Arc<Pattern>>>> = LazyLock::new(Mutex::default);

impl Pattern {
    /// The pattern with this text.
    pub(super) fn of(text: &str) -> Arc<Pattern> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pattern) = known.get(text) {
            return Arc::clone(pattern);
        }
        let pattern = Arc::new(Pattern::build(text));
        known.insert(text.into(), Arc::clone(&pattern));
        pattern
    }

    fn build(text: &str) -> Pattern {
        let regex = |counts| {
            let ours = translated(text, counts);
            RegexBuilder::new(&ours).backtrack_limit(BACKTRACKS).delegate_size_limit(MACHINE).build().ok()
        };
        // Without limits to its counts a pattern takes more texts; what is negated would take fewer.
        let negates = text.contains("(?!") || text.contains("(?<!");
        Pattern(regex(Counts::Exact).or_else(|| if negates { None } else { regex(Counts::Open) }))
    }

    /// Whether some part of the text matches; `None` if that cannot be said.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        let regex = self.0.as_ref().filter(|_| text.len() <= LONGEST)?;
        regex.is_match(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_match_as_published() {
        for (pattern, right, wrong) in [
            (r"^(?!aws:)[a-zA-Z+-=._:/]+$", "team", "aws:team"),
            (r"^[\w\-]+$", "a-b_1", "a b"),
            (r"^.*\.fifo$", "q.fifo", "q"),
            (r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$", "größe 1", "a\u{7}"),
            (r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*$", "a \u{1F600}", "a\u{1}"),
            (r"^.{1,65535}$", "x", ""),
            (r"^[0-9a-z\.\-]*(?<!\.)$", "a.b", "a."),
        ] {
            assert_eq!(Pattern::of(pattern).matches(right), Some(true), "{pattern} {right}");
            assert_eq!(Pattern::of(pattern).matches(wrong), Some(false), "{pattern} {wrong}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_and_one_that_never_ends_say_nothing() {
        assert_eq!(Pattern::of("(").matches("a"), None);
        let slow = Pattern::of("^(?=(a+)+$)(a+)+$");
        assert_ne!(slow.matches(&format!("{}b", "a".repeat(40))), Some(true));
        assert_eq!(Pattern::of("a").matches(&"a".repeat(100_000)), None);
    }
}
