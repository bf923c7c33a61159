//! How much memory a resource takes from text to graph: the most that a process holds at once, by the number of resources.
//!
//! `cargo bench -p cloudc-compiler --bench memory`. The budget: 3 KB for one of 100,000 flat resources. Each program has a
//! process of its own, which says what it needed; only Linux tells (`VmHWM` in `/proc/self/status`).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench starts processes and prints")]

mod programs;

use std::process::Command;

use cloudc_compiler::{MemoryWorld, Options, compile};

/// Makes the program of so many resources.
type Make = fn(usize) -> MemoryWorld;

/// What is measured.
const PROGRAMS: &[(&str, Make)] = &[("flat", programs::flat), ("looped", programs::looped)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let (Ok(name), Ok(count)) = (std::env::var("CLOUDC_MEMORY_PROGRAM"), std::env::var("CLOUDC_MEMORY_COUNT")) {
        let program = PROGRAMS.iter().find(|(known, _)| *known == name).ok_or("there is no such program")?.1;
        println!("{}", measured(&program(count.parse()?))?);
        return Ok(());
    }
    println!("{:8} {:>9} {:>12} {:>12}", "program", "resources", "peak", "a resource");
    for (name, _) in PROGRAMS {
        for count in [1000, 10_000, 100_000] {
            let mut alone = Command::new(std::env::current_exe()?);
            alone.env("CLOUDC_MEMORY_PROGRAM", name).env("CLOUDC_MEMORY_COUNT", count.to_string());
            let peak: u64 = String::from_utf8(alone.output()?.stdout)?.trim().parse()?;
            println!("{name:8} {count:9} {peak:9} KB {:9} B", peak * 1024 / count);
        }
    }
    Ok(())
}

/// The most memory that this process has held after compiling a program, in KB.
fn measured(world: &MemoryWorld) -> Result<u64, Box<dyn std::error::Error>> {
    let compiled = compile(world, "main.cld", &Options::default())?;
    assert!(compiled.checked.findings.is_empty(), "{:?}", compiled.checked.findings.first());
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("this system does not say")?;
    Ok(peak.trim().trim_end_matches("kB").trim().parse()?)
}
