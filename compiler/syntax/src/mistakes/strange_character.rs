use cloudc_base::{Finding, Span};

use crate::grammar::HOLE;

super::code!(Error "E0106" "strange-character" "strange_character.md");

/// Operators as mathematics and word processors write them.
const OPERATORS: &[(&str, &str)] = &[
    ("\u{2265}", ">="), ("\u{2264}", "<="), ("\u{2260}", "!="), ("\u{d7}", "*"), ("\u{f7}", "/"), ("\u{2212}", "-"),
    ("\u{2013}", "-"), ("\u{2014}", "-"), ("\u{21d2}", "=>"), ("\u{2192}", "->"), ("\u{2026}", "..."), ("\u{ff1d}", "="),
];

/// Letters with marks, and how they are written without.
const LETTERS: &[(&str, &str)] = &[
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("à", "a"), ("á", "a"),
    ("â", "a"), ("å", "a"), ("ç", "c"), ("è", "e"), ("é", "e"), ("ê", "e"), ("ë", "e"), ("í", "i"), ("î", "i"), ("ñ", "n"),
    ("ó", "o"), ("ô", "o"), ("ø", "o"), ("ú", "u"), ("û", "u"), ("π", "pi"), ("µ", "u"),
];

/// `right` is what recovery reads in its place.
pub(crate) fn finding(span: Span, text: &str, right: &str) -> Finding {
    let first = text.chars().next().unwrap_or(' ');
    if is_invisible(text) {
        let message = format!("an invisible character (U+{:04X}) stands here", u32::from(first));
        let title = if right.is_empty() { "take it out" } else { "write a blank" };
        return Finding::new(&CODE, span, message).fix(title, span, right);
    }
    if operator(text).is_some() {
        return Finding::new(&CODE, span, format!("`{text}` is no operator")).fix(format!("write `{right}`"), span, right);
    }
    if first.is_alphanumeric() || first == '_' {
        let finding = Finding::new(&CODE, span, format!("`{text}` is no name")).help("names are made of the letters a to z, digits and `_`");
        return if right.contains(HOLE) { finding } else { finding.fix(format!("write `{right}`"), span, right) };
    }
    Finding::new(&CODE, span, format!("`{text}` has no meaning outside of text")).help("take it out, or put it between quotes")
}

/// Whether nothing can be seen where these characters stand.
pub(crate) fn is_invisible(text: &str) -> bool {
    let hidden = |c: char| matches!(u32::from(c), 0xad | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x2064 | 0xfeff);
    text.chars().all(|c| c.is_control() || c.is_whitespace() || hidden(c))
}

/// The operator that was meant.
pub(crate) fn operator(text: &str) -> Option<&'static str> {
    OPERATORS.iter().find(|(odd, _)| *odd == text).map(|(_, right)| *right)
}

/// A word in the letters of names.
pub(crate) fn spelt(word: &str) -> String {
    let letter = |c: char| {
        let odd = LETTERS.iter().find(|(odd, _)| odd.starts_with(c)).map(|(_, right)| (*right).to_owned());
        let plain = c.is_ascii_alphanumeric() || c == '_';
        odd.unwrap_or_else(|| if plain { c.to_string() } else { "_".to_owned() })
    };
    let name: String = word.chars().map(letter).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("n{name}") } else { name }
}
