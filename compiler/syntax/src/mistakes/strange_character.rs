use cloudc_base::{Finding, Span};

super::code!(Error "E0106" "strange-character" "strange_character.md");

pub(crate) fn finding(span: Span, text: &str) -> Finding {
    let first = text.chars().next().unwrap_or(' ');
    let code = u32::from(first);
    let invisible = first.is_control() || first.is_whitespace() || matches!(code, 0xad | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x2064 | 0xfeff);
    let finding = if invisible {
        Finding::new(&CODE, span, format!("an invisible character (U+{code:04X}) stands here")).fix("take it out", span, " ")
    } else {
        Finding::new(&CODE, span, format!("`{text}` has no meaning outside of text"))
    };
    if first.is_alphabetic() { finding.help("names are made of the letters a to z, digits and `_`") } else { finding }
}
