use cloudc_base::value::Value;
use cloudc_base::{Span, nearest};

use super::call::{Call, short};
use super::function::{Function, Param, Takes};
use crate::mistakes::bad_call;
use crate::program::Eval;

/// What can be done with a program that is there: what is planned and made, and what is done to it later (E13).
const COMMANDS: &[&str] = &[
    "apply", "connect", "destroy", "exec", "halt", "invoke", "logs", "plan", "restart", "resume", "rollback", "rotate",
    "status", "tunnel", "update",
];

/// The policy that lets somebody run commands on this program. It is later: whoever has the whole graph computes it last, and
/// leaves out what holds it.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("commands", Takes::Texts).known()],
    gives: "{Any}",
    run: |call| {
        let given = call.list("commands");
        if given.is_empty() {
            return call.refuse("commands", "say which commands: `[\"plan\", \"apply\"]`");
        }
        let mut known = Ok(());
        for (index, command) in given.iter().enumerate() {
            if let Value::Text(command) = command
                && !COMMANDS.contains(&&**command)
            {
                let at = call.given("commands").map_or(call.span, |given| given.element(index));
                known = unknown(call, command, at);
            }
        }
        known.and_then(|()| call.later())
    },
};

fn unknown(call: &mut Call<'_, '_>, command: &str, at: Span) -> Eval<()> {
    let finding = bad_call::value(at, format!("{} is no command that is allowed by a policy", short(command)));
    call.fail(match nearest(command, COMMANDS.iter().copied()) {
        Some(near) => finding.fix(format!("write `{near}`"), at, Value::text(near).to_string()),
        None => finding.help(format!("these are: {}", COMMANDS.join(", "))),
    })
}
