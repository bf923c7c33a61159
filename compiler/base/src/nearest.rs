/// The candidate that `word` is probably a misspelling of: at most a third of its letters differ, a swap counting as one.
///
/// Words of more than a hundred bytes are not looked at: comparing takes as long as both words multiplied.
///
/// The first of several equally near candidates wins, so the answer does not depend on anything but the order given.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let alike = |candidate: &&str| candidate.len().abs_diff(word.len()) <= 4 * limit;
    let candidates =
        candidates.into_iter().filter(alike).filter(|candidate| candidate.len().max(word.len()) <= LONGEST);
    let near = candidates.map(|candidate| (distance(word, candidate), candidate));
    near.filter(|&(far, _)| far <= limit).min_by_key(|&(far, _)| far).map(|(_, candidate)| candidate)
}

/// The longest word that is compared, in bytes.
const LONGEST: usize = 100;

/// The number of insertions, removals, replacements and swaps of neighbours between two words (optimal string
/// alignment), letter case apart.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspellings_and_nothing_far_off() {
        let words = ["component", "param", "output", "resource"];
        assert_eq!(nearest("compnent", words), Some("component"));
        assert_eq!(nearest("parma", words), Some("param"));
        assert_eq!(nearest("Output", words), Some("output"));
        assert_eq!(nearest("queue", words), None);
        let long = "x".repeat(1 << 20);
        assert_eq!(nearest(&long, [&*format!("{long}y")]), None);
    }
}
