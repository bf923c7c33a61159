use crate::{Code, FileId, Span};

/// A note beside a piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The text it is about.
    pub span: Span,
    /// A few words; may be empty.
    pub text: String,
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What to take out; empty to insert.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A change that removes the finding, safe to make without looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `let`".
    pub title: String,
    /// The replacements; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Something the compiler has to say about the source: plain data, drawn elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind it is.
    pub code: &'static Code,
    /// One line, lower case, the user's text in backticks.
    pub message: String,
    /// The text that is wrong.
    pub primary: Label,
    /// Other text that has to do with it, in this or other files.
    pub secondary: Vec<Label>,
    /// The way out, as a sentence.
    pub help: Option<String>,
    /// The way out, as a change.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of `code` at `span`.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        let primary = Label { span, text: String::new() };
        Finding { code, message: message.into(), primary, secondary: Vec::new(), help: None, fix: None }
    }

    /// Words beside the primary span.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Finding {
        self.primary.text = text.into();
        self
    }

    /// One more label.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// The way out, as a sentence.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help = Some(text.into());
        self
    }

    /// The way out, as one replacement.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Finding {
        self.fix_all(title, vec![Edit { span, text: text.into() }])
    }

    /// The way out, as several replacements.
    #[must_use]
    pub fn fix_all(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }

    /// The same finding with every span changed by `change`.
    #[must_use]
    pub fn map_spans(mut self, change: impl Fn(Span) -> Span) -> Finding {
        self.primary.span = change(self.primary.span);
        self.secondary.iter_mut().for_each(|label| label.span = change(label.span));
        if let Some(fix) = &mut self.fix {
            fix.edits.iter_mut().for_each(|edit| edit.span = change(edit.span));
        }
        self
    }

    /// The same finding in `file`, `by` bytes further on: items are parsed apart from the file that holds them.
    #[must_use]
    pub fn moved(self, file: FileId, by: u32) -> Finding {
        self.map_spans(|span| span.moved(file, by))
    }
}
