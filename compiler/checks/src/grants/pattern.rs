use std::collections::HashMap;

/// A pattern for texts of which parts are known later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Token>);

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// This character.
    Char(char),
    /// `?`: any one character.
    One,
    /// `*`.
    Any,
    /// A text that may be anything, and is decided later: it is held against others as `*` is, and covers nothing.
    Later,
    /// A text without a colon that may be anything else, and is the same everywhere: the program's region, its account.
    Segment,
    /// A name that the cloud gives to a node, by node and property: like no other, and known to nobody who writes.
    Name(usize, Box<str>),
}

impl Pattern {
    /// A pattern of these parts.
    pub(crate) fn new(tokens: Vec<Token>) -> Pattern {
        Pattern(tokens)
    }

    /// A text with the wildcards `*` and `?`.
    pub(crate) fn glob(text: &str) -> Pattern {
        Pattern(text.chars().map(Token::wild).collect())
    }

    /// The shape of an ARN: wildcards, and `${Region}` and the like, which hold no colon.
    pub(crate) fn shape(text: &str) -> Pattern {
        let (mut tokens, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once("${") {
            tokens.extend(before.chars().map(Token::wild));
            tokens.push(Token::Segment);
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        tokens.extend(rest.chars().map(Token::wild));
        Pattern(tokens)
    }

    /// Whether it is `*`.
    pub(crate) fn is_everything(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|token| *token == Token::Any)
    }

    /// Whether it can be an ARN by its beginning.
    pub(crate) fn begins_like_an_arn(&self) -> bool {
        self.meets(&Pattern::glob("arn:*"))
    }

    /// Whether some text may be meant by both. Names of different nodes are never the same, and a name is no text that
    /// somebody could have written, unless a wildcard stands in it.
    pub(crate) fn meets(&self, other: &Pattern) -> bool {
        Meeting { left: &self.0, right: &other.0, known: HashMap::new() }.at(0, 0)
    }

    /// Whether every text that the other means is surely meant by this.
    pub(crate) fn covers(&self, other: &Pattern) -> bool {
        // As with one wildcard after the other: each takes as little as it can.
        let (mut at, mut to) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while to < other.0.len() {
            match (self.0.get(at), other.0.get(to)) {
                (Some(Token::Any), _) => {
                    star = Some((at, to));
                    at += 1;
                }
                (Some(Token::One), Some(Token::Char(_) | Token::One)) => {
                    at += 1;
                    to += 1;
                }
                (Some(mine), Some(theirs)) if mine == theirs && *mine != Token::Later => {
                    at += 1;
                    to += 1;
                }
                _ => match star {
                    Some((of, taken)) => {
                        at = of + 1;
                        to = taken + 1;
                        star = Some((of, to));
                    }
                    None => return false,
                },
            }
        }
        self.0.get(at..).unwrap_or_default().iter().all(|token| *token == Token::Any)
    }
}

impl std::fmt::Display for Pattern {
    /// As policies write it; a name that is known later stands in `<>`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|token| match token {
            Token::Char(character) => write!(f, "{character}"),
            Token::One => f.write_str("?"),
            Token::Any | Token::Later | Token::Segment => f.write_str("*"),
            Token::Name(_, name) => write!(f, "<{name}>"),
        })
    }
}

impl Token {
    /// A character as patterns of policies take it.
    pub(crate) fn wild(character: char) -> Token {
        match character {
            '*' => Token::Any,
            '?' => Token::One,
            other => Token::Char(other),
        }
    }

    /// Whether it may take up a text of any length.
    fn is_long(&self) -> bool {
        matches!(self, Token::Any | Token::Later | Token::Segment)
    }
}

/// Two patterns being held against one another, from some place in each.
struct Meeting<'p> {
    left: &'p [Token],
    right: &'p [Token],
    known: HashMap<(usize, usize), bool>,
}

impl Meeting<'_> {
    fn at(&mut self, left: usize, right: usize) -> bool {
        if let Some(&known) = self.known.get(&(left, right)) {
            return known;
        }
        // While this is looked at it counts as no: a circle adds nothing.
        self.known.insert((left, right), false);
        let meets = self.look(left, right);
        self.known.insert((left, right), meets);
        meets
    }

    fn look(&mut self, left: usize, right: usize) -> bool {
        let (one, other) = (self.left.get(left), self.right.get(right));
        match (one, other) {
            (None, None) => true,
            (Some(token), None) => token.is_long() && self.at(left + 1, right),
            (None, Some(token)) => token.is_long() && self.at(left, right + 1),
            (Some(one), Some(other)) => {
                let (one, other) = (one.clone(), other.clone());
                if one.is_long() && (self.at(left + 1, right) || (takes(&one, &other) && self.at(left, right + 1))) {
                    return true;
                }
                if other.is_long() && (self.at(left, right + 1) || (takes(&other, &one) && self.at(left + 1, right))) {
                    return true;
                }
                if same(&one, &other) && self.at(left + 1, right + 1) {
                    return true;
                }
                self.within(left, right)
            }
        }
    }

    /// Whether a name on one side takes up a run of the other with a wildcard in it.
    fn within(&mut self, left: usize, right: usize) -> bool {
        if matches!(self.left.get(left), Some(Token::Name(..))) {
            let ends = run(self.right, right);
            if ends.into_iter().any(|end| self.at(left + 1, end)) {
                return true;
            }
        }
        if matches!(self.right.get(right), Some(Token::Name(..))) {
            let ends = run(self.left, left);
            return ends.into_iter().any(|end| self.at(end, right + 1));
        }
        false
    }
}

