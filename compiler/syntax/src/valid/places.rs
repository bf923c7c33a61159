use cloudc_base::{Finding, nearest};

use super::span;
use crate::mistakes::{
    bad_name, foreign_type, foreign_word, misplaced_form, missing_let, missing_name, misspelt_word, sentence_form,
};
use crate::tree::Node;
use crate::{Kind, words};

/// What may stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The root of a file.
    Root,
    /// Where things are declared: a component, and `if` and `for` there or at the root.
    Declarations,
    /// Where fields are set: blocks and records.
    Fields,
    /// Below something that could not be read: anything.
    Unknown,
}

/// Every form in an item that stands out of its place.
pub(super) fn check(item: Node<'_>, findings: &mut Vec<Finding>) {
    members(item, Place::Root, findings);
}

fn members(body: Node<'_>, place: Place, findings: &mut Vec<Finding>) {
    findings.extend(choices(body, place));
    let alone = body.children().filter(|child| child.kind() != Kind::Comment).count() == 1;
    for child in body.children() {
        let member = if child.kind() == Kind::Decorated { undecorated(child) } else { Some(child) };
        if let Some(member) = member {
            let at = findings.len();
            findings.extend(misplaced(member, place, alone));
            let taken = findings.len() > at && matches!(member.kind(), Kind::Call | Kind::Block);
            let inside = if taken { Place::Unknown } else { inside(member, place) };
            below(member, inside, findings);
        }
    }
}

/// `param mode: "a", "b" = "b"`: a comma between the words of a choice, where a text seems to be set.
fn choices(body: Node<'_>, place: Place) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut before: Option<Node<'_>> = None;
    for member in body.children().filter(|_| matches!(place, Place::Root | Place::Declarations)) {
        let text = member.child(Kind::Target).and_then(|target| target.child(Kind::Str));
        let param = before.map(undecorated_or).filter(|form| form.kind() == Kind::Param && !form.text().contains('='));
        let ty = param.and_then(|param| param.children().last());
        before = Some(member);
        let (Some(text), Some(ty)) = (text, ty) else { continue };
        let mut comma = span(text);
        (comma.end, comma.start) = (comma.start, ty.range().end as u32);
        let between = comma.range().start.saturating_sub(body.range().start)..comma.range().end - body.range().start;
        let between = body.text().get(between).unwrap_or("");
        if ty.text().ends_with('"') && between.trim() == "," && !between.contains('\n') {
            comma.start += between.find(',').unwrap_or(0) as u32;
            comma.end = comma.start + 1;
            found.push(foreign_type::two_texts(comma));
        }
    }
    found
}

