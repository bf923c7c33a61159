//! The names that cloudc makes where a program leaves them to whoever creates a thing: a policy for that thing is written
//! before there is one, so both must make them alike.

/// How many digits stand behind a name, so that an old and a new resource can live side by side.
pub const DIGITS: usize = 8;

/// The longest name that is made, in bytes; what a type allows may be less.
pub const LONGEST: usize = 63;

/// What stands before the digits: the program's name and the address, no longer than leaves room for what comes behind.
///
/// `most` is what the property allows, if that is known, and `behind` the length of an ending such as `.fifo`.
pub fn beginning(app: &str, address: &str, most: Option<usize>, behind: usize) -> String {
    let most = most.unwrap_or(LONGEST).clamp(DIGITS, LONGEST);
    let mut words = slug(&format!("{app} {address}"));
    words.truncate(most.saturating_sub(behind + DIGITS + 1));
    words.truncate(words.trim_end_matches('-').len());
    words
}

/// Letters and digits in lower case, everything else one `-`; it begins with a letter.
pub fn slug(text: &str) -> String {
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
    fn names_are_words_of_an_address() {
        assert_eq!(slug("My App builds.queue[\"a\"]"), "my-app-builds-queue-a");
        assert_eq!(beginning("shop", "builds.queue", None, 0), "shop-builds-queue");
        assert_eq!(beginning("shop", "builds.queue", Some(20), 5), "shop-b");
        assert_eq!(beginning("1", "2", None, 0), "");
    }
}
