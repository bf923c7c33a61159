use super::address::{key, split};

/// Addresses as a list: those of one name with all their keys, and how many more there are than are named.
pub(super) fn names<'a>(addresses: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut all: Vec<&str> = addresses.into_iter().collect();
    all.sort_by_key(|address| split(address));
    all.dedup();
    let mut named: Vec<String> = Vec::new();
    let mut left = all.len();
    for group in all.chunk_by(|a, b| alike(a, b)).take(most) {
        left -= group.len();
        named.push(joined(group));
    }
    if left > 0 {
        named.push(format!("{left} more"));
    }
    named.join(", ")
}

/// Whether two addresses are of one name in one component, with a key each.
fn alike(one: &str, other: &str) -> bool {
    let parts = |address| {
        let (holder, own) = split(address);
        let (name, key) = key(own);
        key.is_some().then_some((holder, name))
    };
    parts(one).is_some() && parts(one) == parts(other)
}

/// `net.private["a"]` and `net.private["b"]` as `net.private["a", "b"]`.
fn joined(group: &[&str]) -> String {
    let first = group.first().copied().unwrap_or_default();
    let (holder, own) = split(first);
    let (name, _) = key(own);
    let keys: Vec<&str> = group.iter().filter_map(|address| key(split(address).1).1).collect();
    match (group.len(), holder) {
        (1, _) => first.to_owned(),
        (_, "") => format!("{name}[{}]", keys.join(", ")),
        (_, holder) => format!("{holder}.{name}[{}]", keys.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_one_name_is_named_once() {
        let all = ["net.private[\"b\"]", "net.private[\"a\"]", "net.vpc", "queue", "net.private[\"c\"]"];
        assert_eq!(names(all, 9), "queue, net.private[\"a\", \"b\", \"c\"], net.vpc");
        assert_eq!(names(all, 1), "queue, 4 more");
        assert_eq!(names(["q[1]"], 1), "q[1]");
    }
}
