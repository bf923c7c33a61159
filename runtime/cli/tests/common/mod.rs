//! A folder, and what a user types in it.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::process::{Command, Stdio};

/// What a secret is that nobody should ever see.
pub const CANARY: &str = "c4n4ry-in-the-mine";

/// A folder with files, and what `cloudc` does in it.
pub struct Shell(pub tempfile::TempDir);

impl Shell {
    pub fn with(files: &[(&str, &str)]) -> Shell {
        let shell = Shell(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| shell.write(path, text));
        shell
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.path(path), text).unwrap();
    }

    pub fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    /// What it prints on standard output, as it is.
    pub fn plain(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudc"));
        command
            .args(arguments.split(' '))
            .current_dir(self.0.path())
            .env_clear()
            .env("TOKEN", CANARY)
            .stdin(Stdio::null());
        command
    }

    /// What it prints and how it ends, without what is drawn by chance.
    pub fn run(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        let mut shown = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            let _infallible = write!(shown, "--- stderr\n{errors}");
        }
        without_chance(&format!("{shown}--- exit {}", output.status.code().unwrap()))
    }
}

/// What is drawn by chance in identifiers, as `#`.
pub fn without_chance(text: &str) -> String {
    let is_drawn = |word: &str| {
        word.len() >= 8
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
            && !word.bytes().all(|byte| byte == b'0')
    };
    // The short groups in the middle of a UUID: `#-4d79-4ad7-a773-#`.
    let is_group = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut out = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let rest = piece.get(word.len()..).unwrap_or_default();
        if is_group(word) && out.ends_with("#-") && rest == "-" {
            continue;
        }
        out.push_str(if is_drawn(word) { "#" } else { word });
        out.push_str(rest);
    }
    out.replace("#-#", "#")
}
