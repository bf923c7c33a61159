//! The command line as its users see it: what is printed where, and the exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

const WRONG: &str = "app shop { region = \"eu-west-1\" }\nzones = 3\nqueue builds = {\n  keep: 10m\n}\n";

/// A folder with files, and what `cloudc` does in it.
struct Shell(tempfile::TempDir);

impl Shell {
    fn with(files: &[(&str, &str)]) -> Shell {
        let shell = Shell(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = shell.0.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        shell
    }

    fn run(&self, arguments: &str) -> String {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &str, input: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloudc"))
            .args(arguments.split(' '))
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let mut shown = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            let _infallible = write!(shown, "--- stderr\n{errors}");
        }
        format!("{shown}--- exit {}", output.status.code().unwrap())
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }
}

#[test]
fn findings_are_shown_with_their_source_and_the_way_out() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check a.cld"));
}

#[test]
fn findings_on_one_line_each() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check --format short"));
}

#[test]
fn findings_as_github_annotations() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check --format github"));
}

#[test]
fn findings_as_json_are_one_object_a_line() {
    let shown = Shell::with(&[("a.cld", WRONG)]).run("check --format json");
    let objects: Vec<serde_json::Value> = shown.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(objects.len(), 4);
    assert_snapshot!(serde_json::to_string_pretty(&objects[1]).unwrap());
}

/// The parts of the SARIF schema that code scanning reads.
#[test]
fn findings_as_sarif_have_its_shape() {
    let shown = Shell::with(&[("a b.cld", WRONG)]).run("check --format sarif");
    let log: serde_json::Value = serde_json::from_str(shown.split("--- exit").next().unwrap()).unwrap();
    let place = serde_json::json!({
        "type": "object", "required": ["physicalLocation"],
        "properties": { "physicalLocation": { "required": ["artifactLocation", "region"], "properties": {
            "artifactLocation": { "required": ["uri"], "properties": { "uri": { "type": "string", "pattern": "^[^ ]+$" } } },
            "region": { "required": ["startLine", "startColumn", "endLine", "endColumn"], "additionalProperties": { "type": "integer", "minimum": 1 } },
        } } },
    });
    let schema = serde_json::json!({
        "required": ["version", "runs"],
        "properties": { "version": { "const": "2.1.0" }, "runs": { "type": "array", "minItems": 1, "items": {
            "required": ["tool", "results"],
            "properties": {
                "tool": { "required": ["driver"], "properties": { "driver": { "required": ["name", "rules"] } } },
                "results": { "minItems": 4, "items": {
                    "required": ["ruleId", "level", "message", "locations"],
                    "properties": { "level": { "enum": ["error", "warning", "note"] }, "locations": { "minItems": 1, "items": place } },
                } },
            },
        } } },
    });
    let errors: Vec<String> = jsonschema::validator_for(&schema).unwrap().iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn a_clean_program_exits_with_0() {
    assert_snapshot!(Shell::with(&[("a.cld", "let a = 1\n")]).run("check"), @"
    nothing wrong in 1 file
    --- exit 0
    ");
}

#[test]
fn warnings_count_when_denied() {
    let shell = Shell::with(&[("a.cld", "let a = 1  /// one\n")]);
    assert!(shell.run("check").ends_with("--- exit 0"));
    assert!(shell.run("check --deny warnings").ends_with("--- exit 1"));
}

#[test]
fn standard_input_is_checked_and_formatted() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run_with("check --format short -", "x = 1\n"), @"
    <stdin>:1:1: error[E0120 missing-let]: `x = ..` declares nothing here
    --- exit 1
    ");
    assert_snapshot!(shell.run_with("fmt -", "queue  a{keep=4d}\n"), @"
    queue a { keep = 4d }
    --- exit 0
    ");
}

#[test]
fn fixes_are_made_in_place() {
    let shell = Shell::with(&[("a.cld", WRONG)]);
    assert!(shell.run("check --fix").ends_with("--- exit 0"));
    assert_eq!(shell.read("a.cld"), "app shop { region = \"eu-west-1\" }\nlet zones = 3\nqueue builds {\n  keep = 10min\n}\n");
}

#[test]
fn formatting_changes_files_or_shows_what_it_would_change() {
    let shell = Shell::with(&[("a.cld", "queue a {\nkeep=4d\n}\n"), ("sub/b.cld", "let b = 1\n"), ("sub/c.txt", "no")]);
    assert_snapshot!(shell.run("fmt --check"), @"
    a.cld
    --- exit 1
    ");
    assert_snapshot!(shell.run("fmt --diff"), @"
    --- a.cld
    +++ a.cld
    @@ -1,3 +1,3 @@
     queue a {
    -keep=4d
    +  keep = 4d
     }
    --- exit 1
    ");
    assert_snapshot!(shell.run("fmt"), @"--- exit 0");
    assert_snapshot!(shell.run("fmt --check"), @"--- exit 0");
    assert_eq!(shell.read("a.cld"), "queue a {\n  keep = 4d\n}\n");
}

#[test]
fn a_file_with_errors_is_not_formatted() {
    let shell = Shell::with(&[("a.cld", "queue  a {\n")]);
    assert!(shell.run("fmt").ends_with("--- exit 1"));
    assert_eq!(shell.read("a.cld"), "queue  a {\n");
}

#[test]
fn wrong_paths_are_usage_errors() {
    let shell = Shell::with(&[("empty/x.txt", "")]);
    assert_snapshot!(shell.run("check nowhere.cld"));
    assert_snapshot!(shell.run("check empty"));
    std::fs::write(shell.0.path().join("bytes.cld"), [b'a', 0xff]).unwrap();
    assert_snapshot!(shell.run("check bytes.cld"));
}

#[test]
fn explanations() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run("explain missing-let"));
    assert_snapshot!(shell.run("explain missing-lett"));
    assert!(shell.run("explain").contains("E0120  error        missing-let"));
}

#[test]
fn help_reads_well() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run("--help"));
    assert_snapshot!(shell.run("check --help"));
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let shell = Shell::with(&[]);
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = shell.run(&format!("completions {name}"));
        assert!(["check", "fmt", "explain", "tree"].iter().all(|command| script.contains(command)), "{name}");
    }
    assert!(shell.run("man --out pages").ends_with("--- exit 0"));
    assert!(Path::new(&shell.0.path().join("pages/cloudc-fmt.1")).exists());
}

#[test]
fn colour_is_decided_once() {
    let shell = Shell::with(&[("a.cld", WRONG)]);
    assert!(!shell.run("check").contains('\u{1b}'));
    assert!(shell.run("--color always check").contains('\u{1b}'));
    assert!(shell.run("check --color always nowhere").contains('\u{1b}'));
    assert!(!shell.run("check --color never nowhere").contains('\u{1b}'));
}
