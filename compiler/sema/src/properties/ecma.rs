//! Patterns as clouds publish them, in the words of our engine: they are written for ECMAScript or Java.

use std::iter::Peekable;
use std::str::Chars;

/// What to make of a count: `{1,2048}`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// It stays as it is.
    Exact,
    /// From a hundred on there is no limit: the pattern takes more texts, and its machine is small.
    Open,
}

/// The pattern in the syntax of `fancy_regex`.
///
/// `\w` and `\d` are ASCII, `\u0041` is a character, `\Z` the end; in brackets `[`, `&&`, `--` and `~~` mean themselves,
/// and so does a `-` beside `\w`. Surrogates, which no text of ours has, stand for all characters beyond 16 bits.
pub(super) fn translated(pattern: &str, counts: Counts) -> String {
    let out = String::with_capacity(pattern.len() + 16);
    let mut translator = Translator { rest: pattern.chars().peekable(), counts, out };
    translator.all();
    translator.out
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    counts: Counts,
    out: String,
}

/// What stands in brackets or outside of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Class,
}

impl Translator<'_> {
    fn all(&mut self) {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => drop(self.escape(Place::Outside)),
                '[' => self.class(),
                '{' if self.counts == Counts::Open => self.count(),
                c => self.out.push(c),
            }
        }
    }

    /// A count, from behind its `{`.
    fn count(&mut self) {
        let inner: String = self.rest.clone().take_while(|&c| c != '}').collect();
        let ends: Vec<u32> = inner.split(',').map_while(|end| end.parse().ok()).collect();
        match ends[..] {
            [least, most] if most >= 100 => {
                self.out.push(if least == 0 { '*' } else { '+' });
                self.rest.nth(inner.len());
            }
            _ => self.out.push('{'),
        }
    }

    /// Whether the next character is this one; it is taken if so.
    fn takes(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }

    /// A class, from behind its `[` to behind its `]`.
    fn class(&mut self) {
        self.out.push('[');
        if self.takes('^') {
            self.out.push('^');
        }
        // Whether what stands just before cannot begin a range: it is the class's start, several characters, or a range.
        let mut whole = true;
        while let Some(c) = self.rest.next() {
            match c {
                ']' => return self.out.push(']'),
                '-' if !whole && !self.closes_or_class() => {
                    self.out.push('-');
                    if let Some(last) = self.rest.next() {
                        self.member(last);
                    }
                    whole = true;
                }
                c => whole = self.member(c),
            }
        }
    }

    /// A character of a class that means itself, or an escape; whether it is more than one character.
    fn member(&mut self, c: char) -> bool {
        match c {
            '\\' => return self.escape(Place::Class),
            '[' | '&' | '~' | '-' => self.out.extend(['\\', c]),
            c => self.out.push(c),
        }
        false
    }

    /// Whether a `-` is followed by the end of the class or by an escape that stands for several characters.
    fn closes_or_class(&self) -> bool {
        let mut ahead = self.rest.clone();
        match ahead.next() {
            Some('\\') => ahead.next().is_some_and(|c| "wWdDsSpP".contains(c)),
            next => next == Some(']'),
        }
    }

    /// What a backslash says; whether that is more than one character.
    fn escape(&mut self, place: Place) -> bool {
        let Some(c) = self.rest.next() else {
            self.out.push_str("\\\\");
            return false;
        };
        let (open, close) = if place == Place::Class { ("", "") } else { ("[", "]") };
        match c {
            'w' => self.out.extend([open, "0-9A-Za-z_", close]),
            'd' => self.out.extend([open, "0-9", close]),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            'D' => self.out.push_str("[^0-9]"),
            'u' => return self.character(),
            'Z' if place == Place::Outside => self.out.push_str("\\z"),
            'p' | 'P' => self.property(c),
            's' | 'S' => self.out.extend(['\\', c]),
            '<' | '>' | '/' | '\'' | '"' | '`' | ' ' => {
                self.out.push(c);
                return false;
            }
            c => {
                self.out.extend(['\\', c]);
                return false;
            }
        }
        true
    }

    /// `\uXXXX`; anything else behind `\u` means itself.
    fn character(&mut self) -> bool {
        let digits: String = self.rest.clone().take(4).collect();
        let Ok(code) = u32::from_str_radix(&digits, 16) else {
            self.out.push('u');
            return false;
        };
        self.rest.nth(3);
        if char::from_u32(code).is_some() {
            self.out.push_str(&format!("\\x{{{code:04X}}}"));
            return false;
        }
        self.surrogates();
        true
    }

    /// The rest of what surrogates say, which is always a range over all of them.
    fn surrogates(&mut self) {
        loop {
            let mut ahead = self.rest.clone();
            if ahead.peek() == Some(&'-') {
                ahead.next();
            }
            let digits: String = ahead.clone().skip(2).take(4).collect();
            let escape = ahead.next() == Some('\\') && ahead.next() == Some('u');
            let code = u32::from_str_radix(&digits, 16).unwrap_or(0);
            if !escape || !(0xD800..0xE000).contains(&code) {
                break;
            }
            self.rest = ahead;
            self.rest.nth(3);
        }
        self.out.push_str("\\x{10000}-\\x{10FFFF}");
    }

    /// `\p{..}`, from behind its letter: Java's names of ASCII classes, or a property of Unicode, which keeps its name.
    fn property(&mut self, letter: char) {
        let name: String = self.rest.clone().take_while(|&c| c != '}').skip(1).collect();
        let ascii = match name.as_str() {
            "Print" => "\\x20-\\x7E",
            "Graph" => "\\x21-\\x7E",
            "Alnum" => "0-9A-Za-z",
            "Digit" => "0-9",
            "Punct" => "!-/:-@\\[-`{-~",
            "ASCII" => "\\x00-\\x7F",
            _ => "",
        };
        self.rest.nth(name.len() + 1);
        let not = if letter == 'P' { "^" } else { "" };
        match ascii {
            "" => self.out.push_str(&format!("\\{letter}{{{name}}}")),
            ascii => self.out.extend(["[", not, ascii, "]"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, translated};

    #[test]
    fn patterns_keep_their_meaning() {
        for (published, ours) in [
            (r"^[\w\-]+$", r"^[0-9A-Za-z_\-]+$"),
            (r"[\w-.~]+", r"[0-9A-Za-z_\-.\~]+"),
            (r"^\d{12}\Z", r"^[0-9]{12}\z"),
            (r"[a-z\s-_()\[\]]", r"[a-z\s\-_()\[\]]"),
            (
                r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*$",
                r"^[\x{0020}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}\t]*$",
            ),
            (r"[+--&&[]", r"[+-\-\&\&\[]"),
            (r"^(https?)\:\/\/", r"^(https?)\://"),
            (r"[\p{Graph}\x20]*", r"[[\x21-\x7E]\x20]*"),
            (r"\p{L}[^-]", r"\p{L}[^\-]"),
        ] {
            assert_eq!(translated(published, Counts::Exact), ours, "{published}");
        }
        assert_eq!(translated(r"^.{1,2048}\{5,200}[{1,200}]{2,9}$", Counts::Open), r"^.+\{5,200}[{1,200}]{2,9}$");
    }
}
