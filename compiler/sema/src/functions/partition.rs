use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_facts::facts;

use super::call::Call;
use crate::program::Eval;

/// The partition of the program's region, with which its ARNs begin: `aws`, `aws-cn`, `aws-us-gov`. Where the region is not
/// known now, and while `app` itself is computed, `aws`.
pub(super) fn partition(call: &mut Call<'_, '_>) -> Eval<&'static str> {
    let usual = "aws";
    if call.program.needs.iter().any(|(name, _)| &**name == "app") {
        return Ok(usual);
    }
    let Value::Record(app) = call.program.name(call.frame, &Arc::from("app"), call.span)? else { return Ok(usual) };
    let region = match app.get("region") {
        Some(Value::Text(name)) => facts().region(name),
        _ => None,
    };
    Ok(region.map_or(usual, |region| &*region.partition))
}
