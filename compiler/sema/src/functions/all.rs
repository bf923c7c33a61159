use cloudc_base::value::Protocol;

use super::function::Function;
use super::ports;

/// Everything.
pub(super) const FUNCTION: Function = Function { params: &[], gives: "Port", run: |_| Ok(ports::whole(Protocol::All)) };
