use cloudc_base::value::Protocol;

use super::function::Function;
use super::ports;

/// ICMP, which has no ports.
pub(super) const FUNCTION: Function =
    Function { params: &[], gives: "Port", run: |_| Ok(ports::whole(Protocol::Icmp)) };
