use std::sync::Arc;

use cloudc_base::nearest;
use cloudc_base::value::Value;
use cloudc_facts::facts;

use super::call::{Call, short};
use super::function::{Function, Param, Takes};
use super::partition::partition;
use crate::mistakes::bad_call;
use crate::program::Eval;

/// The ARN of a policy that AWS manages, by its name without path.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("name", Takes::Text)],
    gives: "String",
    run: |call| {
        let name = call.text("name");
        // Whoever writes the path before it means the same: `service-role/AWSGlueServiceRole`.
        let bare: Arc<str> = name.rsplit('/').next().unwrap_or_default().into();
        let name = if !name.contains(':') && facts().managed_policy(&bare).is_some() { bare } else { name };
        // A look-up takes as long as so many steps.
        call.program.pay(200, call.span)?;
        let policy = facts().managed_policy(&name);
        match policy.as_ref().map(|policy| (policy.path.as_deref(), policy.successor.as_deref())) {
            Some((Some(path), _)) => {
                let partition = partition(call)?;
                Ok(Value::text(format!("arn:{partition}:iam::aws:policy{path}{name}")))
            }
            Some((None, successor)) => refuse(call, &format!("AWS has withdrawn {}", short(&name)), successor),
            None => {
                // Whoever knows the ARN or the path means the name in it.
                let bare = name.rsplit('/').next().unwrap_or_default();
                let near = nearest(bare, facts().managed_policies());
                refuse(call, &format!("AWS manages no policy {}", short(&name)), near)
            }
        }
    },
};

fn refuse(call: &mut Call<'_, '_>, why: &str, better: Option<&str>) -> Eval {
    let at = call.at("name");
    let finding = bad_call::value(at, why);
    call.fail(match better {
        Some(better) => finding.fix(format!("write `{better}`"), at, Value::text(better).to_string()),
        None => finding,
    })
}
