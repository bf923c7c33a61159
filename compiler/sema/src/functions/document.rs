use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};
use super::statement::{grants_nothing, statement};

/// A policy document of statements as verbs and `given` hold them.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("statements", Takes::List)],
    gives: "{Any}",
    run: |call| {
        let given = call.list("statements");
        if given.is_empty() {
            return call.refuse("statements", "a policy document has a statement");
        }
        let mut statements = Vec::new();
        for (index, value) in given.iter().enumerate().filter(|(_, value)| !grants_nothing(value)) {
            let at = call.given("statements").map_or(call.span, |given| given.element(index));
            statements.push(statement(call, value, at)?);
        }
        Ok(Value::record([("Version", Value::text("2012-10-17")), ("Statement", Value::list(statements))]))
    },
};
