//! Any program: compiling it ends, within the fuzzer's limits of time and memory, and what must hold of it holds.
#![no_main]

use cloudc_fuzz::{change, holds, program};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| holds::check(&program::files(bytes)));

// Some bytes at random, so that texts that do not read are tried too; else parts of the tree.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 8 == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    put(&change::change(&data[..size], None, seed), data, max_size).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_crossover!(|data1: &[u8], data2: &[u8], out: &mut [u8], seed: u32| {
    let room = out.len();
    put(&change::change(data1, Some(data2), seed), out, room).unwrap_or(0)
});

/// Copies a program that is not too long.
fn put(program: &[u8], out: &mut [u8], room: usize) -> Option<usize> {
    out.get_mut(..room)?.get_mut(..program.len())?.copy_from_slice(program);
    Some(program.len())
}
