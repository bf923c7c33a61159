use cloudc_base::value::Value;

/// Whether something is so, as far as the program says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sure {
    /// It is not.
    No,
    /// It may be: the program does not say, or only later.
    Perhaps,
    /// It is.
    Yes,
}

impl Sure {
    /// A known truth.
    pub(crate) fn of(is: bool) -> Sure {
        if is { Sure::Yes } else { Sure::No }
    }

    /// What a flag says: a Bool, or its words in texts.
    pub(crate) fn flag(value: &Value) -> Sure {
        match value {
            Value::Bool(is) => Sure::of(*is),
            Value::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "enabled" | "enable" | "on" => Sure::Yes,
                "false" | "disabled" | "disable" | "off" => Sure::No,
                _ => Sure::Perhaps,
            },
            _ => Sure::Perhaps,
        }
    }

    /// Whether it can be.
    pub(crate) fn can_be(self) -> bool {
        self != Sure::No
    }
}
