//! One item: read as it stands, or repaired, read again, and its mistakes named.

use std::sync::Arc;

use cloudc_base::{FileId, Finding, Span};

use crate::cut::Cut;
use crate::grammar::{self, HOLE};
use crate::layers::Layers;
use crate::tree::Tree;
use crate::{brackets, lexical, mistakes, recover, valid};

/// What reading an item gave: spans count from the item's first byte.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) tree: Tree,
    pub(crate) findings: Vec<Finding>,
}

/// Reads the text of one cut.
pub(crate) fn read(text: &str, cut: &Cut) -> Reading {
    let text: Arc<str> = Arc::from(text);
    if cut.clean
        && let Ok(tree) = grammar::tree(&text)
    {
        let findings = valid::check(&tree);
        return Reading { tree, findings };
    }
    repair(&text, cut)
}

/// Two layers of repairs: first what the lexer saw (characters, strings, brackets), then what the grammar misses.
fn repair(text: &Arc<str>, cut: &Cut) -> Reading {
    let mut layers = Layers::new(text);
    let mut findings = Vec::new();
    if !cut.clean {
        let lexical = lexical::mend(text);
        let Some(brackets) = brackets::mend(text, cut.extra.map(|at| at - cut.range.start)) else {
            return unread(text, vec![brackets::too_deep(text)]);
        };
        findings = [lexical.findings, brackets.findings].concat();
        layers.push(&[lexical.repairs, brackets.repairs].concat());
    }
    let recovered = recover::members(layers.text());
    findings.extend(recovered.findings.into_iter().map(|finding| layers.home(finding)));
    layers.push(&recovered.repairs);
    let Ok(tree) = grammar::tree_over(layers.text(), text, |start, end| layers.origin(start..end)) else {
        return unread(text, findings);
    };
    findings.extend(valid::check(&tree));
    findings.sort_by_key(|finding| finding.primary.span.start);
    Reading { tree, findings }
}

/// The last way out: the whole item is one leaf that could not be read.
fn unread(text: &Arc<str>, mut findings: Vec<Finding>) -> Reading {
    let whole = (0, text.len() as u32);
    if findings.is_empty() {
        findings.push(mistakes::unreadable(Span::new(FileId::ROOT, whole.0, whole.1)));
    }
    let tree = grammar::tree_over(HOLE, text, |_, _| whole).unwrap_or_else(|_| Tree::empty(text));
    Reading { tree, findings }
}

/// Repairs of one kind and what they are about, in the text they were made for.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<crate::shadow::Repair>,
}
