//! Tokens as lines: how far each is indented, and its pieces.

use super::spaces;
use super::tokens::{Role, Tok};
use crate::{Kind, words};

/// Blanks for each level.
const INDENT: usize = 2;

/// A laid-out line.
#[derive(Debug, Default)]
pub(super) struct Line<'t> {
    /// Whether a blank line stands before it.
    pub(super) spaced: bool,
    pub(super) indent: usize,
    pub(super) cells: Vec<Cell<'t>>,
    /// The form it begins with.
    pub(super) form: Option<Kind>,
    /// The comment at its end.
    pub(super) remark: Option<&'t str>,
    /// Blanks before that comment.
    pub(super) remark_gap: usize,
}

/// A token of a line and the blanks before it.
#[derive(Debug)]
pub(super) struct Cell<'t> {
    pub(super) text: &'t str,
    pub(super) role: Role,
    pub(super) gap: usize,
}

impl Line<'_> {
    /// Columns from the line's start to the end of its code, in characters; of the last line if a text has several.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().fold(self.indent, |at, cell| match cell.text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => at + cell.gap + cell.text.chars().count(),
        })
    }

    /// Whether all brackets that open on the line close on it, and no text goes beyond it.
    pub(super) fn is_whole(&self) -> bool {
        self.balance() == 0 && !self.cells.iter().any(|cell| cell.text.contains('\n'))
    }

    /// Brackets opened less brackets closed.
    pub(super) fn balance(&self) -> isize {
        let change = |cell: &Cell<'_>| match cell.role {
            Role::Open(_) => 1,
            Role::Close(_) => -1,
            _ => 0,
        };
        self.cells.iter().map(change).sum()
    }
}

/// Cuts tokens into lines and indents them: one level for each line that left brackets open, one for a line that
/// goes on.
pub(super) fn lay_out<'t>(tokens: &[Tok<'t>]) -> Vec<Line<'t>> {
    let mut lines: Vec<Line<'t>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut goes_on = false;
    for (index, token) in tokens.iter().enumerate() {
        if index == 0 || token.breaks > 0 {
            let level = level(&open, tokens.get(index..).unwrap_or(&[]));
            let indent = INDENT * (level + usize::from(goes_on && token.role != Role::Comment));
            lines.push(Line { spaced: token.breaks > 1, indent, form: token.form, ..Line::default() });
        }
        let number = lines.len();
        let Some(line) = lines.last_mut() else { continue };
        match token.role {
            Role::Comment if !line.cells.is_empty() => {
                (line.remark, line.remark_gap) = (Some(token.text), 2);
                continue;
            }
            Role::Open(_) => open.push(number),
            Role::Close(_) => drop(open.pop()),
            _ => {}
        }
        let left = index.checked_sub(1).and_then(|before| tokens.get(before)).filter(|_| !line.cells.is_empty());
        let gap = left.is_some_and(|left| spaces::between(left, token));
        line.cells.push(Cell { text: token.text, role: token.role, gap: usize::from(gap) });
        if token.role != Role::Comment {
            goes_on = asks_for_more(token);
        }
    }
    lines
}

/// How many lines left brackets open that are still open behind the closing brackets a line begins with.
fn level(open: &[usize], line: &[Tok<'_>]) -> usize {
    let closing = line
        .iter()
        .enumerate()
        .take_while(|(index, token)| matches!(token.role, Role::Close(_)) && (*index == 0 || token.breaks == 0));
    let mut still: Vec<usize> = open.get(..open.len().saturating_sub(closing.count())).unwrap_or(&[]).to_vec();
    still.dedup();
    still.len()
}

/// Whether a line that ends with this token goes on in the next.
fn asks_for_more(token: &Tok<'_>) -> bool {
    match token.role {
        Role::OwnComma => true,
        Role::Mark | Role::Joint => words::GOES_ON.contains(&token.text) && token.text != "=>",
        Role::Word => matches!(token.text, "then" | "else"),
        _ => false,
    }
}

/// The text of the lines.
pub(super) fn print(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        if line.spaced {
            text.push('\n');
        }
        text.extend(std::iter::repeat_n(' ', line.indent));
        for cell in &line.cells {
            text.extend(std::iter::repeat_n(' ', cell.gap));
            text.push_str(cell.text);
        }
        if let Some(remark) = line.remark {
            text.extend(std::iter::repeat_n(' ', line.remark_gap));
            text.push_str(remark);
        }
        text.push('\n');
    }
    text
}
