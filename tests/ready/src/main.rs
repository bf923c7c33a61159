//! `cargo ready`: everything that must hold before a change lands, in the order in which it fails fastest.
//!
//! `cargo ready` runs every step, `cargo ready NAME ..` some, `cargo ready --list` names them. It fetches what the
//! steps need (npm packages) and needs Rust, Python and Node. `CLOUDC_BLESS=1` rewrites every expectation instead.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// A step: what it is called, what it holds, and the commands, each in a folder; the first word `bless:` marks one that
/// runs only when expectations are rewritten.
struct Step {
    name: &'static str,
    holds: &'static str,
    commands: &'static [(&'static str, &'static [&'static str])],
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        holds: "the Rust code is formatted",
        commands: &[(".", &["cargo", "fmt", "--all", "--check"])],
    },
    Step {
        name: "clippy",
        holds: "the compiler and clippy have nothing to say",
        commands: &[(".", &["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])],
    },
    Step {
        name: "test",
        holds: "all Rust tests pass",
        commands: &[
            // Snapshots that stand in the code are rewritten by insta's own command only.
            (".", &["bless:", "cargo", "install", "cargo-insta", "--locked"]),
            (".", &["bless:", "cargo", "insta", "test", "--accept", "--workspace"]),
            (".", &["cargo", "test", "--workspace", "--locked", "--no-fail-fast"]),
        ],
    },
    Step {
        name: "templates",
        holds: "cfn-lint has nothing to say against any template in three regions, and moto builds their stacks",
        commands: &[
            (".", &["python3", "-m", "venv", "target/python"]),
            (".", &["target/python/bin/pip", "install", "-q", "-r", "tests/templates/requirements.txt"]),
            // These tests leave what is emitted in target/templates.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "programs", "--locked"]),
            (".", &["cargo", "test", "-q", "--workspace", "--test", "templates", "--locked"]),
            (".", &["target/python/bin/python", "tests/templates/check.py", "target/templates"]),
            (".", &["target/python/bin/python", "tests/templates/test_reader.py"]),
        ],
    },
    Step {
        name: "manifests",
        holds: "every manifest is valid for Kubernetes 1.31 to 1.34 and its operators, and Kustomize takes every folder; workloads of others come out as they went in, and nouns say what people write",
        commands: &[
            (".", &["python3", "-m", "venv", "target/python"]),
            (".", &["target/python/bin/pip", "install", "-q", "-r", "tests/manifests/requirements.txt"]),
            ("tests/manifests", &["npm", "ci", "--no-audit", "--no-fund"]),
            // These tests leave what is emitted in target/manifests.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "manifests", "--locked"]),
            (".", &["target/python/bin/python", "tests/manifests/check.py", "target/manifests"]),
            (".", &["node", "tests/manifests/check.mjs", "target/manifests"]),
            (
                ".",
                &[
                    "target/python/bin/python",
                    "tests/manifests/same.py",
                    "tests/corpus/workloads",
                    "target/manifests/workloads/all/placeholder-helm",
                ],
            ),
            (
                ".",
                &[
                    "target/python/bin/python",
                    "tests/manifests/nouns.py",
                    "tests/corpus/nouns",
                    "target/manifests/nouns",
                ],
            ),
        ],
    },
    Step {
        name: "scheduler",
        holds: "what is found about pods and pools is what the scheduler of Kubernetes says; skipped where there is no Go",
        commands: &[
            // This test leaves its cases in target/scheduler.
            (
                ".",
                &[
                    "cargo",
                    "test",
                    "-q",
                    "--workspace",
                    "--test",
                    "scheduler",
                    "--test",
                    "scheduler_by_hand",
                    "--locked",
                ],
            ),
            ("tests/cluster", &["sh", "-c", ASK_SCHEDULER]),
        ],
    },
    Step {
        name: "cluster",
        holds: "a real API server takes every manifest, twice; skipped where there is no Go or its proxy is out of reach",
        commands: &[
            (".", &["python3", "-m", "venv", "target/python"]),
            (
                ".",
                &[
                    "target/python/bin/pip",
                    "install",
                    "-q",
                    "-r",
                    "tests/aws/requirements.txt",
                    "-r",
                    "tests/cluster/requirements.txt",
                ],
            ),
            // This test leaves what is emitted in target/manifests.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "manifests", "--locked"]),
            (".", &["target/python/bin/python", "tests/cluster/run.py"]),
        ],
    },
    Step {
        name: "aws",
        holds: "programs are applied to a stand-in of AWS, changed and destroyed, and boto3 sees what should be there",
        commands: &[
            (".", &["python3", "-m", "venv", "target/python"]),
            (".", &["target/python/bin/pip", "install", "-q", "-r", "tests/aws/requirements.txt"]),
            // The command line as the tests have it: of another choice of crates cargo would build AWS' once more.
            (".", &["cargo", "test", "-q", "--workspace", "--no-run", "--locked"]),
            (".", &["target/python/bin/python", "tests/aws/all.py"]),
        ],
    },
    Step {
        name: "doc",
        holds: "the documentation of the code builds and its links lead somewhere",
        commands: &[(".", &["cargo", "doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])],
    },
    Step {
        name: "vscode",
        holds: "the editor colours programs as the compiler reads them, and its extension packs",
        commands: &[
            ("editors/vscode", &["npm", "ci", "--no-audit", "--no-fund"]),
            ("editors/vscode", &["bless:", "npm", "run", "update"]),
            ("editors/vscode", &["npm", "test"]),
            ("editors/vscode", &["npm", "run", "package"]),
        ],
    },
    Step {
        name: "tree-sitter",
        holds: "the tree-sitter grammar takes what the compiler takes, and its parser and queries are up to date",
        commands: &[
            ("editors/tree-sitter", &["cargo", "fmt", "--check"]),
            (
                "editors/tree-sitter",
                &["cargo", "test", "--locked", "--no-fail-fast", "--target-dir", "../../target/tree-sitter"],
            ),
        ],
    },
    Step {
        name: "facts",
        holds: "the facts tables say what they must",
        commands: &[("stdlib/facts", &["python3", "-m", "unittest", "test_facts"])],
    },
];

/// Asks the scheduler, which is built first: that takes minutes.
const ASK_SCHEDULER: &str = "command -v go >/dev/null || { echo 'skipped: there is no Go here'; exit 0; }
CGO_ENABLED=0 exec go run ./scheduler ../../target/scheduler/cases.json scheduler/answers.json ../../target/scheduler/by_hand.json scheduler/by_hand.json";

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.iter().any(|word| word == "--list") {
        STEPS.iter().for_each(|step| println!("{:11} {}", step.name, step.holds));
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = wanted.iter().find(|word| STEPS.iter().all(|step| step.name != **word)) {
        eprintln!("there is no step `{unknown}`; `cargo ready --list` names them");
        return ExitCode::from(2);
    }
    let chosen = STEPS.iter().filter(|step| wanted.is_empty() || wanted.iter().any(|word| word == step.name));
    let begin = Instant::now();
    for step in chosen {
        let start = Instant::now();
        println!("ready: {}: {}", step.name, step.holds);
        if let Err(command) = run(step) {
            println!("ready: {} FAILED after {:.0?}: {command}", step.name, start.elapsed());
            return ExitCode::FAILURE;
        }
        println!("ready: {} holds ({:.0?})", step.name, start.elapsed());
    }
    println!("ready: everything holds ({:.0?})", begin.elapsed());
    ExitCode::SUCCESS
}

/// Runs the commands of a step; gives the one that failed.
fn run(step: &Step) -> Result<(), String> {
    for (folder, words) in step.commands {
        let words = match words.split_first() {
            Some((&"bless:", _)) if !blessing() => continue,
            Some((&"bless:", rest)) => rest,
            _ => words,
        };
        let Some((program, arguments)) = words.split_first() else { continue };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(root().join(folder))
            .stdin(Stdio::null())
            .env("RUSTDOCFLAGS", "-D warnings");
        if blessing() {
            command.env("INSTA_UPDATE", "always").env("UPDATE", "1");
        } else {
            command.env("INSTA_UPDATE", "no");
        }
        let status = command.status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("`{}` in {folder}", words.join(" ")));
        }
    }
    Ok(())
}

fn blessing() -> bool {
    std::env::var_os("CLOUDC_BLESS").is_some_and(|value| value == "1")
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
