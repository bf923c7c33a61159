use crate::colour::Colour;

/// What a piece of text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Good,
    Change,
    Bad,
    Strong,
    Faint,
}

impl Paint {
    /// The text, in colour if there is any.
    pub(super) fn on(self, text: &str, colour: Colour) -> String {
        let code = match self {
            Paint::Good => "32",
            Paint::Change => "33",
            Paint::Bad => "31",
            Paint::Strong => "1",
            Paint::Faint => "2",
        };
        if colour == Colour::Off { text.to_owned() } else { format!("\u{1b}[{code}m{text}\u{1b}[0m") }
    }
}
