//! Says where a state will be kept, where that is not beside the program.

use std::path::Path;
use std::sync::Once;

use crate::program::Program;

static SAID: Once = Once::new();

/// Says so once, as long as nothing is kept there: a `.cloudc` that somebody left in a folder above takes a program's state.
pub(super) fn say(program: &Program, folder: &Path) {
    let own = std::fs::canonicalize(&program.path).ok().and_then(|file| Some(file.parent()?.to_owned()));
    if folder.exists() || own.is_none_or(|own| own == program.root) {
        return;
    }
    let kept = program.root.join(".cloudc");
    SAID.call_once(|| {
        eprintln!(
            "note: the state of this program is not beside it, and is still empty: the nearest `.cloudc` above it is `{}`",
            kept.display()
        );
    });
}
