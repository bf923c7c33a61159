use cloudc_base::value::Protocol;

use super::function::Function;
use super::ports;

/// A port or range of ports of TCP.
pub(super) const FUNCTION: Function =
    Function { params: ports::PARAMS, gives: "Port", run: |call| ports::some(call, Protocol::Tcp) };
