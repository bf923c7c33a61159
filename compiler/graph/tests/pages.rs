//! The pages of this crate's mistakes have what every page has: a program with the mistake and one without.

use cloudc_graph::CODES;

#[test]
fn every_page_has_a_wrong_and_a_right_program() {
    for code in CODES {
        assert!(code.page.starts_with(&format!("# {}\n", code.name)), "{}: a page starts with its name", code.name);
        let kinds: Vec<&str> = code.page.lines().filter(|line| line.starts_with("```cld")).collect();
        assert_eq!(kinds, ["```cld error", "```cld"], "{}", code.name);
    }
    assert!(CODES.is_sorted_by_key(|code| code.id));
}
