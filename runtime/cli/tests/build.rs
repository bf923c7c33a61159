//! What has to be built is built by apply: in a copy, once, without secrets, and with an end.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{CANARY, Shell};

fn shell(command: &str) -> Shell {
    let program = format!(
        "app made {{ region = \"eu-west-1\" }}\nfunction hello {{\n  code    = build(\"app\", with = {command:?}, output = \"dist\")\n  \
         runtime = \"nodejs22.x\"\n  handler = \"index.handler\"\n}}\n"
    );
    let shell = Shell::with(&[]);
    std::fs::create_dir(shell.path("app")).unwrap();
    shell.write("main.cld", &program);
    shell.write("app/index.ts", "export const handler = 1\n");
    shell
}

/// What was built: names and bytes.
fn built(shell: &Shell) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(shell.path(".cloudc/built")) else { return Vec::new() };
    let read = |path: std::path::PathBuf| (path.display().to_string(), std::fs::read(path).unwrap());
    entries.map(|entry| read(entry.unwrap().path())).collect()
}

#[test]
fn it_is_built_once_in_a_copy_and_plan_says_so() {
    let counter = tempfile::NamedTempFile::new().unwrap();
    let count = || std::fs::read_to_string(counter.path()).unwrap().lines().count();
    let path = counter.path().display();
    let shell = shell(&format!("mkdir dist && cp index.ts dist/index.mjs && echo built && echo x >> {path}"));
    let planned = shell.run("plan main.cld");
    assert!(planned.contains("To build: `app` by `mkdir dist && cp"), "{planned}");
    assert!(planned.contains("used at main.cld:2:1."), "{planned}");
    assert!(shell.run("plan main.cld --json").contains("\"builds\""));
    assert_eq!((count(), built(&shell)), (0, vec![]));
    // Nothing runs in the simulated cloud, so that nothing need be built for it.
    shell.plain("apply main.cld --yes");
    assert_eq!(count(), 0);
    shell.plain("destroy main.cld --yes");
    let made = shell.run("apply main.cld --yes --build");
    assert!(made.contains("   app | built\n") && made.ends_with("--- exit 0"), "{made}");
    let first = built(&shell);
    assert_eq!((count(), first.len(), shell.path("app/dist").exists()), (1, 1, false));
    // What was built is not built again, and plan does not say that it is.
    assert!(!shell.run("plan main.cld").contains("To build"));
    shell.plain("destroy main.cld --yes");
    shell.plain("apply main.cld --yes --build");
    assert_eq!(count(), 1);
    // Built again it is the same.
    std::fs::remove_dir_all(shell.path(".cloudc/built")).unwrap();
    shell.plain("destroy main.cld --yes");
    // A plan that was saved before is carried out all the same.
    shell.plain("plan main.cld --out plan.json");
    let saved = shell.run("apply main.cld --plan plan.json --build");
    assert!(saved.ends_with("--- exit 0"), "{saved}");
    assert_eq!((count(), built(&shell)), (2, first));
    // Something else is something else.
    std::thread::sleep(Duration::from_millis(20));
    shell.write("app/index.ts", "export const handler = 2\n");
    shell.plain("apply main.cld --yes --build");
    assert_eq!((count(), built(&shell).len()), (3, 2));
}

#[test]
fn a_command_that_fails_stands_in_the_way_and_says_why() {
    for (command, said) in [
        ("echo one; echo two >&2; exit 3", "its command failed, exit status: 3"),
        ("true", "the command left no folder `dist`"),
        ("mkdir dist", "the command left no file"),
        ("mkdir dist && ln -s /bin/sh dist/sh", "is a link out of its folder"),
    ] {
        let shell = shell(command);
        let failed = shell.run("apply main.cld --yes --build");
        assert!(
            failed.contains("`app`, used at main.cld:2:1, was not built") && failed.ends_with("--- exit 3"),
            "{failed}"
        );
        assert!(failed.replace("\n  │ ", " ").contains(said), "{failed}");
        assert_eq!(failed.contains("said last:"), command.starts_with("echo"), "{failed}");
        assert_eq!((shell.plain("state list main.cld"), built(&shell)), (String::new(), vec![]));
    }
}

#[test]
fn no_secret_of_the_environment_reaches_a_command() {
    let look = "mkdir dist && touch dist/a && test -z \"$TOKEN\"";
    assert!(shell(look).run("apply main.cld --yes --build").ends_with("--- exit 0"));
    // But what somebody names does.
    let shell = shell(&format!("mkdir dist && touch dist/a && test \"$TOKEN\" = {CANARY}"));
    assert!(shell.run("apply main.cld --yes --build").ends_with("--- exit 3"));
    let mut named = cloudc(&shell);
    assert!(named.env("CLOUDC_BUILD_ENV", "OTHER, TOKEN").status().unwrap().success());
}

fn cloudc(shell: &Shell) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloudc"));
    command.args(["apply", "main.cld", "--yes", "--build"]).current_dir(shell.path("."));
    command.env_clear().env("TOKEN", CANARY).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether a process that a command has started still runs: its number is in a file.
fn runs(shell: &Shell) -> bool {
    let number = std::fs::read_to_string(shell.path("child")).unwrap_or_default();
    let state = std::fs::read_to_string(format!("/proc/{}/stat", number.trim())).unwrap_or_default();
    // One that nobody has waited for yet is a name and nothing more.
    !number.is_empty() && state.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with('Z'))
}

#[test]
fn it_ends_in_time_with_everything_that_it_started() {
    let child = |shell: &Shell| shell.path("child").display().to_string();
    let place = shell("");
    let slow = format!("sleep 600 & echo $! > {}; wait", child(&place));
    let text = std::fs::read_to_string(shell(&slow).path("main.cld")).unwrap();
    place.write("main.cld", &text);
    let began = Instant::now();
    let late = cloudc(&place).env("CLOUDC_BUILD_TIMEOUT", "1").output().unwrap();
    assert!(String::from_utf8_lossy(&late.stderr).contains("it took longer than 1 seconds"), "{late:?}");
    assert!(!runs(&place) && began.elapsed() < Duration::from_secs(30));
    // Ctrl-C does the same.
    let mut running = cloudc(&place).spawn().unwrap();
    while !runs(&place) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let stop = Command::new("/bin/sh").args(["-c", &format!("kill -INT {}", running.id())]).status().unwrap();
    assert!(stop.success() && !running.wait().unwrap().success());
    assert!(!runs(&place));
    // What it leaves running does not keep it.
    let left = format!("mkdir dist; touch dist/a; sleep 600 & echo $! > {}", child(&place));
    let text = std::fs::read_to_string(shell(&left).path("main.cld")).unwrap();
    place.write("main.cld", &text);
    assert!(cloudc(&place).output().unwrap().status.success());
    assert!(!runs(&place) && began.elapsed() < Duration::from_secs(60));
}