/// Where runs end that a name may be: characters with at least one wildcard among them, and no other name.
fn run(tokens: &[Token], from: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut wild = false;
    for (number, token) in tokens.iter().enumerate().skip(from) {
        match token {
            Token::Name(..) => break,
            Token::Char(_) => {}
            Token::One | Token::Any | Token::Later | Token::Segment => wild = true,
        }
        if wild {
            ends.push(number + 1);
        }
    }
    ends
}

/// Whether a long part may take up another.
fn takes(long: &Token, other: &Token) -> bool {
    *long != Token::Segment || *other != Token::Char(':')
}

/// Whether two parts may mean the same, each taken whole.
fn same(one: &Token, other: &Token) -> bool {
    match (one, other) {
        (Token::Char(one), Token::Char(other)) => one == other,
        (Token::One, Token::Char(_) | Token::One) | (Token::Char(_), Token::One) => true,
        (Token::Name(..), Token::Name(..)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(before: &str, node: usize, after: &str) -> Pattern {
        let chars = |text: &str| text.chars().map(Token::wild).collect::<Vec<_>>();
        let name = vec![Token::Name(node, "Name".into())];
        Pattern::new([chars(before), name, chars(after)].concat())
    }

    #[test]
    fn wildcards_meet_what_they_can_mean() {
        let meets = |a: &str, b: &str| Pattern::glob(a).meets(&Pattern::glob(b));
        assert!(meets("*", "anything") && meets("s3:Get*", "s3:GetObject") && meets("a*c", "*bc"));
        assert!(meets("a?c", "abc") && meets("a?c", "a*"));
        assert!(!meets("s3:Put*", "s3:GetObject") && !meets("a?c", "ac") && meets("ab*", "*c*d"));
        assert!(!meets("ab", "abc") && meets("ab*", "abc") && meets("", "*"));
    }

    #[test]
    fn names_are_like_no_other() {
        let queue = named("arn:aws:sqs:*:*:", 1, "");
        assert!(queue.meets(&named("arn:aws:sqs:*:*:", 1, "")));
        assert!(!queue.meets(&named("arn:aws:sqs:*:*:", 2, "")));
        assert!(!queue.meets(&Pattern::glob("arn:aws:sqs:eu-west-1:123456789012:mail")));
        assert!(queue.meets(&Pattern::glob("arn:aws:sqs:eu-west-1:123456789012:*")));
        assert!(queue.meets(&Pattern::glob("arn:aws:sqs:eu-west-1:123456789012:app-*")));
        assert!(queue.meets(&Pattern::glob("*")));
        assert!(!queue.meets(&Pattern::glob("arn:aws:sns:*")));
        assert!(!named("arn:aws:s3:::", 1, "/*").meets(&named("arn:aws:s3:::", 2, "/*")));
        assert!(named("arn:aws:s3:::", 1, "/*").meets(&named("arn:aws:s3:::", 1, "/a/*")));
    }

    #[test]
    fn what_is_covered_is_meant_whatever_is_known_later() {
        let covers = |a: &str, b: &str| Pattern::glob(a).covers(&Pattern::glob(b));
        assert!(covers("*", "a*") && covers("a*", "ab*") && covers("a*c", "abc") && covers("a?", "ab"));
        assert!(!covers("ab*", "a*") && !covers("a", "a*") && !covers("a?", "a*"));
        assert!(Pattern::glob("arn:*").covers(&named("arn:", 1, "/*")));
        assert!(!Pattern::glob("arn:x*").covers(&named("arn:", 1, "/*")));
        let own = || Pattern::shape("arn:${Partition}:sqs:eu-west-1:${Account}:mail");
        assert!(own().covers(&own()) && !own().covers(&Pattern::glob("arn:aws:sqs:eu-west-1:*:mail")));
        let later = || Pattern::new(vec![Token::Later]);
        assert!(Pattern::glob("*").covers(&later()) && !later().covers(&later()) && later().meets(&own()));
        assert!(named("", 1, "/*").covers(&named("", 1, "/a")) && !named("", 1, "/*").covers(&named("", 2, "/a")));
    }
}
