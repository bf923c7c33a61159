//! Whole programs, and the manifests that are emitted for them. What the snapshots show is judged by others: `cargo ready
//! manifests` holds the files that these tests leave in `target/manifests` against the schemas of Kubernetes and others.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "a test leaves files for others")]

mod common;

use std::fmt::Write;
use std::path::Path;

use cloudc_base::World;
use cloudc_emit::{Charts, Emitted, Input, LaterValues, Options};
use common::{Compiled, Folder, compile, messages, save};
use serde_json::Value;

fn programs() -> Folder {
    Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests"))
}

/// What a program's first line asks for: `// kubernetes: later=placeholder charts=flux`.
fn asked(text: &str) -> Options {
    let mut options = Options::default();
    let line =
        text.lines().next().and_then(|line| line.strip_prefix("// kubernetes:")).expect("it says what it asks for");
    for word in line.split_whitespace() {
        match word {
            "later=placeholder" => options.later = LaterValues::Placeholder,
            "later=external-secrets" => options.later = LaterValues::ExternalSecrets,
            "charts=flux" => options.charts = Charts::Flux,
            "charts=argo" => options.charts = Charts::Argo,
            _ => panic!("{word}?"),
        }
    }
    options
}

fn emit(compiled: &Compiled, world: &Folder, options: &Options) -> Result<Emitted, Vec<String>> {
    let input = Input { graph: &compiled.graph, sources: &compiled.sources, world, options };
    cloudc_emit::kubernetes(&input).map_err(|found| messages(&found, &compiled.sources))
}

fn each(mut run: impl FnMut(&str, &Folder, &Compiled, &Options)) {
    let folder = programs();
    for path in folder.programs() {
        let options = asked(&folder.read(path).expect("it is there"));
        let compiled = compile(&folder, path, false);
        assert_eq!(compiled.errors(), [""; 0], "{path}");
        run(path.trim_end_matches(".cld"), &folder, &compiled, &options);
    }
}

