use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};

use super::Function;

/// The texts of a list with another text between them; later if one of them is.
pub(super) const FUNCTION: Function = Function {
    name: "join",
    shape: "join(texts, between)",
    run: |given| {
        let [list, between] = given.exactly()?;
        let (origin, span) = (given.span, list.1);
        let list = given.list(list)?;
        if list.iter().any(|value| value.later().is_some()) {
            let arguments = [Value::List(Arc::clone(&list)), between.0];
            let from = From::Call { function: "join", arguments: arguments.into() };
            return Ok(Later::new(from, origin).value());
        }
        let between = given.text(between)?;
        let mut texts = Vec::new();
        for value in list.iter() {
            texts.push(given.text((value.clone(), span))?);
        }
        Ok(Value::text(texts.join(&between)))
    },
};
