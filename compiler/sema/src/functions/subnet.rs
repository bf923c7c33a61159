use cloudc_base::value::Value;

use super::Function;

/// One of the equal parts of a range: the part of this number, from 0, where the prefix is so many bits longer.
pub(super) const FUNCTION: Function = Function {
    name: "subnet",
    shape: "subnet(range, bits, number)",
    run: |given| {
        let [range, bits, number] = given.exactly()?;
        let span = number.1;
        let Value::Cidr(net) = range.0 else { return given.wrong(&range, "a Cidr") };
        let (bits, number) = (given.int(&bits)?, given.int(&number)?);
        let length = u8::try_from(i64::from(net.prefix_len()).saturating_add(bits.max(0))).unwrap_or(u8::MAX);
        let part = usize::try_from(number).ok().and_then(|number| net.subnets(length).ok()?.nth(number));
        match part {
            Some(part) if bits >= 0 => Ok(Value::Cidr(part)),
            _ => given.refuse(span, format!("`{net}` has no part {number} with {bits} more bits")),
        }
    },
};
