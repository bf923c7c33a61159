//! The text of a snapshot: JSON with sorted keys, one resource a line, so that `diff`, `grep` and `jq` are of use.

use cloudc_provider::Token;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Document, StateError};

/// The format that is written.
const FORMAT: &str = "cloudc.state/2";

/// From a format that was written once to the next one.
struct Migration {
    from: &'static str,
    to: &'static str,
    run: fn(&mut Json),
}

/// Old formats, oldest first: they are read for ever.
const MIGRATIONS: &[Migration] = &[
    // The second format has sealed secrets, which who knows the first one only would lose; before there were none.
    Migration { from: "cloudc.state/1", to: "cloudc.state/2", run: |_| {} },
];

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// `cloudc.journal/1`
    pub(crate) journal: String,
    pub(crate) lineage: String,
    /// The serial of the snapshot that the journal goes on from.
    pub(crate) base: u64,
}

impl Header {
    pub(crate) fn of(document: &Document) -> Header {
        Header { journal: "cloudc.journal/1".into(), lineage: document.lineage.clone(), base: document.serial }
    }
}

/// The text of a document.
///
/// # Errors
/// It has no JSON.
pub fn write(document: &Document) -> Result<String, StateError> {
    let unwritable = |source| StateError::Unreadable { what: "the document".into(), source };
    let Json::Object(entries) = serde_json::to_value(document).map_err(unwritable)? else {
        return Err(StateError::Damaged { what: "the document".into() });
    };
    let mut text = format!("{{\n\"format\":\"{FORMAT}\",\n");
    for (name, value) in entries {
        match value {
            Json::Object(inner) if !inner.is_empty() && name != "home" => {
                text.push_str(&format!("{}:{{\n", Json::from(name)));
                let lines: Vec<String> =
                    inner.into_iter().map(|(name, value)| format!("{}:{value}", Json::from(name))).collect();
                text.push_str(&lines.join(",\n"));
                text.push_str("\n},\n");
            }
            value => text.push_str(&format!("{}:{value},\n", Json::from(name))),
        }
    }
    let sum = Token::of(&[&text]);
    Ok(format!("{text}\"sum\":\"{sum}\"\n}}\n"))
}

/// The document of a text, whatever format it has.
///
/// # Errors
/// It is not what was written, or has a format that is not known.
pub fn read(text: &str) -> Result<Document, StateError> {
    if let Some(format) = newer(text) {
        return Err(StateError::Newer { format: format.to_owned() });
    }
    if !is_whole(text) {
        return Err(StateError::Damaged { what: "the snapshot".into() });
    }
    let unreadable = |source| StateError::Unreadable { what: "the snapshot".to_owned(), source };
    if text.starts_with(&format!("{{\n\"format\":\"{FORMAT}\"")) {
        return serde_json::from_str(text).map_err(unreadable);
    }
    let mut value: Json = serde_json::from_str(text).map_err(unreadable)?;
    migrate(&mut value, MIGRATIONS, FORMAT)?;
    serde_json::from_value(value).map_err(unreadable)
}

/// The format of a text, if it is one of ours that is not known here: whoever writes it may count its checksum otherwise.
fn newer(text: &str) -> Option<&str> {
    let (format, _) = text.strip_prefix("{\n\"format\":\"")?.split_once('"')?;
    let number = |format: &str| format.strip_prefix("cloudc.state/")?.parse::<u32>().ok();
    (number(format)? > number(FORMAT)?).then_some(format)
}

/// Whether the checksum at the end is that of what stands before it.
fn is_whole(text: &str) -> bool {
    let found = text.rsplit_once("\"sum\":\"").and_then(|(body, end)| Some((body, end.strip_suffix("\"\n}\n")?)));
    found.is_some_and(|(body, sum)| Token::of(&[body]).as_str() == sum)
}

/// Brings a document of an old format to `target`, step by step.
fn migrate(value: &mut Json, migrations: &[Migration], target: &str) -> Result<(), StateError> {
    let mut format = value.get("format").and_then(Json::as_str).unwrap_or_default().to_owned();
    while format != target {
        let Some(next) = migrations.iter().find(|migration| migration.from == format) else {
            return Err(StateError::Newer { format });
        };
        (next.run)(value);
        next.to.clone_into(&mut format);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_read_as_it_was_written() {
        let mut document = Document::new("l", "shop");
        document.outputs.insert("url".into(), json!("https://x"));
        document.outputs.insert("arn".into(), json!(["a", 1]));
        let text = write(&document).unwrap();
        assert!(text.contains("\"outputs\":{\n\"arn\":[\"a\",1],\n\"url\":\"https://x\"\n},\n"), "{text}");
        assert_eq!(read(&text).unwrap(), document);
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["format"], FORMAT);
        assert!(matches!(read(&text.replace("shop", "shox")), Err(StateError::Damaged { .. })));
    }

    #[test]
    fn what_the_first_version_wrote_is_read() {
        let text = "{\n\"format\":\"cloudc.state/1\",\n\"lineage\":\"l\",\n\"serial\":7,\n\"app\":\"shop\",\n\"home\":{\"cloud\":\"\",\"account\":\"\",\"region\":\"\"},\n\"resources\":{},\n";
        let text = format!("{text}\"sum\":\"{}\"\n}}\n", Token::of(&[text]));
        let document = read(&text).unwrap();
        assert_eq!((document.serial, document.app.as_str(), document.keys.len()), (7, "shop", 0));
        assert!(write(&document).unwrap().starts_with("{\n\"format\":\"cloudc.state/2\""));
    }

    #[test]
    fn a_newer_one_is_told_before_anything_else_is_looked_at() {
        let text = write(&Document::new("l", "shop")).unwrap().replace(FORMAT, "cloudc.state/10");
        assert!(matches!(read(&text), Err(StateError::Newer { format }) if format == "cloudc.state/10"));
        assert!(matches!(read("{\n\"format\":\"other/9\""), Err(StateError::Damaged { .. })));
    }

    #[test]
    fn old_formats_are_brought_up_step_by_step_and_newer_ones_are_refused() {
        let steps: &[Migration] = &[
            Migration { from: "a/1", to: "a/2", run: |value| value["two"] = json!(2) },
            Migration { from: "a/2", to: "a/3", run: |value| value["three"] = json!(3) },
        ];
        let mut value = json!({ "format": "a/1" });
        migrate(&mut value, steps, "a/3").unwrap();
        assert_eq!(value, json!({ "format": "a/1", "two": 2, "three": 3 }));
        let newer = migrate(&mut json!({ "format": "a/4" }), steps, "a/3").unwrap_err();
        assert_eq!(newer.to_string(), "the state has the format `a/4`, which this version of cloudc does not know");
    }
}
