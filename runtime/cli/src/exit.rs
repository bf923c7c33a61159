use std::process::ExitCode;

/// What the process says with its exit code; documented in `docs/cli.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done, and nothing to say against the program.
    Clean,
    /// 1: done, and the program has findings that count (or is not formatted, with `fmt --check`).
    Findings,
    /// 2: the command line or a path on it is wrong; nothing was done.
    Usage,
    /// 3: the run itself failed, for example because a file could not be written.
    Failed,
    /// 4: not everything was done: the cloud refused something, or the run was stopped. What was done is recorded.
    Incomplete,
    /// 5: there is something to do; only when that was asked for.
    Changes,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Failed => 3,
            Exit::Incomplete => 4,
            Exit::Changes => 5,
        })
    }
}
