//! The steps: one entry each.

use crate::machine::Need;

/// Something that must hold.
pub(crate) struct Step {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// What holds when it passes.
    pub(crate) holds: &'static str,
    /// What it needs beside Rust.
    pub(crate) needs: &'static [Need],
    /// Its commands, each in a folder. The first word `bless:` marks one that runs only when expectations are rewritten.
    pub(crate) commands: &'static [(&'static str, &'static [&'static str])],
}

/// All of them, in the order in which they fail fastest.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        holds: "the Rust code is formatted",
        needs: &[],
        commands: &[(".", &["cargo", "fmt", "--all", "--check"])],
    },
    Step {
        name: "clippy",
        holds: "the compiler and clippy have nothing to say",
        needs: &[],
        commands: &[(".", &["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])],
    },
    Step {
        name: "test",
        holds: "all Rust tests pass",
        needs: &[],
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
        needs: &[Need::Python("tests/templates/requirements.txt")],
        commands: &[
            // These tests leave what is emitted in target/templates.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "programs", "--locked"]),
            (".", &["cargo", "test", "-q", "--workspace", "--test", "templates", "--locked"]),
            (".", &["python", "tests/templates/check.py", "target/templates"]),
            (".", &["python", "tests/templates/test_reader.py"]),
        ],
    },
    Step {
        name: "manifests",
        holds: "every manifest is valid for Kubernetes 1.31 to 1.34 and its operators, and Kustomize takes every folder; workloads of others come out as they went in, and nouns say what people write",
        needs: &[Need::Python("tests/manifests/requirements.txt"), Need::Node("tests/manifests")],
        commands: &[
            // These tests leave what is emitted in target/manifests.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "manifests", "--locked"]),
            (".", &["python", "tests/manifests/check.py", "target/manifests"]),
            (".", &["node", "tests/manifests/check.mjs", "target/manifests"]),
            (
                ".",
                &[
                    "python",
                    "tests/manifests/same.py",
                    "tests/corpus/workloads",
                    "target/manifests/workloads/all/placeholder-helm",
                ],
            ),
            (".", &["python", "tests/manifests/nouns.py", "tests/corpus/nouns", "target/manifests/nouns"]),
        ],
    },
    Step {
        name: "scheduler",
        holds: "what is found about pods and pools is what the scheduler of Kubernetes says; skipped where Go cannot be had",
        needs: &[Need::Go],
        commands: &[
            // This test leaves its cases in target/scheduler.
            (".", CASES),
            ("tests/cluster", &["sh", "-c", ASK_SCHEDULER]),
        ],
    },
    Step {
        name: "cluster",
        holds: "a real API server takes every manifest, twice; skipped where Go or its modules cannot be had",
        needs: &[Need::Python("tests/aws/requirements.txt"), Need::Python("tests/cluster/requirements.txt"), Need::Go],
        commands: &[
            // This test leaves what is emitted in target/manifests.
            (".", &["cargo", "test", "-q", "--workspace", "--test", "manifests", "--locked"]),
            (".", &["python", "tests/cluster/run.py"]),
        ],
    },
    Step {
        name: "aws",
        holds: "programs are applied to a stand-in of AWS, changed and destroyed, and boto3 sees what should be there",
        needs: &[Need::Python("tests/aws/requirements.txt")],
        commands: &[
            // The command line as the tests have it: of another choice of crates cargo would build AWS' once more.
            (".", &["cargo", "test", "-q", "--workspace", "--no-run", "--locked"]),
            (".", &["python", "tests/aws/all.py"]),
        ],
    },
    Step {
        name: "doc",
        holds: "the documentation of the code builds and its links lead somewhere",
        needs: &[],
        // Among examples, of which there are none, cargo chooses the features that tests have: with others it would look through
        // the libraries of AWS once more.
        commands: &[(
            ".",
            &[
                "cargo",
                "doc",
                "--workspace",
                "--no-deps",
                "--document-private-items",
                "--locked",
                "--lib",
                "--bins",
                "--examples",
            ],
        )],
    },
    Step {
        name: "vscode",
        holds: "the editor colours programs as the compiler reads them, and its extension packs",
        needs: &[Need::Node("editors/vscode")],
        commands: &[
            ("editors/vscode", &["bless:", "npm", "run", "update"]),
            ("editors/vscode", &["npm", "test"]),
            ("editors/vscode", &["npm", "run", "package"]),
        ],
    },
    Step {
        name: "tree-sitter",
        holds: "the tree-sitter grammar takes what the compiler takes, and its parser and queries are up to date",
        needs: &[],
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
        needs: &[],
        commands: &[("stdlib/facts", &["python3", "-m", "unittest", "test_facts"])],
    },
];

/// Makes the cases that the scheduler is asked about, those made by chance and those made by hand.
const CASES: &[&str] =
    &["cargo", "test", "-q", "--workspace", "--test", "scheduler", "--test", "scheduler_by_hand", "--locked"];

/// Asks the scheduler, which is built first: that takes minutes.
const ASK_SCHEDULER: &str = "command -v go >/dev/null || { echo 'skipped: there is no Go here'; exit 0; }
CGO_ENABLED=0 exec go run ./scheduler ../../target/scheduler/cases.json scheduler/answers.json ../../target/scheduler/by_hand.json scheduler/by_hand.json";
