//! What nouns let do with what they made: the call that an operation names, with the input that it says.

use std::str::SplitWhitespace;
use std::sync::LazyLock;

use cloudc_facts::rows;
use cloudc_provider::Fault;
use serde_json::Value as Json;

use crate::call::Caller;
use crate::fault::is_like;

/// A call that is refused when it has been carried out already: a row of `data/twice.txt`.
struct Twice {
    action: &'static str,
    code: &'static str,
    /// The call that tells whether it has been; none where the refusal says it.
    look: Option<&'static str>,
    /// Words of its answer that mean that it has.
    words: Vec<&'static str>,
}

static TWICE: LazyLock<Vec<Twice>> =
    LazyLock::new(|| rows(include_str!("../data/twice.txt")).filter_map(row).collect());

fn row(mut words: SplitWhitespace<'static>) -> Option<Twice> {
    let (action, code) = (words.next()?, words.next()?);
    Some(Twice { action, code, look: words.next(), words: words.collect() })
}

/// Sends what an operation asks for; what was done before is done.
pub(crate) async fn operate(caller: &Caller, action: &str, input: &Json) -> Result<(), Fault> {
    let Err(fault) = caller.call(action, input).await else { return Ok(()) };
    let Some(row) = TWICE.iter().find(|row| row.action == action && is_like(&fault.code, row.code)) else {
        return Err(fault);
    };
    let Some(look) = row.look else { return Ok(()) };
    let told = caller.call(look, input).await?;
    let done = row.words.iter().any(|word| told.contains(word));
    // What is in between two states takes the call when it has arrived.
    if done { Ok(()) } else { Err(Fault { class: cloudc_provider::Class::Conflict, ..fault }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines = include_str!("../data/twice.txt").lines();
        assert_eq!(TWICE.len(), lines.filter(|line| !line.starts_with('#')).count());
        assert!(TWICE.iter().all(|row| row.look.is_some() != row.words.is_empty()));
    }
}