#[test]
fn what_is_emitted() {
    each(|name, folder, compiled, options| {
        let emitted = emit(compiled, folder, options).unwrap_or_else(|found| panic!("{name}: {found:#?}"));
        assert_eq!(emit(compiled, folder, options).as_ref(), Ok(&emitted), "{name}: the same again");
        save(&emitted, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/manifests/programs").join(name));
        let mut text = String::new();
        for message in messages(&emitted.findings, &compiled.sources) {
            let _infallible = writeln!(text, "{message}");
        }
        for path in emitted.files.keys().filter(|path| !path.ends_with(".map.json")) {
            let _infallible = write!(text, "\n=== {path}\n{}", emitted.text(path).expect("it is text"));
        }
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_line_of_a_map_leads_back() {
    each(|name, folder, compiled, options| {
        let emitted = emit(compiled, folder, options).expect("it is emitted");
        for path in emitted.files.keys().filter_map(|path| path.strip_suffix(".map.json")) {
            let text = emitted.text(&format!("{path}.yaml")).expect("it is there");
            let map = emitted.text(&format!("{path}.map.json")).expect("it is there");
            check_map(name, text, map);
        }
    });
}

/// An object's place is its first line, a field's begins with the field.
fn check_map(name: &str, text: &str, map: &str) {
    let read: Value = serde_json::from_str(map).expect("it is JSON");
    let lines: Vec<&str> = text.lines().collect();
    let places = read["places"].as_array().expect("there are places");
    assert!(!places.is_empty(), "{name}");
    for place in places {
        let pointer = place["pointer"].as_str().expect("it has a pointer");
        let line = place["line"].as_u64().expect("it has a line");
        let steps: Vec<&str> = pointer.split('/').collect();
        let shown = lines[line as usize - 1].trim_start();
        let wanted = if steps.len() == 3 { "apiVersion" } else { steps[steps.len() - 1] };
        assert!(shown.starts_with(wanted), "{name} {line}: {shown} {pointer}");
        let found = cloudc_emit::on_line(map, line).expect("it is found");
        assert!(found.address.is_some(), "{name} {pointer}");
    }
}

#[test]
fn a_line_and_a_name_lead_to_the_program() {
    let folder = programs();
    let compiled = compile(&folder, "clusters.cld", false);
    let options = Options { charts: Charts::Argo, ..Options::default() };
    let emitted = emit(&compiled, &folder, &options).expect("it is emitted");
    let map = emitted.text("east/02-a.map.json").expect("it is there");
    let found = cloudc_emit::called(map, "a-second").expect("it is found");
    assert_eq!((found.at.as_str(), found.address.as_deref()), ("clusters.cld:13:3", Some("a.second")));
    assert_eq!(found.through, ["clusters.cld:18:1"]);
    assert_eq!(cloudc_emit::called(map, "nobody"), None);
}

#[test]
fn without_a_way_each_later_value_is_named() {
    let folder = programs();
    let compiled = compile(&folder, "secrets.cld", false);
    let found = emit(&compiled, &folder, &Options::default()).expect_err("nothing says how");
    let needs = |what: &str| found.iter().any(|message| message.contains(what));
    for what in [
        "`stringData.system.yml` of `system` needs `cache.PrimaryEndPoint.Address`",
        "`stringData.system.yml` of `system` needs a secret, which may stand in no file",
        "`values.redis` of `web` needs `cache.PrimaryEndPoint.Address`",
    ] {
        assert!(needs(what), "{what}: {found:#?}");
    }
}

/// What names an object or says how a chart is installed is never left to be filled in, nor silently left out.
#[test]
fn what_must_be_known_now_is_named() {
    let program = r#"
app shop { region = "eu-west-1" }
component kube {
  connection = { endpoint = "https://k8s.example.com", authority = "LS0t" }
}
kube edge {}
param password: Secret<String> = "ssm:/a"
resource queue: aws.sqs.Queue {}
resource map: k8s.core.v1.ConfigMap on edge { metadata = { name = queue.QueueName } }
resource hidden: k8s.core.v1.Secret on edge { metadata = { name = "a", namespace = queue.QueueName }, stringData = { a = password } }
resource chart: helm.Release on edge { chart = "web", repo = "https://charts.example.com", version = queue.QueueName }
"#;
    let world = Folder::of("main.cld", program);
    let compiled = compile(&world, "main.cld", false);
    assert_eq!(compiled.errors(), [""; 0]);
    let options = Options { later: LaterValues::Placeholder, ..Options::default() };
    let found = emit(&compiled, &world, &options).expect_err("names are not known");
    let lines: Vec<&str> = found.iter().filter_map(|message| message.split(' ').next()).collect();
    assert_eq!(lines, ["9:", "10:", "11:"], "{found:#?}");
    assert!(found.iter().all(|message| message.contains("E0406")), "{found:#?}");
}

#[test]
fn no_secret_is_in_any_file() {
    each(|name, folder, compiled, options| {
        let emitted = emit(compiled, folder, options).expect("it is emitted");
        for (path, bytes) in &emitted.files {
            let text = String::from_utf8_lossy(bytes);
            // What the program itself writes into a Secret is no secret.
            for word in ["env:LICENSE", "stringData:"].into_iter().filter(|_| name != "kinds") {
                assert!(!text.contains(word), "{name}/{path}: {word}");
            }
        }
    });
}

/// All documents, read by a reader that others made: the texts are those of the program, whatever they look like.
#[test]
fn texts_stay_texts() {
    let folder = programs();
    let compiled = compile(&folder, "values.cld", false);
    let options = Options { later: LaterValues::Placeholder, ..Options::default() };
    let emitted = emit(&compiled, &folder, &options).expect("it is emitted");
    let file = emitted.files.keys().find(|path| path.ends_with("words.yaml")).expect("it is there");
    let read: Value = serde_saphyr::from_str(emitted.text(file).expect("it is text")).expect("it is YAML");
    let data = read["data"].as_object().expect("it is a map");
    assert_eq!(data.len(), 23);
    for (key, value) in data {
        assert!(value.is_string(), "{key}: {value}");
    }
    assert_eq!((&data["d"], &data["tab.txt"]), (&Value::from("0777"), &Value::from("a\tb\nc \n")));
}
