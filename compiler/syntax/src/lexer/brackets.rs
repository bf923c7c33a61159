use super::{Inside, Lexer, Shape, Token};

/// How many open brackets a closing one is compared with: more than the language lets nest.
const WINDOW: usize = 256;

/// How far ahead the brackets of a line are looked at to tell which one is mistyped.
const AHEAD: usize = 200;

impl Lexer<'_> {
    /// A closing bracket: of the innermost that it fits, if a person would see the two as a pair.
    pub(super) fn close(&mut self, byte: u8) -> Token {
        let window = self.open.len().saturating_sub(WINDOW);
        let innermost =
            self.open.iter().skip(window).rposition(|inside| matches!(inside, Inside::Short | Inside::Long));
        let floor = innermost.map_or(window, |at| window + at + 1);
        let fits = |inside: &Inside| match inside {
            Inside::Bracket(closer) => *closer == byte,
            Inside::Hook => byte == b'}',
            Inside::Short | Inside::Long => false,
        };
        let found = self.open.get(floor..).unwrap_or(&[]).iter().rposition(fits).map(|at| at + floor);
        if found.is_some_and(|found| found + 1 == self.open.len()) {
            let hook = self.open.last() == Some(&Inside::Hook);
            self.truncate(self.open.len() - 1);
            return self.take(if hook { Shape::Unhook } else { Shape::Close }, 1);
        }
        if self.is_slip(floor) || found.is_some_and(|found| self.on_line(found) && self.is_mistyped(floor, found)) {
            self.truncate(self.open.len() - 1);
            return self.take(Shape::Skip, 1);
        }
        let Some(found) = found.filter(|&found| self.line.is_none() || self.on_line(found)) else {
            let wrong = self.open.len() > floor && self.on_line(self.open.len() - 1) && !self.fits_next();
            self.truncate(self.open.len() - usize::from(wrong));
            return self.take(if wrong { Shape::Skip } else { Shape::Stray }, 1);
        };
        let hook = self.open.get(found) == Some(&Inside::Hook);
        self.truncate(found);
        self.take(if hook { Shape::Unhook } else { Shape::Skip }, 1)
    }

    /// Whether the next closing bracket follows at once and fits the second one: then this one is only mistyped.
    fn is_slip(&self, floor: usize) -> bool {
        let second = self.open.len().checked_sub(2).filter(|&at| at >= floor).and_then(|at| self.open.get(at));
        let top = self.open.last().is_some_and(|top| matches!(top, Inside::Bracket(_)));
        top && second
            .is_some_and(|inside| matches!(inside, Inside::Bracket(closer) if *closer == self.byte(self.at + 1)))
    }

    /// Whether what follows on the line fits only if this bracket stands for the one that closes the innermost.
    fn is_mistyped(&self, floor: usize, found: usize) -> bool {
        let open = self.open.get(floor..).unwrap_or(&[]).iter().map(|inside| match inside {
            Inside::Bracket(closer) => *closer,
            Inside::Hook | Inside::Short | Inside::Long => b'}',
        });
        let open: Vec<u8> = open.collect();
        is_mistyped(self.text.get(self.at + 1..).unwrap_or(""), &open, found - floor)
    }

    /// Whether the next character closes the innermost bracket.
    fn fits_next(&self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or(&[]);
        let next = rest.iter().take(8).find(|&&b| b != b' ').copied().unwrap_or(0);
        matches!(self.open.last(), Some(Inside::Bracket(closer)) if *closer == next)
    }

    /// Whether the bracket `index` was opened on this line.
    fn on_line(&self, index: usize) -> bool {
        self.line.is_some_and(|line| self.places.get(index).is_some_and(|&place| place >= line))
    }
}

/// Of brackets that wait for `open`, the one at `found` is closed though others stand within: whether the rest of the
/// line fits only if it was the innermost that should have been closed.
pub(crate) fn is_mistyped(rest: &str, open: &[u8], found: usize) -> bool {
    let line: &[u8] = rest.as_bytes();
    let line = line.get(..line.len().min(AHEAD)).unwrap_or(&[]);
    let line = line.split(|&b| b == b'\n').next().unwrap_or(&[]);
    let innermost = open.len().saturating_sub(1);
    found < innermost && !fits(line, open.get(..found)) && fits(line, open.get(..innermost))
}

/// Whether the closing brackets of a line are those that wait, or of brackets that open on it.
fn fits(line: &[u8], open: Option<&[u8]>) -> bool {
    let mut open: Vec<u8> = open.unwrap_or(&[]).to_vec();
    let mut quoted = false;
    line.iter().all(|&b| match b {
        b'"' => {
            quoted = !quoted;
            true
        }
        b'(' | b'[' | b'{' if !quoted => {
            open.push(closer(b));
            true
        }
        b')' | b']' | b'}' if !quoted => open.pop() == Some(b),
        _ => true,
    })
}

/// The bracket that closes this one.
pub(crate) fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
