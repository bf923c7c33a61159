//! A command of the shell: in a folder, with little of the environment, for a limited time, and with an end for all that it
//! starts.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{Broken, Work, say};

/// How long a command may take, in seconds, unless `CLOUDC_BUILD_TIMEOUT` says otherwise.
const LONGEST: u64 = 1800;
/// How many of its last lines are shown when it fails.
const LAST: usize = 20;
/// How much of a line is shown at once, in bytes.
const LINE: u64 = 2000;
/// How long it is given to end when it is told to.
const GRACE: Duration = Duration::from_secs(2);
/// How often it is looked whether it has to be ended.
const LOOK: Duration = Duration::from_millis(50);

/// What a command gets of the environment, beside what `CLOUDC_BUILD_ENV` names: what tools are found by, and reach the network
/// by. Nothing that says who one is.
const GIVEN: &str = "PATH HOME USER LOGNAME LANG LC_ALL LC_CTYPE TZ TMPDIR HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY \
    http_proxy https_proxy no_proxy all_proxy SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE";

/// Runs it to its end.
///
/// # Errors
/// It fails, takes too long, or was stopped.
pub(super) fn run(work: &Work, folder: &Path) -> Result<(), Broken> {
    let spawned = command(&work.build.recipe.command, folder).spawn();
    let mut child = spawned.map_err(|error| Broken::of(format!("its command cannot be started: {error}")))?;
    let (to, lines) = channel();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let readers = [out.map(|out| listen(out, to.clone())), err.map(|err| listen(err, to))];
    let mut watch = Watch::new(work);
    loop {
        match lines.recv_timeout(LOOK) {
            Ok(line) => watch.hear(line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        watch.look(&mut child);
    }
    readers.into_iter().flatten().for_each(|reader| drop(reader.join()));
    // It may have closed its output and go on.
    while matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(LOOK);
        watch.look(&mut child);
    }
    let status = child.wait().map_err(|error| Broken::of(error.to_string()))?;
    signal(&child, Signal::Forced);
    match watch.ended {
        Some(why) => Err(Broken { why, last: watch.last }),
        None if status.success() => Ok(()),
        None => Err(Broken { why: format!("its command failed, {status}"), last: watch.last }),
    }
}

/// What is known of a command that runs.
struct Watch<'w> {
    work: &'w Work,
    /// The longest that it may take, in seconds, and when that is over.
    longest: u64,
    deadline: Instant,
    last: Vec<String>,
    /// Why it was ended.
    ended: Option<String>,
    /// It has ended by itself.
    over: bool,
}

impl Watch<'_> {
    fn new(work: &Work) -> Watch<'_> {
        let said = std::env::var("CLOUDC_BUILD_TIMEOUT").ok().and_then(|text| text.parse().ok());
        let longest: u64 = said.unwrap_or(LONGEST).min(7 * 24 * 3600);
        let deadline = Instant::now() + Duration::from_secs(longest);
        Watch { work, longest, deadline, last: Vec::new(), ended: None, over: false }
    }

    fn hear(&mut self, line: String) {
        say(self.work.json, &self.work.build, "|", &line);
        if self.last.len() == LAST {
            self.last.remove(0);
        }
        self.last.push(line);
    }

    /// Ends it where it has to be ended; what it has left running would hold its output open for ever, and ends with it.
    fn look(&mut self, child: &mut Child) {
        if self.over || self.ended.is_some() {
            return;
        }
        self.ended = match () {
            () if self.work.stop.load(Ordering::Relaxed) => Some("it was stopped".to_owned()),
            () if self.deadline <= Instant::now() => Some(format!("it took longer than {} seconds", self.longest)),
            () => None,
        };
        if self.ended.is_some() {
            return end(child);
        }
        self.over = matches!(child.try_wait(), Ok(Some(_)));
        if self.over {
            signal(child, Signal::Forced);
        }
    }
}

fn command(text: &str, folder: &Path) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("/bin/sh", "-c") };
    let mut command = Command::new(shell);
    command.args([flag, text]).current_dir(folder).env_clear();
    // The same bytes each time, as far as tools listen to it: the first day that an archive knows.
    command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("SOURCE_DATE_EPOCH", "315532800");
    let more = std::env::var("CLOUDC_BUILD_ENV").unwrap_or_default();
    let named = more.split(',').map(str::trim).filter(|name| !name.is_empty());
    for name in GIVEN.split_whitespace().chain(named) {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Reads lines until there are no more; what is no letter of a text is left out.
fn listen(from: impl Read + Send + 'static, to: Sender<String>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        loop {
            let mut line = Vec::new();
            let read = from.by_ref().take(LINE).read_until(b'\n', &mut line);
            if !matches!(read, Ok(length) if length > 0) {
                return;
            }
            let text: String = String::from_utf8_lossy(&line).chars().filter(|c| !c.is_control()).collect();
            if to.send(text.trim_end().to_owned()).is_err() {
                return;
            }
        }
    })
}

/// Ends a command and everything that it has started.
fn end(child: &mut Child) {
    signal(child, Signal::Asked);
    let until = Instant::now() + GRACE;
    while Instant::now() < until && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(LOOK);
    }
    signal(child, Signal::Forced);
    // Where there are no groups.
    let _gone = child.kill();
}

#[derive(Debug, Clone, Copy)]
enum Signal {
    Asked,
    Forced,
}

/// Sends a signal to the group that a command leads.
#[cfg(unix)]
fn signal(child: &Child, signal: Signal) {
    use rustix::process::{Pid, kill_process_group};
    let signal = match signal {
        Signal::Asked => rustix::process::Signal::TERM,
        Signal::Forced => rustix::process::Signal::KILL,
    };
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // Whoever is gone hears nothing.
    let _gone = group.map(|group| kill_process_group(group, signal));
}

#[cfg(not(unix))]
fn signal(_child: &Child, _signal: Signal) {}
