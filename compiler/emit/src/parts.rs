use cloudc_base::functions::{self, Document, Unwritable};
use cloudc_base::value::{From, Later, Value};

/// What a later text is made of that every target takes apart.
pub(crate) enum Parts<'v> {
    /// Texts and values, one behind the other.
    Joined(Vec<&'v Value>),
    /// A text in JSON or YAML.
    Document(Result<Document, Unwritable>),
}

/// The parts of a later text; `None` for one that comes about as a whole.
pub(crate) fn parts(later: &Later) -> Option<Parts<'_>> {
    match later.from() {
        From::Joined(parts) => Some(Parts::Joined(parts.iter().collect())),
        From::Call { function: "json", arguments } => Some(Parts::Document(functions::json(arguments.first()?))),
        From::Call { function: "yaml", arguments } => Some(Parts::Document(functions::yaml(arguments.first()?))),
        From::Call { function: "join", arguments } => match &**arguments {
            [Value::List(texts), between] => {
                let mut parts: Vec<&Value> = texts.iter().flat_map(|text| [between, text]).collect();
                parts.drain(..parts.len().min(1));
                Some(Parts::Joined(parts))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Does something with all parts, so that everything wrong with them is found.
pub(crate) fn all<T>(parts: impl IntoIterator<Item = T>, mut run: impl FnMut(T) -> Option<()>) -> Option<()> {
    let mut whole = true;
    for part in parts {
        whole &= run(part).is_some();
    }
    whole.then_some(())
}
