use cloudc_base::value::{From, Later, Value};

use super::Function;

/// The parts of a text between the places where another stands; later if the text is.
pub(super) const FUNCTION: Function = Function {
    name: "split",
    shape: "split(text, between)",
    run: |given| {
        let [text, between] = given.exactly()?;
        let (origin, span) = (given.span, between.1);
        let between = given.text(between)?;
        if between.is_empty() {
            return given.refuse(span, "a text cannot be split at nothing");
        }
        if let Value::Later(_) = &text.0 {
            let from = From::Call { function: "split", arguments: [text.0.clone(), Value::Text(between)].into() };
            return Ok(Later::new(from, origin).value());
        }
        let text = given.text(text)?;
        Ok(Value::list(text.split(&*between).map(Value::text)))
    },
};
