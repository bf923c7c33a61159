//! Where regions and accounts need one another, one of them has several templates: the program takes turns.

use std::collections::{BTreeMap, BTreeSet};

use super::program::Program;

/// The resources of one place that are equally far from the end: the place's number, and how often a way that leads from
/// something that nothing needs to such a resource changes its place.
type Block = (usize, usize);

/// How many blocks are looked at so closely that few turns remain; more need the deepest alternation that anybody writes.
const CLOSELY: usize = 200;

/// For each node, by its number, in which turn of its place it is made, counted from the last, which is 0. Where no two
/// places need one another all is made in the last turn.
pub(super) fn turns(program: &Program<'_>, places: &[Option<usize>]) -> Vec<usize> {
    let blocks = blocks(program, places);
    let turns = merged(&edges(program, &blocks), blocks.iter().flatten().copied().collect());
    blocks.iter().map(|block| block.and_then(|block| turns.get(&block).copied()).unwrap_or(0)).collect()
}

/// The block of each node: those that nothing needs come last, and all others as late as may be.
fn blocks(program: &Program<'_>, places: &[Option<usize>]) -> Vec<Option<Block>> {
    let graph = program.graph();
    let mut blocks: Vec<Option<Block>> = places.iter().map(|place| place.map(|place| (place, 0))).collect();
    for &number in graph.order().iter().rev() {
        let Some(&Some((own, level))) = blocks.get(number) else { continue };
        for edge in graph.needs(number) {
            if let Some(Some((place, least))) = blocks.get_mut(edge.to) {
                *least = (*least).max(level + usize::from(*place != own));
            }
        }
    }
    blocks
}

/// Which block needs which other.
fn edges(program: &Program<'_>, blocks: &[Option<Block>]) -> BTreeSet<(Block, Block)> {
    let block = |number: usize| blocks.get(number).copied().flatten();
    let edges = program.graph().edges().iter();
    edges.filter_map(|edge| Some((block(edge.from)?, block(edge.to)?))).filter(|(from, to)| from != to).collect()
}

/// The turn of each block: neighbours of one place are made at once wherever no circle arises.
fn merged(edges: &BTreeSet<(Block, Block)>, blocks: BTreeSet<Block>) -> BTreeMap<Block, usize> {
    // A turn is never above its block's level, so what is still to come has numbers of its own.
    let mut turns: BTreeMap<Block, usize> = blocks.iter().map(|&block| (block, block.1)).collect();
    let closely = blocks.len() <= CLOSELY;
    let mut before = None;
    for block in blocks {
        let turn = match before {
            Some((place, turn)) if place == block.0 => {
                turns.insert(block, turn);
                if closely && !has_circle(edges, &turns) { turn } else { turn + 1 }
            }
            _ => 0,
        };
        turns.insert(block, turn);
        before = Some((block.0, turn));
    }
    turns
}

/// Whether turns need one another.
fn has_circle(edges: &BTreeSet<(Block, Block)>, turns: &BTreeMap<Block, usize>) -> bool {
    let turn = |block: &Block| (block.0, turns.get(block).copied().unwrap_or(0));
    let mut needs: BTreeSet<((usize, usize), (usize, usize))> =
        edges.iter().map(|(from, to)| (turn(from), turn(to))).filter(|(from, to)| from != to).collect();
    loop {
        let waiting: BTreeSet<(usize, usize)> = needs.iter().map(|(from, _)| *from).collect();
        let left = needs.len();
        needs.retain(|(_, to)| waiting.contains(to));
        if needs.is_empty() || needs.len() == left {
            return !needs.is_empty();
        }
    }
}
