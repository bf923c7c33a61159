use cloudc_base::value::Value;
use cloudc_facts::facts;

use super::call::Call;
use crate::program::Eval;

/// The partition of the program's region, with which its ARNs begin: `aws`, `aws-cn`, `aws-us-gov`. Where the region is not
/// known now, `aws`.
pub(super) fn partition(call: &mut Call<'_, '_>) -> Eval<&'static str> {
    let region = match call.program.app_part(call.frame, "region", call.span)? {
        Some(Value::Text(name)) => facts().region(&name),
        _ => None,
    };
    Ok(region.map_or("aws", |region| &*region.partition))
}
