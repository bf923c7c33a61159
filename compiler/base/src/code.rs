use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Information,
    /// Probably not what was meant; `--deny warnings` makes it count as an error.
    Warning,
    /// The program means nothing, or what it means cannot work.
    Error,
}

impl Severity {
    /// The word that every output format uses.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// One kind of finding, declared once beside what detects it.
///
/// Codes and names are stable: they stand in `@accept`, in CI logs and in editors' settings. A code is never reused.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E` (error), `W` (warning) or `I` (information) and four digits, e.g. `E0101`.
    pub id: &'static str,
    /// The name in words with hyphens, e.g. `missing-let`.
    pub name: &'static str,
    /// Its severity unless a run raises it.
    pub severity: Severity,
    /// The page that `cloudc explain` shows: Markdown whose programs run as tests.
    pub page: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.name)
    }
}
