//! What things are called that the program does not name.

use std::sync::LazyLock;

use cloudc_base::made_name::{beginning, slug};
use cloudc_facts::ResourceType;
use cloudc_graph::Node;
use serde::Deserialize;

use crate::Way;

/// What CloudFormation puts behind a name: a hyphen and its letters, and the logical id with a hyphen before.
const BEHIND: usize = 40;

/// The table `named.json`: the types that CloudFormation names by their stack.
#[derive(Debug, Default, Deserialize)]
struct Named {
    /// As `STACK-ID-LETTERS`.
    stack: Vec<String>,
    /// The same in lower case.
    lower: Vec<String>,
    /// Without hyphens.
    joined: Vec<String>,
}

static NAMED: LazyLock<Named> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/named.json")).unwrap_or_default());

/// The name that something gets, as far as it is known beforehand: a text with wildcards.
pub(crate) fn made(
    way: Way,
    app: Option<&str>,
    node: &Node,
    ty: &ResourceType,
    property: &str,
    limit: Option<usize>,
) -> String {
    let Some(app) = app else { return "*".to_owned() };
    let longest = || ty.schema().at(property).and_then(|schema| schema.length().most);
    let limit = limit.or_else(|| longest().and_then(|most| usize::try_from(most).ok()));
    match way {
        Way::Direct => {
            // An ending such as `.fifo` takes room too.
            match &*beginning(app, &node.address.to_string(), limit, ".fifo".len()) {
                "" => "*".to_owned(),
                words => format!("{words}*"),
            }
        }
        Way::CloudFormation => {
            let is = |types: &[String]| types.iter().any(|known| **known == *node.ty);
            let stack = stack(app);
            let begin = begin(&stack, limit.unwrap_or(255));
            match () {
                () if is(&NAMED.stack) => format!("{begin}*"),
                () if is(&NAMED.lower) => format!("{}*", begin.to_ascii_lowercase()),
                () if is(&NAMED.joined) => format!("{stack}*"),
                () => "*".to_owned(),
            }
        }
    }
}

/// How all names begin that `cloudc apply` makes for a program.
pub(crate) fn begin_of_all(app: &str) -> String {
    format!("{}-", slug(app))
}

/// The name of the program's stack.
pub(crate) fn stack(app: &str) -> String {
    app.replace('_', "-")
}

/// What is left of a stack's name where names are short: CloudFormation cuts it.
fn begin(stack: &str, limit: usize) -> String {
    let kept = (limit / 6).max(4);
    if stack.len() + BEHIND <= limit || stack.len() <= kept {
        return format!("{stack}-");
    }
    stack.chars().take(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_cut_where_names_are_short() {
        assert_eq!(begin("pacloud", 255), "pacloud-");
        assert_eq!(begin("pacloud", 64), "pacloud-");
        assert_eq!(begin("pacloud", 32), "paclo");
    }

    #[test]
    fn the_table_speaks_of_types_that_there_are() {
        let named: Named = serde_json::from_str(include_str!("../data/named.json")).expect("it reads");
        for ty in named.stack.iter().chain(&named.lower).chain(&named.joined) {
            assert!(cloudc_facts::facts().resource_type(ty).is_some(), "{ty}");
        }
    }
}
