//! Where lines end, and which commas stay.

use super::tokens::{Group, Role, Tok};

/// Settles line ends and commas; the tokens' text is not touched.
pub(super) fn settle(tokens: &mut Vec<Tok<'_>>) {
    let pairs = pairs(tokens);
    open_up(tokens, &pairs);
    close_up_blank_lines(tokens);
    commas(tokens);
}

/// The index of each bracket's other half; its own index for other tokens.
fn pairs(tokens: &[Tok<'_>]) -> Vec<usize> {
    let mut pairs: Vec<usize> = (0..tokens.len()).collect();
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.role {
            Role::Open(_) => open.push(index),
            Role::Close(_) => {
                if let Some(opener) = open.pop() {
                    pairs.swap(opener, index);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// A bracket whose content begins on a line of its own, or a block with a line's end between its members, opens and
/// closes on lines of its own.
fn open_up(tokens: &mut [Tok<'_>], pairs: &[usize]) {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut breaks = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let closes = matches!(token.role, Role::Close(_));
        if let Some((_, broken)) = open.last_mut() {
            *broken |= token.breaks > 0;
        }
        if closes && let Some((opener, broken)) = open.pop() {
            let first = tokens.get(opener + 1).is_some_and(|first| first.breaks > 0);
            let block = token.role == Role::Close(Group::Members) && broken;
            if opener + 1 < index && (first || block) {
                breaks.extend([opener + 1, index]);
            }
        }
        if matches!(token.role, Role::Open(_)) && pairs.get(index) != Some(&index) {
            open.push((index, false));
        }
    }
    for index in breaks {
        let trailing = tokens.get(index).is_some_and(|token| token.role == Role::Comment);
        if let Some(token) = tokens.get_mut(index).filter(|_| !trailing) {
            token.breaks = token.breaks.max(1);
        }
    }
}

/// No blank line at the start of a file or block, nor at its end.
fn close_up_blank_lines(tokens: &mut [Tok<'_>]) {
    let mut after_open = true;
    for (index, token) in tokens.iter_mut().enumerate() {
        let closes = matches!(token.role, Role::Close(_));
        if index == 0 {
            token.breaks = 0;
        } else if after_open || closes {
            token.breaks = token.breaks.min(1);
        }
        after_open = matches!(token.role, Role::Open(_));
    }
}

/// A comma at a line's end goes where the line's end says enough, and comes where a closing bracket has its own line.
fn commas(tokens: &mut Vec<Tok<'_>>) {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut groups = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let next = next_code(tokens, index + 1);
        let ends_line = next.is_none_or(|next| next.breaks > 0) || comment_follows(tokens, index + 1);
        let closes = next.is_some_and(|next| matches!(next.role, Role::Close(_)));
        match token.role {
            Role::Open(group) => groups.push(group),
            Role::Close(_) => drop(groups.pop()),
            _ => {}
        }
        let group = groups.last().copied().unwrap_or(Group::Members);
        let superfluous = token.role == Role::Comma
            && match group {
                Group::Members => ends_line || closes,
                Group::Elements | Group::One => closes && next.is_none_or(|next| next.breaks == 0),
            };
        if superfluous {
            continue;
        }
        kept.push(token.clone());
        let last = closes && next.is_some_and(|next| next.breaks > 0) && group == Group::Elements;
        let content = !matches!(token.role, Role::Comma | Role::Open(_) | Role::Comment);
        if last && content {
            kept.push(Tok { text: ",", role: Role::Comma, breaks: 0, touches: true, form: None });
        }
    }
    *tokens = kept;
}

/// The next token that is no comment.
fn next_code<'a, 't>(tokens: &'a [Tok<'t>], from: usize) -> Option<&'a Tok<'t>> {
    tokens.get(from..)?.iter().find(|token| token.role != Role::Comment)
}

fn comment_follows(tokens: &[Tok<'_>], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| token.role == Role::Comment)
}
