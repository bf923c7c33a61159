//! What things are called that the program does not name.

use std::sync::LazyLock;

use cloudc_facts::ResourceType;
use cloudc_graph::Node;
use serde::Deserialize;

use crate::Way;

/// How many digits `cloudc apply` puts behind a name that it makes.
const DIGITS: usize = 8;
/// The longest name that it makes.
const LONGEST: usize = 63;
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
            let most = limit.unwrap_or(LONGEST).clamp(DIGITS, LONGEST);
            // An ending such as `.fifo` takes room too.
            let mut words = slug(&format!("{app} {}", node.address));
            words.truncate(most.saturating_sub(DIGITS + 1 + ".fifo".len()));
            match words.trim_end_matches('-') {
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

/// Letters and digits in lower case, everything else one `-`; it begins with a letter.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').trim_start_matches(|c: char| !c.is_ascii_alphabetic()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_cut_where_names_are_short() {
        assert_eq!(begin("pacloud", 255), "pacloud-");
        assert_eq!(begin("pacloud", 64), "pacloud-");
        assert_eq!(begin("pacloud", 32), "paclo");
        assert_eq!(slug("My App builds.queue[\"a\"]"), "my-app-builds-queue-a");
    }

    #[test]
    fn the_table_speaks_of_types_that_there_are() {
        let named: Named = serde_json::from_str(include_str!("../data/named.json")).expect("it reads");
        for ty in named.stack.iter().chain(&named.lower).chain(&named.joined) {
            assert!(cloudc_facts::facts().resource_type(ty).is_some(), "{ty}");
        }
    }
}
