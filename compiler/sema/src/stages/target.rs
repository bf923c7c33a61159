//! What `scale` and `patch` name: `workers`, `q["a"]`, `app.shards["eu"].group`.

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

use crate::block::Space;
use crate::hir::{Target, TargetStep};
use crate::program::{Eval, FrameId, Program, Silent};

/// Why a target names no thing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Missing {
    /// Something holds nothing of this name.
    Name { at: Span, name: String, inside: String, near: Option<String> },
    /// A loop has no turn of this key.
    Turn { at: Span, key: String },
    /// A loop makes several things, and no key says which.
    Turns,
    /// It is a value, and no thing.
    Value,
}

impl Program<'_> {
    /// The address of the resource or instance that a target names. What is in a branch that is not taken is silent.
    pub(crate) fn target_address(&mut self, frame: FrameId, target: &Target) -> Eval<Result<Address, Missing>> {
        let name = self.entry_name(frame, &target.first)?;
        let mut value = self.name(frame, &name, target.first.span)?;
        if let (Value::Handle(_), Some(TargetStep::Key(_))) = (&value, target.rest.first()) {
            value = self.all_turns(frame, &name, target.first.span)?.unwrap_or(value);
        }
        for step in &target.rest {
            value = match self.target_step(frame, step, value)? {
                Ok(value) => value,
                Err(missing) => return Ok(Err(missing)),
            };
        }
        match value {
            Value::Handle(address) => Ok(Ok(address)),
            Value::Null => Err(Silent),
            Value::Record(_) => Ok(Err(Missing::Turns)),
            _ => Ok(Err(Missing::Value)),
        }
    }

    fn target_step(&mut self, frame: FrameId, step: &TargetStep, value: Value) -> Eval<Result<Value, Missing>> {
        Ok(match (step, value) {
            (TargetStep::Name(name), Value::Handle(address)) => {
                let inside = self.instances.get(&address).map(|instance| instance.frame);
                let found = match inside {
                    Some(frame) => self.declared(frame, Space::Values, &name.text, name.span)?,
                    None => None,
                };
                let names = inside.and_then(|frame| self.get(frame)).map(|frame| frame.block.names(Space::Values));
                let near = match found {
                    None => self.guess(&name.text, names.iter().flatten().map(|name| &**name)),
                    Some(_) => None,
                };
                found.ok_or_else(|| Missing::Name {
                    at: name.span,
                    name: name.text.to_string(),
                    inside: address.to_string(),
                    near,
                })
            }
            (TargetStep::Key(key), Value::Record(map)) => {
                let label = self.entry_name(frame, key)?;
                map.get(&label).cloned().ok_or_else(|| Missing::Turn { at: key.span, key: label.to_string() })
            }
            (_, Value::Null) => return Err(Silent),
            (_, Value::Record(_)) => Err(Missing::Turns),
            _ => Err(Missing::Value),
        })
    }
}
