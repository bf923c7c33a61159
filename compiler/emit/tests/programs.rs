//! Whole programs, and all that is emitted for them. What the snapshots show is judged by others: `cargo ready templates`
//! has cfn-lint and moto look at the files that these tests leave in `target/templates`.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::fmt::Write;
use std::path::Path;

use cloudc_base::World;
use cloudc_emit::{Emitted, Format, Options};
use common::{Compiled, Folder, asked, compile, messages, save, target};
use serde_json::Value;

fn programs() -> Folder {
    Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs"))
}

fn each(mut run: impl FnMut(&str, &Folder, &Compiled, &Options)) {
    let folder = programs();
    for path in folder.programs() {
        let (options, keep) = asked(&folder.read(path).expect("it is there"));
        let compiled = compile(&folder, path, keep);
        assert_eq!(compiled.errors(), [""; 0], "{path}");
        run(path.trim_end_matches(".cld"), &folder, &compiled, &options);
    }
}

#[test]
fn what_is_emitted() {
    each(|name, folder, compiled, options| {
        let emitted = compiled.emit(folder, options);
        let emitted = emitted.unwrap_or_else(|found| panic!("{name}: {:#?}", messages(&found, &compiled.sources)));
        save(&emitted, &target().join("programs").join(name));
        insta::assert_snapshot!(name, shown(&emitted, compiled));
    });
}

/// All files as one text; of archives only what is in them, and no map: see `every_line_of_a_map_leads_back`.
fn shown(emitted: &Emitted, compiled: &Compiled) -> String {
    let mut text = String::new();
    for message in messages(&emitted.findings, &compiled.sources) {
        let _infallible = writeln!(text, "{message}");
    }
    for (path, bytes) in emitted.files.iter().filter(|(path, _)| !path.ends_with(".map.json")) {
        match std::str::from_utf8(bytes) {
            Ok(content) => {
                let _infallible = write!(text, "\n=== {path}\n{content}");
            }
            Err(_) => {
                let _infallible = writeln!(text, "\n=== {path}: an archive");
            }
        }
    }
    text
}

#[test]
fn the_same_again_and_in_yaml() {
    each(|name, folder, compiled, options| {
        let once = compiled.emit(folder, options).expect("it is emitted");
        assert_eq!(compiled.emit(folder, options).expect("it is emitted"), once, "{name}");
        let other = Options { format: Format::Yaml, ..options.clone() };
        let yaml = compiled.emit(folder, &other).expect("it is emitted");
        save(&yaml, &target().join("yaml").join(name));
        for (path, bytes) in &yaml.files {
            if let Some(path) = path.strip_suffix(".yaml") {
                let text = std::str::from_utf8(bytes).expect("it is text");
                let read: Value = serde_saphyr::from_str(text).expect("it is YAML");
                let json = once.text(&format!("{path}.json")).expect("it is there too");
                // A stack's name in the bucket is made from its text.
                let expected = json.replace(".json\"", ".yaml\"");
                let expected: Value = serde_json::from_str(&expected).expect("it is JSON");
                assert_eq!(without_keys(read), without_keys(expected), "{name}/{path}");
            }
        }
    });
}

/// The value without the hashes of stacks.
fn without_keys(value: Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("TemplateURL") => {
            Value::Object(map.into_iter().filter(|(name, _)| name != "TemplateURL").collect())
        }
        Value::Object(map) => map.into_iter().map(|(name, value)| (name, without_keys(value))).collect(),
        Value::Array(values) => values.into_iter().map(without_keys).collect(),
        other => other,
    }
}

#[test]
fn every_line_of_a_map_leads_back() {
    each(|name, folder, compiled, options| {
        for format in [Format::Json, Format::Yaml] {
            let options = Options { format, ..options.clone() };
            let emitted = compiled.emit(folder, &options).expect("it is emitted");
            for path in emitted.files.keys().filter_map(|path| path.strip_suffix(".map.json")) {
                let text = emitted.text(&format!("{path}.{}", format.ending())).expect("it is there");
                let map = emitted.text(&format!("{path}.map.json")).expect("it is there");
                check_map(name, text, map);
            }
        }
    });
}

/// The line of each place begins with the last step of its pointer.
fn check_map(name: &str, text: &str, map: &str) {
    let places: Value = serde_json::from_str(map).expect("it is JSON");
    let lines: Vec<&str> = text.lines().collect();
    for place in places["places"].as_array().expect("there are places") {
        let pointer = place["pointer"].as_str().expect("it has a pointer");
        let line = place["line"].as_u64().expect("it has a line");
        let last = pointer.rsplit('/').next().expect("it has a step");
        let shown = lines[line as usize - 1].trim_start().trim_start_matches('"');
        assert!(shown.starts_with(last), "{name} {line}: {shown} {pointer}");
        let found = cloudc_emit::on_line(map, line).expect("it is found");
        assert_eq!(
            (found.pointer.as_str(), found.at.as_str()),
            (pointer, place["at"].as_str().expect("it has a place"))
        );
        if pointer.starts_with("/Resources/") {
            assert!(found.address.is_some(), "{name} {pointer}");
        }
    }
}

#[test]
fn a_line_and_an_id_lead_to_the_program() {
    let folder = programs();
    let compiled = compile(&folder, "large.cld", false);
    let emitted = compiled.emit(&folder, &Options::default()).expect("it is emitted");
    let map = emitted.text("template.map.json").expect("it is there");
    let found = cloudc_emit::called(map, "TwoNote").expect("it is found");
    assert_eq!((found.at.as_str(), found.address.as_deref()), ("large.cld:10:3", Some("two.note")));
    assert_eq!(found.through, ["large.cld:14:1"]);
    assert_eq!(cloudc_emit::called(map, "Nobody"), None);
    assert_eq!(cloudc_emit::on_line(map, 1), None);
    assert_eq!(cloudc_emit::on_line(map, 1_000_000), None);
    assert_eq!(cloudc_emit::on_line("{}", 9), None);
}
