//! How wide a text is, about: pictures are drawn where no font is known.

/// How wide a text is in a common sans serif font of this size; rather more than less.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// The width of a character as a share of the font's size.
fn share(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.30,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' | '-' | ' ' | '·' | '"' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '×' => 0.92,
        'A'..='Z' => 0.74,
        c if c.is_ascii() => 0.61,
        c if (c as u32) < 0x1100 => 0.68,
        _ => 1.05,
    }
}

/// A text that is at most so wide; what is too long ends with dots.
pub(super) fn cut(text: &str, size: f64, widest: f64) -> String {
    if width(text, size) <= widest {
        return text.to_owned();
    }
    let mut left = widest - width("…", size);
    let fits = |c: &char| {
        left -= share(*c) * size;
        left >= 0.0
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(cut("short", 12.0, 100.0), "short");
        let cut = cut("a name that is far too long for its box", 12.0, 100.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0) <= 100.0, "{cut}");
    }
}
