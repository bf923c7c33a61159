//! The functions of the language: pure, one function one file, its page beside it, listed here.
//!
//! A function declares what it takes ([`Param`]); `bind` lays the arguments of a call out along that, so that a function
//! only ever sees values of the right kind. What a call costs is bounded there too.

mod argument;
mod assets;
mod bind;
mod call;
mod condition;
mod doc;
mod excluded;
mod extreme;
mod files;
mod function;
mod images;
mod partition;
mod ports;
mod principal;
mod read_yaml;
mod secret_reference;
mod statement;
mod whole;

mod all;
mod base64;
mod basename;
mod build;
mod ceil;
mod cidr;
mod concat;
mod contains;
mod dir;
mod dns;
mod document;
mod ends_with;
mod file;
mod flat;
mod folder;
mod icmp;
mod image;
mod int;
mod ip;
mod is_later;
mod is_secret;
mod join;
mod json;
mod keys;
mod length;
mod lower;
mod managed;
mod manifests;
mod max;
mod merge;
mod min;
mod program_policy;
mod range;
mod replace;
mod round;
mod sha256;
mod sort;
mod split;
mod starts_with;
mod subnet;
mod sum;
mod take;
mod tcp;
mod template;
mod trim;
mod trust;
mod udp;
mod unique;
mod upper;
mod values;
mod yaml;
mod zone;

pub(crate) use assets::Assets;
pub use doc::{FunctionDoc, ParamDoc, functions};
#[allow(unused_imports, reason = "for `Secret<T>`, when its values are held against their type")]
pub(crate) use secret_reference::{NoReference, secret_reference};
pub(crate) use sha256::hex;

use cloudc_base::{Span, nearest};

use crate::cost;
use crate::hir::{Argument, Expr, ExprKind};
use crate::mistakes::unknown_function;
use crate::program::{Eval, FrameId, Program};
use call::Call;
use function::{Function, Param, Preset, Takes};

/// A function with its name and page.
#[derive(Debug)]
pub(crate) struct Entry {
    name: &'static str,
    /// What it is about: a heading of the overview.
    group: &'static str,
    /// Its page: Markdown whose examples run as tests.
    page: &'static str,
    function: &'static Function,
}

macro_rules! entries {
    ($($group:literal: $($name:ident)*;)*) => {
        &[$($(Entry {
            name: stringify!($name),
            group: $group,
            page: include_str!(concat!(stringify!($name), ".md")),
            function: &$name::FUNCTION,
        },)*)*]
    };
}

const FUNCTIONS: &[Entry] = entries![
    "Texts": contains ends_with join length lower replace sha256 split starts_with trim upper;
    "Lists and records": concat flat keys merge range sort take unique values;
    "Numbers": ceil int max min round sum;
    "Addresses and ports": all cidr icmp ip subnet tcp udp;
    "Names and paths": basename dns folder;
    "Documents": base64 json yaml;
    "Files": build dir file manifests template;
    "AWS": document image managed program_policy trust zone;
    "Secrets": is_later is_secret;
];

/// Whether there is a function of this name.
pub(crate) fn is_function(name: &str) -> bool {
    FUNCTIONS.iter().any(|entry| entry.name == name)
}

/// The function that a name probably means.
pub(crate) fn near(name: &str) -> Option<&'static str> {
    nearest(name, FUNCTIONS.iter().map(|entry| entry.name))
}

/// The arguments with those of `...list` in its place; none if there is no `...`.
fn spread(program: &mut Program<'_>, frame: FrameId, arguments: &[Argument]) -> Eval<Option<Vec<Argument>>> {
    if !arguments.iter().any(|argument| matches!(argument.value.kind, ExprKind::Spread(_))) {
        return Ok(None);
    }
    let mut all = Vec::new();
    for argument in arguments {
        let ExprKind::Spread(list) = &argument.value.kind else {
            all.push(argument.clone());
            continue;
        };
        for value in program.spread_list(frame, list)? {
            all.push(Argument { name: None, value: Expr { kind: ExprKind::Literal(value), span: list.span } });
        }
    }
    Ok(Some(all))
}

/// Calls a function by its name.
pub(crate) fn call(
    program: &mut Program<'_>,
    frame: FrameId,
    callee: &Expr,
    arguments: &[Argument],
    span: Span,
) -> Eval {
    let ExprKind::Name(name) = &callee.kind else {
        return program.fail(unknown_function::finding(callee.span, &callee.to_string(), None));
    };
    let Some(entry) = FUNCTIONS.iter().find(|entry| *entry.name == **name) else {
        let near = nearest(name, FUNCTIONS.iter().map(|entry| entry.name));
        return program.fail(unknown_function::finding(callee.span, name, near));
    };
    let spread = spread(program, frame, arguments)?;
    let bound = bind::bind(program, frame, entry, spread.as_deref().unwrap_or(arguments), span)?;
    let value = (entry.function.run)(&mut Call::new(program, frame, entry, span, bound))?;
    program.pay(cost::size(&value), span)?;
    Ok(value)
}
