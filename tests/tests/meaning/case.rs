//! A case: its files, and what is expected of them.

use std::path::Path;

use cloudc_compiler::{MemoryWorld, Options};
use cloudc_tests::expect::diff;
use cloudc_tests::markdown::{Block, Case};

use crate::program::{Program, evaluate, options};
use crate::{findings, graph, nodes, order};

/// A case and the world that its program lives in.
pub(crate) struct Meaning {
    pub(crate) case: Case,
    world: MemoryWorld,
}

/// The nouns that all pages share: their names and texts.
pub(crate) fn parts(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let read = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        Some((format!("parts/{name}"), std::fs::read_to_string(path).ok()?))
    };
    entries.filter_map(|entry| read(&entry.path())).collect()
}

impl Meaning {
    pub(crate) fn new(case: Case, parts: &[(String, String)]) -> Meaning {
        let mut world = MemoryWorld::new();
        for (name, text) in parts {
            world = world.with(name.clone(), text.as_str());
        }
        for block in &case.blocks {
            let name = match block.info.split_once(' ') {
                Some(("cld" | "text", name)) => name.trim(),
                None if block.info == "cld" => "main.cld",
                _ => continue,
            };
            world = world.with(name, block.text.as_str());
        }
        Meaning { case, world }
    }

    /// Whether everything is as expected.
    ///
    /// # Errors
    /// All that is not.
    pub(crate) fn holds(&self) -> Result<(), String> {
        self.known_blocks()?;
        let program = self.program()?;
        let text = |info: &str| self.case.block(info).map_or("", |block| &block.text);
        let mut wrong = vec![findings::compare(text("findings"), &program.findings)];
        if let Some(block) = self.case.block("eval") {
            wrong.extend(block.text.lines().map(|line| self.evaluates(line)));
        }
        if let Some(block) = self.case.block("graph") {
            wrong.push(graph::compare(&block.text, &program));
        }
        if let Some(block) = self.case.block("nodes") {
            wrong.push(nodes::compare(&block.text, &program));
        }
        if let Some(block) = self.case.block("order") {
            wrong.push(order::compare(&block.text, &program));
        }
        if let Some(block) = self.case.block("unset") {
            wrong.push(same("unset", &block.text, &program.unset));
        }
        let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// The blocks of this case as they should be: where each begins, and its text.
    pub(crate) fn blessed(&self) -> Vec<(usize, String)> {
        let Ok(program) = self.program() else { return Vec::new() };
        let text = |block: &Block| match block.info.as_str() {
            "findings" => Some(program.findings.iter().map(|finding| format!("{finding}\n")).collect()),
            "graph" => Some(graph::view(&program, &block.text)),
            "unset" => Some(program.unset.clone()),
            "eval" => Some(block.text.lines().map(|line| self.evaluated(line) + "\n").collect()),
            _ => None,
        };
        self.case.blocks.iter().filter_map(|block| text(block).map(|text| (block.line, text))).collect()
    }

    fn program(&self) -> Result<Program, String> {
        Program::compile(&self.world, &self.options()?)
    }

    fn options(&self) -> Result<Options, String> {
        options(self.case.block("args").map_or("", |block| &block.text))
    }

    fn evaluate(&self, expression: &str) -> Result<String, String> {
        evaluate(&self.world, expression, &self.options()?)
    }

    /// A line of `eval` as it should be.
    fn evaluated(&self, line: &str) -> String {
        let Some((expression, _)) = line.rsplit_once(" => ") else { return line.to_owned() };
        self.evaluate(expression).map_or_else(|_| line.to_owned(), |value| format!("{expression} => {value}"))
    }

    fn evaluates(&self, line: &str) -> Result<(), String> {
        let (expression, expected) = line.rsplit_once(" => ").ok_or_else(|| format!("no `=>` in `{line}`"))?;
        let found = self.evaluate(expression).map_err(|why| format!("{expression}\n  has no value:\n{why}"))?;
        if found == expected { Ok(()) } else { Err(format!("{expression}\n- {expected}\n+ {found}")) }
    }

    fn known_blocks(&self) -> Result<(), String> {
        let known = ["cld", "args", "eval", "graph", "nodes", "order", "findings", "unset"];
        let file = |info: &str| info.starts_with("cld ") || info.starts_with("text ");
        let stray = self.case.blocks.iter().find(|block| !known.contains(&block.info.as_str()) && !file(&block.info));
        if let Some(block) = stray {
            return Err(format!("there are no blocks of kind `{}`", block.info));
        }
        if self.case.block("cld").is_none() { Err("the case has no `cld` block".to_owned()) } else { Ok(()) }
    }
}

/// Whether two texts are the same, but for blank ends.
pub(crate) fn same(what: &str, expected: &str, found: &str) -> Result<(), String> {
    if expected.trim_end() == found.trim_end() { Ok(()) } else { Err(format!("{what} {}", diff(expected, found))) }
}
