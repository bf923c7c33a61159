use cloudc_base::Span;
use cloudc_base::value::{Entries, Value};

use super::call::Call;
use super::condition::{Behalf, condition};
use super::function::{Function, Param, Preset, Takes};
use super::principal::{Kind, kind, principal};
use crate::mistakes::bad_call;
use crate::program::Eval;

/// The policy document that lets services, accounts or roles assume a role.
pub(super) const FUNCTION: Function = Function {
    params: &[
        Param::new("principal", Takes::Text).many().later(),
        Param::new("account", Takes::One("Bool | String", "`true` or the number of an account"))
            .or(Preset::Bool(false))
            .later(),
        Param::new("source", Takes::One("String | [String]", "an ARN or a list of ARNs")).or(Preset::Null).later(),
    ],
    gives: "{Any}",
    run: |call| {
        let all: Vec<(Value, Span)> =
            call.many("principal").iter().map(|given| (given.value.clone(), given.span)).collect();
        let behalf = Behalf { account: call.value("account"), source: call.value("source") };
        let at = if behalf.source == Value::Null { call.at("account") } else { call.at("source") };
        let Some(limits) = condition(call, &Value::Null, &behalf, at)? else { return document(call, &all, None) };
        // Only services say on whose behalf they call: for all others the condition would never hold.
        match all.iter().find(|(value, _)| kind(value).is_some_and(|kind| kind != Kind::Service)) {
            Some((_, span)) => call.fail(bad_call::value(*span, "`account` and `source` limit services only")),
            None => document(call, &all, Some(limits)),
        }
    },
};

fn document(call: &mut Call<'_, '_>, all: &[(Value, Span)], limits: Option<Value>) -> Eval {
    if let Some((_, span)) = all.iter().find(|(value, _)| kind(value) == Some(Kind::Anyone)) {
        return call.fail(bad_call::value(*span, "a role that everybody may assume is not made by `trust`"));
    }
    // Pods bring tags along (docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
    let pods = all.iter().any(|(value, _)| *value == Value::text("pods.eks.amazonaws.com"));
    let assume = Value::text("sts:AssumeRole");
    let action = if pods { Value::list([assume, Value::text("sts:TagSession")]) } else { assume };
    let mut statement = Entries::new();
    statement.set("Effect", Value::text("Allow"));
    statement.set("Principal", principal(call, all)?);
    statement.set("Action", action);
    if let Some(limits) = limits {
        statement.set("Condition", limits);
    }
    Ok(Value::record([("Version", Value::text("2012-10-17")), ("Statement", Value::list([statement.seal()]))]))
}
