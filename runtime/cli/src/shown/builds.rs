use std::fmt::Write;

use crate::build::Build;
use crate::program::Program;

/// What has to be built before a plan is carried out, one a line; nothing where there is nothing.
pub(crate) fn builds(builds: &[Build], program: &Program) -> String {
    let mut text = String::new();
    for build in builds {
        // Writing into a String does not fail.
        let _written = writeln!(text, "To build: {}, used at {}.", build.shown(), program.place(build.span));
    }
    text
}
