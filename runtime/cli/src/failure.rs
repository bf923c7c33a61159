use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::colour::Colour;
use crate::exit::Exit;

/// What can go wrong in a run, apart from the program.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum Failure {
    #[error("there is no `{path}`")]
    #[diagnostic(code(cloudc::no_such_path), help("paths are relative to the folder that cloudc is called in"))]
    NoSuchPath { path: String },

    #[error("`{path}` holds no .cld file")]
    #[diagnostic(code(cloudc::no_programs), help("name a file, or a folder with .cld files in it"))]
    NoPrograms { path: String },

    #[error("`{path}` is not UTF-8 text")]
    #[diagnostic(code(cloudc::not_text), help("byte {at} is not UTF-8; a .cld file is UTF-8 text"))]
    NotText { path: String, at: usize },

    #[error("cannot read `{path}`")]
    #[diagnostic(code(cloudc::unreadable))]
    Unreadable { path: String, source: std::io::Error },

    #[error("cannot write `{path}`")]
    #[diagnostic(code(cloudc::unwritable), help("nothing of the file was changed"))]
    Unwritable { path: String, source: std::io::Error },

    #[error("the program has nothing at `{address}`")]
    #[diagnostic(code(cloudc::no_such_address))]
    NoSuchAddress {
        address: String,
        #[help]
        help: String,
    },

    #[error("no value is given for {names}")]
    #[diagnostic(code(cloudc::unset))]
    Unset {
        names: String,
        #[help]
        help: String,
    },

    #[error("nothing of the program is at `{place}` of `{template}`")]
    #[diagnostic(code(cloudc::nothing_there), help("name a line of the template, or a logical id that stands in it"))]
    NothingThere { place: String, template: String },

    #[error("there is no finding `{code}`")]
    #[diagnostic(code(cloudc::no_such_finding))]
    NoSuchFinding {
        code: String,
        #[help]
        help: String,
    },
}

impl Failure {
    /// Whether the command line was wrong or the run failed.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::NoSuchPath { .. }
            | Failure::NoPrograms { .. }
            | Failure::NotText { .. }
            | Failure::NoSuchAddress { .. }
            | Failure::Unset { .. }
            | Failure::NothingThere { .. }
            | Failure::NoSuchFinding { .. } => Exit::Usage,
            Failure::Unreadable { .. } | Failure::Unwritable { .. } => Exit::Failed,
        }
    }
}

/// Draws a failure on standard error.
pub(crate) fn print(failure: &Failure, colour: Colour) {
    let theme = match colour {
        Colour::On => GraphicalTheme::unicode(),
        Colour::Off => GraphicalTheme::unicode_nocolor(),
    };
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme).render_report(&mut text, failure);
    match drawn {
        Ok(()) => eprint!("{text}"),
        Err(_) => eprintln!("error: {failure}"),
    }
}
