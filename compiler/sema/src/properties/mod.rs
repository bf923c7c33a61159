//! The properties of resources, held against what is known of their types (`cloudc_facts`).
//!
//! ```text
//! Schema --node.rs, once for a type--> Node --walk.rs--> Found --place.rs--> Finding
//! ```
//!
//! A walk goes through the value once: its form (`object.rs`, `groups.rs`, `list.rs`, `scalar.rs`), then the conditions
//! (`rules.rs`), which have three answers (`truth.rs`): what a later value or a mistake decides is not reported. Values
//! know no text, so a mistake is found by its steps, and only then looked up in the text of the resource.
//!
//! Nothing here knows a type of resources: what is special about one belongs into the facts. Two small languages that
//! stand in properties are read here, because no schema says them: IAM actions (`action.rs`) and KEDA's triggers
//! (`trigger.rs`). Absent: what only changes can break (create-only properties), rules in CEL, and documents that stand in
//! properties as text.

mod action;
mod advice;
mod at;
mod context;
mod describe;
mod ecma;
mod format;
mod groups;
mod handle;
mod known;
mod list;
mod meant;
mod node;
mod normal;
mod object;
mod pattern;
mod place;
mod reference;
mod rules;
mod scalar;
mod trigger;
mod truth;
mod types;
mod walk;
mod words;

use cloudc_base::value::Value;
use cloudc_base::{Address, Finding};
use cloudc_facts::ResourceType;

pub(crate) use action::{NoAction, no_action};
pub(crate) use advice::{Advice, Sure};
pub(crate) use at::{Step, is_name};
pub(crate) use meant::Meant;
pub(crate) use place::Place;
pub(crate) use words::{either, either_of};

use crate::hir::ExprKind;
use crate::mistakes::{doubtful_property, property_type};
use crate::program::{Program, Resource};
use known::Known;
use walk::{Found, Only, Purpose, Walk};

/// Holds the properties that a program writes against what is known of their type.
pub(crate) fn check(program: &mut Program<'_>, address: &Address, resource: &Resource, properties: &Value) {
    examine(program, address, resource, properties, Purpose::Create);
}

/// Holds what a program says of a resource that is there already against what is known of its type: nothing is required,
/// and what the cloud sets may be said too.
pub(crate) fn check_existing(program: &mut Program<'_>, address: &Address, resource: &Resource, properties: &Value) {
    let read = resource.ty.api_call().is_some();
    examine(program, address, resource, properties, if read { Purpose::Create } else { Purpose::Promise });
}

/// The properties as the cloud takes them: without entries that are null, and with texts where texts are wanted (an Int,
/// Bool, Cidr or Ip becomes one, D8). The same value if nothing changes.
pub(crate) fn normalised(ty: &ResourceType, properties: &Value) -> Value {
    normal::normal(&Known::of(ty), properties)
}

fn examine(program: &mut Program<'_>, address: &Address, resource: &Resource, properties: &Value, purpose: Purpose) {
    let known = Known::of(&resource.ty);
    let properties = normal::normal(&known, properties);
    let mut walk = Walk::new(program, &resource.ty, &known, purpose);
    walk.resource(&properties);
    for found in walk.found {
        report(program, address, resource, found);
    }
}

/// How many findings are looked back through for the same one: those of a component of some size.
const BACK: usize = 1000;

/// Finds the place of a mistake and reports it, once for all instances and turns of a loop that share the text.
fn report(program: &mut Program<'_>, address: &Address, resource: &Resource, found: Found) {
    if !applies(program, resource, &found.only) {
        return;
    }
    let patched = program.place_in_patch(address, resource, &found.steps, &found.marks);
    let is_patched = patched.is_some();
    let place = patched.unwrap_or_else(|| program.place(resource, &found.steps));
    let mut finding = (found.make)(&place);
    if is_patched {
        finding = finding.label(resource.span, "patched here");
    }
    finding.message.extend(describe::telling(&found.because, &place.path));
    // Where one text makes several things, or a file says what they are, it is not seen there of which one this is said.
    if place.looped && finding.primary.text.is_empty() {
        finding.primary.text = format!("of `{address}`");
    }
    if found.doubtful {
        finding.code = &doubtful_property::CODE;
    }
    // A param that is written as it is has the kind of its type, whatever the call says.
    let named = matches!(place.expr.as_ref().map(|expr| &expr.kind), Some(ExprKind::Name(_)));
    let by_type = named && finding.code == &property_type::CODE && program.is_by_type(finding.primary.span);
    let finding = if by_type { finding } else { program.blamed(finding) };
    let same = |one: &Finding| {
        let there = one.primary.span == finding.primary.span && one.code == finding.code;
        there && (place.looped || without_indices(&one.message).eq(without_indices(&finding.message)))
    };
    if !program.findings.iter().rev().take(BACK).any(same) {
        program.findings.push(finding);
    }
}

/// The letters of a message that do not count elements: `Tags[0]` and `Tags[1]` are the same.
fn without_indices(message: &str) -> impl Iterator<Item = char> {
    let mut inside = false;
    message.chars().filter(move |&c| {
        inside = c == '[' || (inside && c.is_ascii_digit());
        !inside || c == '['
    })
}

/// Whether a mistake is one where the resource goes; what is not known is not held against it.
fn applies(program: &mut Program<'_>, resource: &Resource, only: &Only) -> bool {
    match only {
        Only::Always => true,
        Only::InRelease(releases) => program.release(resource).is_some_and(|release| releases.contains(release)),
        Only::NotInRelease(releases) => program.release(resource).is_some_and(|release| !releases.contains(release)),
        Only::NotInRegion(classes, regions) => {
            let region = program.region_of(resource);
            let at = region.and_then(|region| classes.regions.iter().position(|known| **known == *region));
            at.is_some_and(|at| !regions.contains(at))
        }
    }
}
