//! Any bytes: parsing, the tree, an edit and the formatter neither panic nor lose anything.
#![no_main]

use cloudc_base::FileId;
use cloudc_syntax::{File, Splice, format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut file = File::parse(&text);
    assert_eq!(file.text(), text);
    let findings = file.findings(FileId::ROOT);
    assert!(file.is_whole() || !findings.is_empty(), "what does not read is never passed over in silence");
    for finding in &findings {
        let span = finding.primary.span.range();
        assert!(text.get(span).is_some(), "a finding stands on characters");
    }
    if let Ok(once) = format(&text) {
        assert_eq!(format(&once).as_deref(), Ok(once.as_str()));
    }
    // The first bytes choose an edit: some text moves to another place.
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0) as usize * 97 % (text.len() + 1);
    let (from, to) = (at(0).min(at(1)), at(0).max(at(1)));
    if text.is_char_boundary(from) && text.is_char_boundary(to) {
        let moved = text.get(..text.len().min(8)).unwrap_or("").to_owned();
        let mut edited = text.to_string();
        edited.replace_range(from..to, &moved);
        assert_eq!(file.edit(&Splice { range: from..to, text: moved }), Ok(()));
        let fresh = File::parse(&edited);
        assert_eq!(file.text(), fresh.text());
        assert_eq!(file.findings(FileId::ROOT), fresh.findings(FileId::ROOT));
    }
});
