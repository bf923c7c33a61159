//! Texts with the wildcards `*` and `?`.

/// Whether every text that `other` means is meant by `pattern`.
pub(crate) fn covers(pattern: &str, other: &str) -> bool {
    let (pattern, other): (Vec<char>, Vec<char>) = (pattern.chars().collect(), other.chars().collect());
    // One wildcard after the other: each takes as little as it can.
    let (mut at, mut to) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&theirs) = other.get(to) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, to));
                at += 1;
            }
            Some('?') if theirs != '*' => (at, to) = (at + 1, to + 1),
            Some(&mine) if mine == theirs && mine != '?' => (at, to) = (at + 1, to + 1),
            _ => match star {
                Some((of, taken)) => {
                    star = Some((of, taken + 1));
                    (at, to) = (of + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|rest| *rest == '*')
}

/// The same for actions, whose case does not matter.
pub(crate) fn covers_action(pattern: &str, other: &str) -> bool {
    covers(&pattern.to_ascii_lowercase(), &other.to_ascii_lowercase())
}

/// Whether some text is meant by both.
pub(crate) fn meets(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // Which ends of the other can be reached with the part of the one before: a row after the other.
    let mut row: Vec<bool> = vec![false; other.len() + 1];
    for at in 0..=other.len() {
        let before = at.checked_sub(1).and_then(|before| other.get(before));
        let is = at == 0 || (before == Some(&'*') && row.get(at - 1) == Some(&true));
        if let Some(cell) = row.get_mut(at) {
            *cell = is;
        }
    }
    for mine in &one {
        let mut next = vec![false; other.len() + 1];
        for at in 0..=other.len() {
            let above = row.get(at) == Some(&true);
            let theirs = at.checked_sub(1).and_then(|before| other.get(before));
            let left = at > 0 && next.get(at - 1) == Some(&true);
            let corner = at > 0 && row.get(at - 1) == Some(&true);
            let same = theirs.is_some_and(|theirs| mine == theirs || *mine == '?' || *theirs == '?');
            let wild = *mine == '*' && (above || left);
            let their_wild = theirs == Some(&'*') && (above || left);
            let is = wild || their_wild || (corner && (same || *mine == '*' || theirs == Some(&'*')));
            if let Some(cell) = next.get_mut(at) {
                *cell = is;
            }
        }
        row = next;
    }
    row.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_is_meant() {
        for (pattern, other) in
            [("*", "a*"), ("a*c", "abc"), ("a?", "ab"), ("a*", "a"), ("s3:Get*", "s3:Get*Object"), ("?", "?")]
        {
            assert!(covers(pattern, other), "{pattern} {other}");
        }
        for (pattern, other) in [("ab*", "a*"), ("a", "a*"), ("?", "*"), ("a", "?"), ("", "a")] {
            assert!(!covers(pattern, other), "{pattern} {other}");
        }
    }

    #[test]
    fn what_meets_has_a_text_in_common() {
        for (one, other) in
            [("*", "x"), ("a*c", "*bc"), ("a?c", "a*"), ("", "*"), ("s3:Get*", "s3:*Object"), ("a", "a")]
        {
            assert!(meets(one, other) && meets(other, one), "{one} {other}");
        }
        for (one, other) in [("s3:Put*", "s3:Get*"), ("a?c", "ac"), ("ab", "abc"), ("", "a"), ("a*b", "a*c")] {
            assert!(!meets(one, other) && !meets(other, one), "{one} {other}");
        }
    }
}
