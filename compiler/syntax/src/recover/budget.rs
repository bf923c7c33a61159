use crate::grammar::{self, Piece, Stop};

/// How much work recovery may do in one file, so that its time is bounded by the file's length whatever is written.
///
/// The unit is about a quarter of a microsecond. A person's worst file costs a small part of it; when it is spent, one
/// finding says so and what does not read is left unread.
#[derive(Debug)]
pub(crate) struct Budget {
    total: usize,
    left: usize,
    said: bool,
}

impl Budget {
    /// Work that a file of any length may cost.
    const BASE: usize = 400_000;
    /// Work for each byte beyond that.
    const FOR_BYTE: usize = 2;
    /// What reading a text costs, however short it is.
    const READ: usize = 30;

    /// The budget of a file of this length.
    pub(crate) fn of(len: usize) -> Budget {
        let total = Budget::BASE + Budget::FOR_BYTE * len;
        Budget { total, left: total, said: false }
    }

    /// What is left.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    /// What has been spent so far.
    pub(crate) fn spent(&self) -> usize {
        self.total - self.left
    }

    /// Whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Whether it is spent and that has not been said: true once.
    pub(crate) fn ends_now(&mut self) -> bool {
        self.is_spent() && !std::mem::replace(&mut self.said, true)
    }

    /// Pays for what every item costs that is repaired: looking at its characters and brackets, and its tree.
    pub(crate) fn begin(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(24 * Budget::READ + bytes);
    }

    /// Pays for looking through this many bytes without the grammar.
    pub(crate) fn look(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(Budget::READ + bytes / 4);
    }

    /// Whether the text reads as this piece.
    pub(crate) fn fits(&mut self, piece: Piece, text: &str) -> bool {
        self.look(text.len());
        grammar::fits(piece, text)
    }

    /// Where reading the text stops.
    pub(crate) fn read(&mut self, piece: Piece, text: &str) -> Result<(), Stop> {
        self.left = self.left.saturating_sub(2 * Budget::READ + 2 * text.len());
        grammar::read(piece, text)
    }
}
