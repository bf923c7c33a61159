use std::fmt::Write;
use std::sync::Arc;

use cloudc_compiler::{Checked, Sources};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{self, Format};

/// Lay programs out
///
/// Changes blanks, indentation, columns and superfluous commas; never what a program means. A file with syntax errors
/// is left as it is and its errors are printed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, or - to format standard input to standard output
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,

    /// Change nothing; name the files that are not formatted and exit with 1
    #[arg(long)]
    check: bool,

    /// Change nothing; print the changes as a unified diff and exit with 1 if there are any
    #[arg(long, conflicts_with = "check")]
    diff: bool,

    /// How syntax errors are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    if args.paths.iter().any(|path| path == "-") {
        return standard_input(args, colour);
    }
    let mut broken = Checked::default();
    let mut changed = false;
    for path in disk::programs(&args.paths)? {
        let text = disk::text(&path)?;
        match cloudc_compiler::format(&text) {
            Ok(new) if *new == *text => {}
            Ok(new) => {
                changed = true;
                settle(args, &path, &text, &new, colour)?;
            }
            Err(_) => take_findings(&mut broken, &path, &text),
        }
    }
    let wrong = !broken.findings.is_empty();
    if wrong {
        disk::print(&report::write(&broken, args.format, colour));
    }
    let unformatted = changed && (args.check || args.diff);
    Ok(if wrong || unformatted { Exit::Findings } else { Exit::Clean })
}

/// Writes one file that is not formatted, or says so.
fn settle(args: &Args, path: &str, text: &str, new: &str, colour: Colour) -> Result<(), Failure> {
    if args.check {
        disk::print(&format!("{path}\n"));
    } else if args.diff {
        disk::print(&diff(path, text, new, colour));
    } else {
        disk::replace(path, new)?;
    }
    Ok(())
}

fn standard_input(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let text = disk::standard_input()?;
    match cloudc_compiler::format(&text) {
        Ok(new) => {
            let changed = *new != *text;
            match (args.check, args.diff) {
                (false, false) => disk::print(&new),
                (_, true) => disk::print(&diff("<stdin>", &text, &new, colour)),
                (true, _) => {}
            }
            Ok(if changed && (args.check || args.diff) { Exit::Findings } else { Exit::Clean })
        }
        Err(_) => {
            let mut broken = Checked::default();
            take_findings(&mut broken, "<stdin>", &text);
            // Standard output is the formatted text and nothing else.
            eprint!("{}", report::write(&broken, args.format, colour));
            Ok(Exit::Findings)
        }
    }
}

fn take_findings(broken: &mut Checked, path: &str, text: &Arc<str>) {
    let sources: &mut Sources = &mut broken.sources;
    let id = sources.add(path, text.clone());
    broken.findings.extend(cloudc_compiler::File::parse(text).findings(id));
}

fn diff(path: &str, text: &str, new: &str, colour: Colour) -> String {
    let lines = similar::TextDiff::from_lines(text, new);
    let plain = lines.unified_diff().context_radius(3).header(path, path).to_string();
    if colour == Colour::Off {
        return plain;
    }
    plain.lines().fold(String::new(), |mut out, line| {
        let code = match line.as_bytes().first() {
            Some(b'+') => "32",
            Some(b'-') => "31",
            Some(b'@') => "36",
            _ => "0",
        };
        let _infallible = writeln!(out, "\u{1b}[{code}m{line}\u{1b}[0m");
        out
    })
}
