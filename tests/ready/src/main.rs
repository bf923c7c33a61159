//! `cargo ready`: everything that must hold before a change lands, in the order in which it fails fastest.
//!
//! `cargo ready` runs every step, `cargo ready NAME ..` some, `cargo ready --list` names them. The machine has Rust and
//! Python; whatever else a step needs is fetched. `CLOUDC_BLESS=1` rewrites every expectation instead.

mod machine;
mod steps;

use std::process::ExitCode;
use std::time::Instant;

use machine::Machine;
use steps::{STEPS, Step};

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.iter().any(|word| word == "--list") {
        STEPS.iter().for_each(|step| println!("{:11} {}", step.name, step.holds));
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = wanted.iter().find(|word| STEPS.iter().all(|step| step.name != **word)) {
        eprintln!("there is no step `{unknown}`; `cargo ready --list` names them");
        return ExitCode::from(2);
    }
    let chosen = STEPS.iter().filter(|step| wanted.is_empty() || wanted.iter().any(|word| word == step.name));
    let mut machine = Machine::default();
    let begin = Instant::now();
    for step in chosen {
        let start = Instant::now();
        println!("ready: {}: {}", step.name, step.holds);
        if let Err(command) = run(step, &mut machine) {
            println!("ready: {} FAILED after {:.0?}: {command}", step.name, start.elapsed());
            return ExitCode::FAILURE;
        }
        println!("ready: {} holds ({:.0?})", step.name, start.elapsed());
    }
    println!("ready: everything holds ({:.0?})", begin.elapsed());
    ExitCode::SUCCESS
}

/// Gets what a step needs and runs its commands; gives the one that failed.
fn run(step: &Step, machine: &mut Machine) -> Result<(), String> {
    step.needs.iter().try_for_each(|need| machine.provide(need))?;
    for (folder, words) in step.commands {
        match words.split_first() {
            Some((&"bless:", rest)) if machine::blessing() => machine.run(folder, rest)?,
            Some((&"bless:", _)) => {}
            _ => machine.run(folder, words)?,
        }
    }
    Ok(())
}
