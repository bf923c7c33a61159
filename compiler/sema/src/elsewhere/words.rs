/// The words of a name, in small letters: `message_retention`, `MessageRetention` and `messageRetention` have the same two.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = '_';
    for letter in name.chars() {
        let begins = before == '_' || letter.is_ascii_uppercase() && !before.is_ascii_uppercase();
        match words.last_mut() {
            Some(word) if !begins => word.extend(letter.to_lowercase().filter(|letter| *letter != '_')),
            _ if letter != '_' => words.push(letter.to_lowercase().collect()),
            _ => {}
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The name whose words all stand among those of `name`: the one with the most, and of several such none.
pub(super) fn within<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let all = words(name);
    let has = |word: &String| all.iter().any(|other| one(other) == one(word));
    let mut best: Option<(usize, &str)> = None;
    let mut twice = false;
    for candidate in known {
        let words = words(candidate);
        if words.is_empty() || !words.iter().all(has) {
            continue;
        }
        match best {
            Some((most, _)) if words.len() < most => {}
            Some((most, _)) if words.len() == most => twice = true,
            _ => (best, twice) = (Some((words.len(), candidate)), false),
        }
    }
    best.filter(|_| !twice).map(|(_, name)| name)
}

/// A word without the `s` of many.
fn one(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_however_they_are_spelled() {
        for name in ["fifo_queue", "FifoQueue", "fifoQueue", "FIFO_QUEUE"] {
            assert_eq!(words(name), ["fifo", "queue"], "{name}");
        }
        assert_eq!(words("VPCId"), ["vpcid"]);
        assert!(words("__").is_empty());
    }

    #[test]
    fn the_longest_name_within_another_is_meant() {
        let known = || ["name", "visibility", "single_nat", "nat", "keep", "type"].into_iter();
        assert_eq!(within("visibility_timeout", known()), Some("visibility"));
        assert_eq!(within("single_nat_gateway", known()), Some("single_nat"));
        assert_eq!(within("QueueName", known()), Some("name"));
        assert_eq!(within("type_name", known()), None);
        assert_eq!(within("billing_mode", known()), None);
    }
}
