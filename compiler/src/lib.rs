//! The façade: what the command line and editors use of the compiler, and nothing else.
//!
//! [`check`] finds what is wrong with the text of programs; [`evaluate`] computes an expression; [`format()`] lays text
//! out; [`codes`] lists every kind of finding, [`functions`] the functions of the language. Files come through [`World`],
//! the compiler's only door.

mod compile;
mod merged;
mod policy;

use std::sync::Arc;

pub use cloudc_base::value::{self, Value};
pub use cloudc_base::{Address, Key};
pub use cloudc_base::{
    Code, Edit, FileId, Finding, Fix, Label, MemoryWorld, Position, Severity, Source, Sources, Span, World, WorldError,
    nearest,
};
pub use cloudc_deployer as deployer;
pub use cloudc_emit as emit;
pub use cloudc_graph as graph;
pub use cloudc_sema::{FunctionDoc, NounDoc, Open, Options, ParamDoc, PartDoc, TypeDoc, functions, is_library, page};
pub use cloudc_syntax::{File, Item, Kind, Node, OutOfText, Splice, Tree, format, words};
pub use compile::{Compiled, compile};

/// What checking gave: the files that were read, and everything found in them, in order.
#[derive(Debug, Default)]
pub struct Checked {
    /// The files that were read.
    pub sources: Sources,
    /// The findings, by file and place.
    pub findings: Vec<Finding>,
    /// Params of the programs that nobody gave a value; true where something could not be checked for want of it.
    pub unset: Vec<(Arc<str>, bool)>,
}

/// Checks a program from its root file, with everything that it uses.
///
/// # Errors
/// The root file or a file of rules cannot be read.
pub fn check(world: &dyn World, path: &str, options: &Options) -> Result<Checked, WorldError> {
    compile(world, path, options).map(|compiled| compiled.checked)
}

/// Evaluates an expression where the names of a program are known.
///
/// What is wrong with the program is found as far as the expression needs it.
///
/// # Errors
/// The program cannot be read.
pub fn evaluate(world: &dyn World, path: &str, expression: &str, options: &Options) -> Result<Evaluated, WorldError> {
    let mut program = cloudc_sema::Program::open_with(world, path, options)?;
    let value = program.eval(expression);
    let unset = program.unset();
    let (sources, findings) = program.finish();
    Ok(Evaluated { value, checked: Checked { sources, findings, unset } })
}

/// What an expression gave.
#[derive(Debug)]
pub struct Evaluated {
    /// Its value, if it has one.
    pub value: Option<Value>,
    /// The files that were read for it and what was found in them; the expression is a file of its own.
    pub checked: Checked,
}

/// What the nouns of a file say of themselves: the file itself, then its components.
///
/// # Errors
/// The file cannot be read.
pub fn document(world: &dyn World, path: &str) -> Result<Vec<NounDoc>, WorldError> {
    let text = world.read(path)?;
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".cld");
    Ok(cloudc_sema::nouns(name, &cloudc_sema::lower(FileId::ROOT, &File::parse(&text)), &text))
}

/// What a noun of the library says of itself, and its components; none if the library has no such noun.
pub fn document_library(name: &str) -> Option<Vec<NounDoc>> {
    let (name, text) = cloudc_sema::library().find(|(known, _)| *known == name)?;
    Some(cloudc_sema::nouns(name, &cloudc_sema::lower(FileId::ROOT, &File::parse(text)), text))
}

/// The nouns of the library, by name.
pub fn library_nouns() -> impl Iterator<Item = &'static str> {
    cloudc_sema::library().map(|(name, _)| name)
}

/// Every kind of finding, by number.
pub fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> =
        [cloudc_syntax::CODES, cloudc_sema::CODES, cloudc_graph::CODES, cloudc_emit::CODES].concat();
    codes.extend(cloudc_checks::codes());
    codes.extend(cloudc_deployer::CODES);
    codes.sort_by_key(|code| code.id.get(1..));
    codes
}

/// Whether a finding is one of the checks of a graph: there is a graph nevertheless.
pub fn is_check(code: &Code) -> bool {
    cloudc_checks::codes().iter().any(|known| known.id == code.id)
}

/// The text with every fix made that does not overlap an earlier one, and how many were made.
pub fn fixed(text: &str, file: FileId, findings: &[Finding]) -> (String, usize) {
    let fixes =
        findings.iter().filter(|finding| finding.primary.span.file == file).filter_map(|finding| finding.fix.as_ref());
    let mut taken: Vec<(usize, usize, &str)> = Vec::new();
    let mut made = 0;
    for fix in fixes {
        let edits: Vec<_> =
            fix.edits.iter().map(|edit| (edit.span.range().start, edit.span.range().end, edit.text.as_str())).collect();
        let clash = |(a, b): (usize, usize), (c, d): (usize, usize)| (a < d && c < b) || (a, b) == (c, d);
        let free =
            |&(start, end, _): &(usize, usize, &str)| taken.iter().all(|&(s, e, _)| !clash((start, end), (s, e)));
        if edits.iter().all(free) {
            taken.extend(edits);
            made += 1;
        }
    }
    taken.sort_by_key(|&(start, end, _)| (start, end));
    let (mut text_out, mut at) = (String::with_capacity(text.len()), 0);
    for (start, end, new) in taken {
        text_out.push_str(text.get(at..start).unwrap_or(""));
        text_out.push_str(new);
        at = end.max(at);
    }
    text_out.push_str(text.get(at..).unwrap_or(""));
    (text_out, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_are_made_together() {
        let text = "zones = 3\nlet keep = 10m;\n";
        let findings = File::parse(text).findings(FileId::ROOT);
        let (fixed, made) = fixed(text, FileId::ROOT, &findings);
        assert_eq!((fixed.as_str(), made), ("let zones = 3\nlet keep = 10min\n", 3));
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let world = MemoryWorld::new().with("a.cld", "let a = 1\n");
        let options = Options::default();
        assert!(check(&world, "a.cld", &options).unwrap().findings.is_empty());
        assert_eq!(check(&world, "b.cld", &options).unwrap_err(), WorldError::Missing("b.cld".to_owned()));
    }
}
