/// Cells that touch one another move together; each block goes to the mean of what its cells want. This is the nearest
/// that all can have together (pool adjacent violators).
#[derive(Default)]
pub(super) struct Blocks(Vec<Block>);

struct Block {
    cells: Vec<(usize, f64)>,
    mean: f64,
    weight: f64,
}

impl Blocks {
    /// Adds a cell below the others: how far below the first it stands at least, where it wants to be, and how much.
    pub(super) fn push(&mut self, cell: usize, offset: f64, wanted: f64, weight: f64) {
        let mut block = Block { cells: vec![(cell, offset)], mean: wanted - offset, weight };
        while let Some(last) = self.0.pop_if(|last| last.mean > block.mean) {
            let weight = last.weight + block.weight;
            let mean = (last.mean * last.weight + block.mean * block.weight) / weight;
            let mut cells = last.cells;
            cells.append(&mut block.cells);
            block = Block { cells, mean, weight };
        }
        self.0.push(block);
    }

    pub(super) fn into_places(self, y: &mut [f64]) {
        for block in self.0 {
            for (cell, offset) in block.cells {
                if let Some(slot) = y.get_mut(cell) {
                    *slot = block.mean + offset;
                }
            }
        }
    }
}
