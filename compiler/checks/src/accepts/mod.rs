//! `@accept("CODE", "reason")`: findings that are known and wanted (D45).

mod bad_accept;
mod unused_accept;
mod unused_accept_in_use;

use cloudc_base::{Code, FileId, Finding, Label, Severity, Span};
use cloudc_graph::{Accept, Graph};

/// The codes of this area. They have no check: they are about findings.
pub(crate) const CODES: &[&Code] = &[&bad_accept::CODE, &unused_accept::CODE, &unused_accept_in_use::CODE];

/// Findings that say that what the program promises is not so: they cannot be accepted, only mended.
const PROOFS: &[&str] = &["never-broken", "never-granted"];

/// What is left of findings when those are taken out that the program accepts, and what is wrong with what it accepts.
///
/// `known` are all kinds of findings; `complete` says whether all that can be found was looked for.
pub fn accept(graph: &Graph, findings: Vec<Finding>, known: &[&'static Code], complete: bool) -> Vec<Finding> {
    let mut used = vec![false; graph.accepts().len()];
    let mut left: Vec<Finding> = Vec::new();
    for finding in findings {
        let accepted = graph.accepts().iter().position(|accept| accepts(accept, &finding));
        match accepted.and_then(|number| used.get_mut(number)) {
            Some(used) => *used = true,
            None => left.push(finding),
        }
    }
    for (accept, used) in graph.accepts().iter().zip(used) {
        left.extend(wrong(accept, known).or_else(|| unused(accept, known).filter(|_| complete && !used)));
    }
    left
}

/// Whether a finding is one that is accepted: of that kind, with a label at the declaration.
fn accepts(accept: &Accept, finding: &Finding) -> bool {
    let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
    is(accept, finding.code)
        && is_acceptable(finding.code)
        && !accept.reason.trim().is_empty()
        && labels.into_iter().any(|label: &Label| within(accept.declaration, label.span))
}

fn is(accept: &Accept, code: &Code) -> bool {
    *accept.code == *code.id || *accept.code == *code.name
}

/// Whether findings of a kind can be accepted: they must be those of checks, and no broken proofs.
fn is_acceptable(code: &Code) -> bool {
    crate::codes().iter().any(|own| own.id == code.id) && !PROOFS.contains(&code.name)
}

fn within(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// What is wrong with an attribute, whatever is found.
fn wrong(accept: &Accept, known: &[&'static Code]) -> Option<Finding> {
    if accept.reason.trim().is_empty() {
        return Some(bad_accept::no_reason(accept));
    }
    match known.iter().find(|code| is(accept, code)) {
        None => Some(bad_accept::unknown(accept, known)),
        Some(code) if code.severity == Severity::Error && !is_acceptable(code) => {
            Some(bad_accept::refused(accept, code))
        }
        Some(_) => None,
    }
}

/// An attribute that accepts nothing. What is found only when a program is emitted is not looked for here.
fn unused(accept: &Accept, known: &[&'static Code]) -> Option<Finding> {
    let code = known.iter().find(|code| is(accept, code)).filter(|code| is_acceptable(code))?;
    Some(match accept.span.file {
        FileId::ROOT => unused_accept::finding(accept, code),
        _ => unused_accept_in_use::finding(accept, code),
    })
}
