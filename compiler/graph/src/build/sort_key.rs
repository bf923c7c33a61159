//! Addresses as bytes that sort as addresses do. Addresses are chains of shared steps, and to follow two chains for each
//! comparison is most of the time that building takes; bytes that lie side by side are compared at once.

use cloudc_base::{Address, Key, Step};

/// The keys of many addresses in one piece of memory.
#[derive(Default)]
pub(super) struct SortKeys {
    bytes: Vec<u8>,
    /// Where each key ends.
    ends: Vec<usize>,
}

/// Less than everything that may follow.
const END: u8 = 0;
/// Stands before a byte that would mean something else, and after the last key of a step.
const MARK: u8 = 1;
const TEXT: u8 = 2;
const NUMBER: u8 = 3;

impl SortKeys {
    pub(super) fn push(&mut self, address: &Address) {
        let mut steps: Vec<&Step> =
            std::iter::successors(Some(address), |address| address.parent()).filter_map(Address::last).collect();
        steps.reverse();
        steps.into_iter().for_each(|step| self.step(step));
        self.ends.push(self.bytes.len());
    }

    pub(super) fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn step(&mut self, step: &Step) {
        self.text(&step.name);
        for key in &step.keys {
            match key {
                Key::Text(text) => {
                    self.bytes.push(TEXT);
                    self.text(text);
                }
                Key::Number(number) => {
                    self.bytes.push(NUMBER);
                    // The sign is turned, so that negative numbers come first.
                    self.bytes.extend((*number ^ i64::MIN).to_be_bytes());
                }
            }
        }
        self.bytes.push(MARK);
    }

    fn text(&mut self, text: &str) {
        for byte in text.bytes() {
            if byte <= MARK {
                self.bytes.push(MARK);
            }
            self.bytes.push(byte);
        }
        self.bytes.push(END);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_address() -> impl Strategy<Value = Address> {
        let text = prop::collection::vec(prop::sample::select(vec!["\0", "\u{1}", "\u{2}", "a", "b"]), 0..3);
        let text = text.prop_map(|parts| parts.concat());
        let key = prop_oneof![
            text.clone().prop_map(|text| Key::Text(text.into())),
            prop::sample::select(vec![i64::MIN, -1, 0, 1, 256, i64::MAX]).prop_map(Key::Number),
        ];
        let step = (text, prop::collection::vec(key, 0..3));
        prop::collection::vec(step, 0..4).prop_map(|steps| {
            steps.into_iter().fold(Address::root(), |address, (name, keys)| address.keyed(name, keys))
        })
    }

    proptest! {
        #[test]
        fn keys_compare_as_addresses_do(a in any_address(), b in any_address()) {
            let mut keys = SortKeys::default();
            keys.push(&a);
            keys.push(&b);
            prop_assert_eq!(keys.get(0).cmp(keys.get(1)), a.cmp(&b));
        }
    }
}
