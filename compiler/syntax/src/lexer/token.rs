/// What a stretch of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Blanks and tabs.
    Blank,
    /// A line's end, `\r` included.
    Newline,
    /// `// ..`, up to the line's end.
    Comment,
    /// `/// ..`: documentation.
    Doc,
    /// `# ..`, `-- ..`: a comment in other languages; or what other tools left behind, like `<<<<<<< HEAD`.
    Hash,
    /// `/* .. */`, `<!-- .. -->`: a comment in other languages.
    Slashes,
    /// A name or word.
    Name,
    /// Digits and what touches them: number, unit, address.
    Number,
    /// An operator or other punctuation.
    Mark,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}` that closes the innermost open bracket.
    Close,
    /// A closing bracket that skips over open ones.
    Skip,
    /// A closing bracket that closes nothing.
    Stray,
    /// The `"` or `"""` that opens a string.
    Quote,
    /// The `"` or `"""` that closes it.
    Unquote,
    /// Plain text in a string.
    Text,
    /// A `\` and what it escapes.
    Escape,
    /// `${`.
    Hook,
    /// The `}` of a `${`.
    Unhook,
    /// No text: a string or `${` ends here because its line does, or the file.
    Broken,
    /// `'..'`, backticks, typographic quotes or a heredoc: strings in other languages.
    Foreign,
    /// A character that the language has no use for.
    Strange,
}

/// A shape and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it looks like.
    pub shape: Shape,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Token {
    /// Its text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether a parser passes over it.
    pub fn is_trivia(self) -> bool {
        matches!(self.shape, Shape::Blank | Shape::Newline | Shape::Comment | Shape::Doc)
    }
}
