use std::str::SplitWhitespace;

/// The rows of a table of words: a row a line, with its words; `#` begins a remark, and what is empty is no row.
pub fn rows(text: &str) -> impl Iterator<Item = SplitWhitespace<'_>> {
    let words = text.lines().map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
    words.filter(|words| words.clone().next().is_some())
}
