use serde_json::Value as Json;

use super::making::Making;
use crate::{Token, path};

/// The text of a template of `data/shapes.txt`; none if a property that it wants is not there.
///
/// `salt` makes two attributes of one resource differ.
pub(super) fn fill(template: &str, salt: &str, making: &Making<'_>, model: &Json) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&place.split('|').find_map(|one| value(one, salt, making, model))?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn value(place: &str, salt: &str, making: &Making<'_>, model: &Json) -> Option<String> {
    if place.starts_with(|c: char| c.is_ascii_uppercase()) {
        return path::text(model, place).map(str::to_owned);
    }
    let digits = Digits::new(making, salt);
    let (word, count) = match place.find(|c: char| c.is_ascii_digit()) {
        Some(at) => (place.get(..at)?, place.get(at..)?.parse::<usize>().ok()?),
        None => (place, 0),
    };
    match word {
        "hex" => Some(digits.of(b"0123456789abcdef", count)),
        "upper" => Some(digits.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", count)),
        "lower" => Some(digits.of(b"abcdefghijklmnopqrstuvwxyz0123456789", count)),
        "digits" => Some(digits.of(b"123456789", count)),
        "uuid" => Some(digits.uuid()),
        // 198.18.0.0/15 is for tests of networks (RFC 2544): nobody's address.
        "public" => Some(digits.address([198, 18])),
        "private" => Some(digits.address([10, 0])),
        "region" => Some(making.site.region.to_string()),
        "account" => Some(making.site.account.to_string()),
        "partition" => Some(making.partition().0.to_owned()),
        "dns" => Some(making.partition().1.to_owned()),
        "name" => Some(making.name(model)),
        "now" => Some(making.now.to_string()),
        _ => None,
    }
}

/// Digits that look drawn by chance and are the same for the same operation.
struct Digits(String);

impl Digits {
    fn new(making: &Making<'_>, salt: &str) -> Digits {
        let first = Token::of(&[making.seed, salt]);
        let second = Token::of(&[first.as_str()]);
        Digits(format!("{first}{second}"))
    }

    fn of(&self, letters: &[u8], count: usize) -> String {
        // Each letter is made of three digits, so that all are about equally likely.
        let numbers = (0..count).map(|at| {
            let start = (at * 3) % 60;
            self.0.get(start..start + 3).and_then(|digits| usize::from_str_radix(digits, 16).ok()).unwrap_or(0)
                + at / 20
        });
        numbers.filter_map(|number| letters.get(number % letters.len())).map(|&letter| char::from(letter)).collect()
    }

    fn uuid(&self) -> String {
        let part = |from: usize, to: usize| self.0.get(from..to).unwrap_or_default();
        format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
    }

    fn address(&self, start: [u8; 2]) -> String {
        let byte = |at: usize| self.0.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(1);
        format!("{}.{}.{}.{}", start[0], start[1], byte(0), byte(2))
    }
}
