use std::sync::Arc;

use cloudc_base::value::{Entries, Value};

use crate::hir::{Expr, ForHead};
use crate::mistakes::duplicate_entry;
use crate::program::{Eval, FrameId, Locals, Program};

/// The names that a turn of a loop brings in.
pub(crate) fn locals(head: &ForHead, first: Value, value: Value) -> Locals {
    let key = head.key.iter().map(|key| Arc::clone(&key.text)).zip([first]);
    key.chain([(Arc::clone(&head.name.text), value)]).collect()
}

impl Program<'_> {
    /// `[for .. => value]`
    pub(crate) fn comprehension(&mut self, frame: FrameId, head: &ForHead, value: &Expr) -> Eval {
        let mut values = Vec::new();
        for turn in self.chosen(frame, head)? {
            values.push(self.value(turn, value)?);
        }
        Ok(Value::list(values))
    }

    /// `for .. => key = value` in a record.
    pub(crate) fn fold(
        &mut self,
        frame: FrameId,
        head: &ForHead,
        key: &Expr,
        value: &Expr,
        into: &mut Entries,
    ) -> Eval<()> {
        for turn in self.chosen(frame, head)? {
            let name = self.entry_name(turn, key)?;
            if into.get(&name).is_some() {
                return self.fail(duplicate_entry::finding(key.span, &name));
            }
            let value = self.value(turn, value)?;
            into.set(name, value);
        }
        Ok(())
    }

    /// The turns of a loop whose condition holds, each a frame with the loop's names.
    pub(crate) fn chosen(&mut self, frame: FrameId, head: &ForHead) -> Eval<Vec<FrameId>> {
        let over = self.value(frame, &head.over)?;
        let mut turns = Vec::new();
        for (first, value) in self.elements(&over, head.over.span)? {
            let turn = self.scope(frame, locals(head, first, value));
            let holds = match &head.condition {
                Some(condition) => self.condition(turn, condition)?,
                None => true,
            };
            if holds {
                turns.push(turn);
            }
        }
        Ok(turns)
    }
}
