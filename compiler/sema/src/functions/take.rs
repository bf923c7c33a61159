use cloudc_base::value::Value;

use super::Function;

/// The first elements of a list: so many, or all if there are fewer.
pub(super) const FUNCTION: Function = Function {
    name: "take",
    shape: "take(list, count)",
    run: |given| {
        let [list, count] = given.exactly()?;
        let (list, span) = (given.list(list)?, count.1);
        let count = given.int(&count)?;
        match usize::try_from(count) {
            Ok(count) => Ok(Value::list(list.iter().take(count).cloned())),
            Err(_) => given.refuse(span, "a count is not negative"),
        }
    },
};
