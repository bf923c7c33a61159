use std::fmt::Write;

use cloudc_compiler::{Code, codes};

use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shown;

/// Tell about a kind of finding
///
/// Prints why it is one, a program that has it and one that does not. Without a code, lists all.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code or name of a finding, such as E0120 or missing-let
    code: Option<String>,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let codes = codes();
    let text = match &args.code {
        None if args.json => json(codes.iter().copied()),
        None => list(&codes),
        Some(wanted) => {
            let code = find(&codes, wanted)?;
            if args.json { json([code]) } else { page(code, colour) }
        }
    };
    disk::print(&text);
    Ok(Exit::Clean)
}

fn find(codes: &[&'static Code], wanted: &str) -> Result<&'static Code, Failure> {
    let known = |code: &&&Code| code.id.eq_ignore_ascii_case(wanted) || code.name.eq_ignore_ascii_case(wanted);
    if let Some(code) = codes.iter().find(known) {
        return Ok(code);
    }
    let near = cloudc_compiler::nearest(wanted, codes.iter().flat_map(|code| [code.name, code.id]));
    let help = match near {
        Some(near) => format!("did you mean `{near}`? `cloudc explain` lists all"),
        None => "`cloudc explain` lists all".to_owned(),
    };
    Err(Failure::NoSuchFinding { code: wanted.to_owned(), help })
}

fn list(codes: &[&'static Code]) -> String {
    codes.iter().fold(String::new(), |mut text, code| {
        let _infallible = writeln!(text, "{:5}  {:11}  {}", code.id, code.severity, code.name);
        text
    })
}

/// How wide a page is at most.
const WIDTH: usize = 100;

/// The page with its code as the title.
fn page(code: &Code, colour: Colour) -> String {
    let body = code.page.split_once('\n').map_or("", |(_, body)| body);
    let title = format!("# {} {} ({})\n", code.id, code.name, code.severity);
    shown::page(&(title + body), WIDTH, colour)
}

fn json(codes: impl IntoIterator<Item = &'static Code>) -> String {
    codes.into_iter().fold(String::new(), |mut text, code| {
        let value = serde_json::json!({
            "code": code.id, "name": code.name, "severity": code.severity.word(), "page": code.page,
        });
        let _infallible = writeln!(text, "{value}");
        text
    })
}
