use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// The longest entry that is believed, in bytes: far above the longest of ours (136 KB), far below what hurts.
const LONGEST: usize = 4 << 20;

/// One `*.facts` file: sorted names, one deflate block for each, one dictionary for all.
///
/// The layout is described in `stdlib/facts/README.md`. Nothing is copied or checked beyond the header when it is
/// opened; damaged bytes make single answers `None`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Container<'a> {
    count: usize,
    index: &'a [u8],
    names: &'a [u8],
    dictionary: &'a [u8],
    blocks: &'a [u8],
}

impl<'a> Container<'a> {
    /// A container without entries.
    pub(crate) const EMPTY: Container<'static> =
        Container { count: 0, index: &[], names: &[], dictionary: &[], blocks: &[] };

    /// Reads the header of `data`.
    pub(crate) fn open(data: &'a [u8]) -> Option<Container<'a>> {
        let body = data.strip_prefix(b"cldfact1")?;
        let (count, names, dictionary, blocks) = (word(body, 0)?, word(body, 4)?, word(body, 8)?, word(body, 12)?);
        let (index, rest) = body.get(16..)?.split_at_checked(count.checked_add(1)?.checked_mul(12)?)?;
        let (names, rest) = rest.split_at_checked(names)?;
        let (dictionary, rest) = rest.split_at_checked(dictionary)?;
        Some(Container { count, index, names, dictionary, blocks: rest.get(..blocks)? })
    }

    /// How many entries there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The name of entry `at`; `None` beyond the last.
    pub(crate) fn name(&self, at: usize) -> Option<&'a str> {
        std::str::from_utf8(self.name_bytes(at)?).ok()
    }

    fn name_bytes(&self, at: usize) -> Option<&'a [u8]> {
        let end = word(self.index, at.checked_add(1)?.checked_mul(12)?)?;
        self.names.get(word(self.index, at * 12)?..end)
    }

    /// The names from entry `from` on, in order.
    pub(crate) fn names_from(self, from: usize) -> impl Iterator<Item = &'a str> {
        (from..self.count).map_while(move |at| self.name(at))
    }

    /// What follows `prefix` in the names that start with it, in order.
    pub(crate) fn names_after(self, prefix: &'static str) -> impl Iterator<Item = &'a str> {
        let from = self.position(prefix).unwrap_or(usize::MAX);
        self.names_from(from).map_while(move |name| name.strip_prefix(prefix))
    }

    /// The first entry whose name is not less than `name`; the count if all are.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let mid = low + (high - low) / 2;
            if self.name_bytes(mid)? < name.as_bytes() { low = mid + 1 } else { high = mid }
        }
        Some(low)
    }

    /// The entry with this name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.position(name).filter(|&at| at < self.count && self.name_bytes(at) == Some(name.as_bytes()))
    }

    /// The JSON text of entry `at`.
    pub(crate) fn text(&self, at: usize) -> Option<Box<str>> {
        let (_, start, length) = self.entry(at)?;
        let block = self.blocks.get(start..self.entry(at + 1)?.1)?;
        let plain = inflate(self.dictionary, block, length)?;
        String::from_utf8(plain).ok().map(String::into_boxed_str)
    }

    /// The JSON text of the entry with this name.
    pub(crate) fn text_of(&self, name: &str) -> Option<Box<str>> {
        self.text(self.find(name)?)
    }

    /// Where the name and the block of entry `at` start, and the length of its text, all in bytes.
    fn entry(&self, at: usize) -> Option<(usize, usize, usize)> {
        let at = at.checked_mul(12)?;
        Some((word(self.index, at)?, word(self.index, at + 4)?, word(self.index, at + 8)?))
    }
}

/// The `length` bytes that `block` inflates to, given that it may refer back to `dictionary`.
fn inflate(dictionary: &[u8], block: &[u8], length: usize) -> Option<Vec<u8>> {
    if length > LONGEST {
        return None;
    }
    let before = dictionary.len();
    let mut out = Vec::with_capacity(before + length);
    out.extend_from_slice(dictionary);
    out.resize(before + length, 0);
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, _, written) = decompress(&mut DecompressorOxide::new(), block, &mut out, before, flags);
    (status == TINFLStatus::Done && written == length).then(|| out.get(before..).map(<[u8]>::to_vec)).flatten()
}

/// The unsigned 32-bit little-endian number at byte `at`.
fn word(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}
