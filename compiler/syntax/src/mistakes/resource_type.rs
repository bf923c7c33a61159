use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0132" "resource-type" "resource_type.md");

/// A resource whose type is missing, comes without `:`, or is spelt as in other tools.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members {
        return None;
    }
    if !matches!(f.form(), "resource" | "existing") {
        return None;
    }
    let label = f.after_label()?;
    let body = (f.head..f.tokens.len()).find(|&index| f.word(index) == "{").unwrap_or(f.tokens.len());
    if f.is(label, Shape::Quote) && f.at > f.head {
        return Some(two_labels(f, label, body));
    }
    if let Some(found) = cluster(f, body).or_else(|| no_cluster(f, body)).or_else(|| slashed(f, body)).or_else(|| conditional(f, label, body)) {
        return Some(found);
    }
    if let Some(found) = foreign_type(f, label, body) {
        return Some(found);
    }
    if f.at != label {
        return None;
    }
    let what = f.form();
    if f.word(f.at) == "=" && body > f.at + 1 {
        let finding = Finding::new(&CODE, f.here(), format!("`{what}` takes `:` before its type"));
        return Some(finding.fix("write `:`", Span::new(f.here().file, f.gap(f.at).start, f.here().end), ":").into());
    }
    if f.is_name(f.at) {
        let finding = Finding::new(&CODE, f.here(), format!("`{what}` takes `:` before its type"));
        return Some(finding.fix("write `:`", f.after(f.at), ":").into());
    }
    let finding = Finding::new(&CODE, f.span(f.head + 1), format!("`{what} {}` needs a type", f.word(f.head + 1)));
    let finding = finding.help(format!("write `{what} NAME: TYPE {{ .. }}`, for example `aws.sqs.Queue`"));
    let end = if body == f.tokens.len() { " {}" } else { "" };
    Found::without_fix(finding, vec![Repair::new(f.after(label).range(), format!(": {HOLE}{end}"))])
}

/// `resource pod: k8s.core.v1.Pod in edge {`.
fn cluster(f: &Failure<'_>, body: usize) -> Option<Found> {
    let other = matches!(f.word(f.at), "in" | "at" | "for" | "into" | "with") && f.at + 2 <= body && f.is_name(f.at + 1);
    let finding = Finding::new(&CODE, f.here(), "the cluster is named with `on`");
    other.then(|| finding.fix("write `on`", f.here(), "on").into())
}

/// `resource pod: k8s.core.v1.Pod on {`.
fn no_cluster(f: &Failure<'_>, body: usize) -> Option<Found> {
    let on = body.checked_sub(1).filter(|&on| f.word(on) == "on" && f.at > on)?;
    let finding = Finding::new(&CODE, f.span(on), "a cluster is missing after `on`").help("write `on CLUSTER {`");
    Found::without_fix(finding, vec![Repair::new(f.after(body).range(), format!(" {HOLE}"))])
}

/// `k8s.apps/v1.Deployment`.
fn slashed(f: &Failure<'_>, body: usize) -> Option<Found> {
    let inner = matches!(f.word(f.at), "/" | "::" | "..") && f.at < body && f.touches(f.at) && f.is_name(f.at + 1);
    let finding = Finding::new(&CODE, f.here(), "a type is a path of names with dots");
    inner.then(|| finding.fix("write `.`", f.here(), ".").into())
}

/// `resource disk: aws.ec2.Volume = if (c) {`.
fn conditional(f: &Failure<'_>, label: usize, body: usize) -> Option<Found> {
    if f.word(f.at) != "=" || f.at <= label || f.word(f.at + 1) != "if" || body <= f.at {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.at, f.at + 1), "a condition does not stand inside a declaration");
    let finding = finding.help(format!("write `if CONDITION {{ {} .. }}` around it", f.form()));
    let rest = f.gap(f.at).start as usize..f.after(body).end as usize;
    Found::without_fix(finding, vec![Repair::new(rest, "")])
}

/// `resource "aws_vpc" "main" {`, `resource vnet 'Microsoft.Network/virtualNetworks' = {`.
fn two_labels(f: &Failure<'_>, label: usize, body: usize) -> Found {
    let span = f.between(f.head + 1, body.max(label + 1) - 1);
    let name = if f.is_name(f.head + 1) { f.word(f.head + 1) } else { f.word(label + 1) };
    let finding = Finding::new(&CODE, span, format!("`{}` takes a name, `:` and a type", f.form()));
    let finding = finding.help(format!("write `{} {name}: aws.SERVICE.TYPE {{ .. }}`", f.form()));
    Found { finding, repairs: vec![Repair::new(span.range(), format!("\"{name}\": {HOLE}"))] }
}

/// `AWS::EC2::VPC`, with or without quotes, or a type in quotes.
fn foreign_type(f: &Failure<'_>, label: usize, body: usize) -> Option<Found> {
    let first = label + 1;
    let end = (first..body).find(|&index| f.word(index) == "on").unwrap_or(body);
    if f.word(label) != ":" || end <= first {
        return None;
    }
    let span = f.between(first, end - 1);
    let text = f.slice(span.range()).trim_matches('"');
    let right = aws_type(text)?;
    if f.slice(span.range()) == right {
        return None;
    }
    let finding = Finding::new(&CODE, span, "a type is a path of names");
    Some(finding.fix(format!("write `{right}`"), span, right).into())
}

/// A CloudFormation type name in the language's spelling.
fn aws_type(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split("::").collect();
    match parts.as_slice() {
        [provider, service, kind] => Some(format!("{}.{}.{kind}", provider.to_lowercase(), service.to_lowercase())),
        [path] if path.contains('.') && path.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') => Some((*path).to_owned()),
        _ => None,
    }
}