fn undecorated_or(node: Node<'_>) -> Node<'_> {
    undecorated(node).filter(|_| node.kind() == Kind::Decorated).unwrap_or(node)
}

fn undecorated(node: Node<'_>) -> Option<Node<'_>> {
    node.children().find(|child| !matches!(child.kind(), Kind::Doc | Kind::Attribute | Kind::Comment))
}

/// Looks into everything below a node; `place` holds for the bodies directly in it, records hold fields.
fn below(node: Node<'_>, place: Place, findings: &mut Vec<Finding>) {
    for child in node.children() {
        match child.kind() {
            Kind::Body => members(child, place, findings),
            _ if child.is_leaf() => {}
            _ => below(child, Place::Fields, findings),
        }
    }
}

/// What the body of a member may hold.
fn inside(member: Node<'_>, place: Place) -> Place {
    match member.kind() {
        Kind::Component => Place::Declarations,
        Kind::For if member.child(Kind::ForEach).is_some() => Place::Declarations,
        Kind::For | Kind::If if place == Place::Root => Place::Declarations,
        Kind::For | Kind::If => place,
        Kind::Unread => Place::Unknown,
        _ => Place::Fields,
    }
}

fn misplaced(member: Node<'_>, place: Place, alone: bool) -> Option<Finding> {
    let declares = matches!(place, Place::Root | Place::Declarations);
    match member.kind() {
        _ if place == Place::Unknown => None,
        Kind::App | Kind::Use if place != Place::Root => Some(misplaced_form::below_root(head(member), word(member))),
        Kind::Assign if declares => assigned(member),
        Kind::Block if declares => unnamed(member),
        Kind::Call if declares => misspelt(member).or_else(|| taken_name(member)),
        Kind::Spread if declares => Some(misplaced_form::among_declarations(span(member), "`...`")),
        Kind::Allow | Kind::Never if declares => unreached(member),
        Kind::For => looped(member, declares, alone),
        kind if is_declaration(kind) && place == Place::Fields => {
            Some(misplaced_form::in_fields(head(member), word(member)))
        }
        kind if is_declaration(kind) => taken_name(member),
        _ => None,
    }
}

/// A declaration whose name already means something.
fn taken_name(member: Node<'_>) -> Option<Finding> {
    let label = member.child(Kind::Name)?;
    let taken = matches!(label.text(), "true" | "false" | "null" | "self" | "if" | "for");
    let foreign = member.child(Kind::Path).and_then(|noun| foreign_word::before_taken(span(noun), noun.text()));
    taken.then(|| foreign.unwrap_or_else(|| bad_name::taken(span(label), label.text())))
}

fn is_declaration(kind: Kind) -> bool {
    use Kind::{
        Acts, Allow, Assert, Component, Existing, Let, Metric, Never, Operation, Output, Param, Patch, Resource, Scale,
        TypeDef, Verb,
    };
    let kinds = [
        Acts, Allow, Assert, Component, Existing, Let, Metric, Never, Operation, Output, Param, Patch, Resource, Scale,
        TypeDef, Verb,
    ];
    kinds.contains(&kind)
}

/// `name = value` among declarations: a word of the contract, or a forgotten `let`.
fn assigned(member: Node<'_>) -> Option<Finding> {
    let target = member.child(Kind::Target)?;
    let mut parts = target.children();
    let name = parts.next()?;
    if parts.next().is_some() {
        return Some(misplaced_form::among_declarations(span(target), "an assignment to a field"));
    }
    if words::FORMS.contains(&name.text()) {
        return Some(missing_name::finding(span(name), name.text()));
    }
    let plain = name.kind() == Kind::Name && !words::CONTRACT.contains(&name.text());
    plain.then(|| missing_let::finding(span(name), name.text()))
}

/// `name { .. }` among declarations.
fn unnamed(member: Node<'_>) -> Option<Finding> {
    let name = member.child(Kind::Name)?;
    let fine = words::CONTRACT.contains(&name.text());
    (!fine).then(|| foreign_word::advised(missing_name::finding(span(name), name.text()), name.text()))
}

/// A call that holds declarations is a misspelt `component`; one with a text for a name may come from another language.
fn misspelt(member: Node<'_>) -> Option<Finding> {
    let noun = member.child(Kind::Path)?;
    if member.child(Kind::Str).is_some()
        && let Some(finding) = foreign_word::noun(span(noun), noun.text())
    {
        return Some(finding);
    }
    let word = nearest(noun.text(), ["component"])?;
    let mut inner = member.child(Kind::Body)?.children();
    let declares = inner.any(|child| {
        is_declaration(undecorated(child).map_or(child.kind(), |form| form.kind())) || is_declaration(child.kind())
    });
    declares.then(|| misspelt_word::finding(span(noun), noun.text(), word))
}

/// `reach` with nothing behind it.
fn unreached(member: Node<'_>) -> Option<Finding> {
    let mut after = member.children().skip_while(|child| child.kind() != Kind::VerbWord);
    let verb = after.next().filter(|verb| verb.text() == "reach")?;
    let object = after.next().is_some_and(|next| !matches!(next.kind(), Kind::Ports | Kind::Except));
    (!object).then(|| sentence_form::no_object(span(verb), word(member)))
}

fn looped(member: Node<'_>, declares: bool, alone: bool) -> Option<Finding> {
    if let Some(fold) = member.child(Kind::Fold) {
        return (declares || !alone).then(|| misplaced_form::fold_among_members(span(fold)));
    }
    let parts =
        member.child(Kind::ForHead)?.children().filter(|part| !matches!(part.kind(), Kind::Name | Kind::Comment));
    let condition = parts.skip(1).last()?;
    Some(misplaced_form::filtered_block(span(condition)))
}

/// The word that opens a form.
fn word<'t>(member: Node<'t>) -> &'t str {
    member.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")
}

fn head(member: Node<'_>) -> cloudc_base::Span {
    let whole = span(member);
    cloudc_base::Span::new(whole.file, whole.start, (whole.start + word(member).len() as u32).min(whole.end))
}
