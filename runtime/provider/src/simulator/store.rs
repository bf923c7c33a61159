use std::sync::Arc;

use cloudc_durable::{Files, Held, Log, LogError};
use serde::{Deserialize, Serialize};

use super::thing::Thing;
use super::world::World;
use crate::Timestamp;

const LOG: &str = "cloud.jsonl";
const LOCK: &str = "cloud.lock";
/// A log is written anew when it has this many lines more than twice the things in it.
const SLACK: usize = 1000;

/// The simulated cloud on disk: a log of what happened to its things.
#[derive(Debug)]
pub(super) struct Store {
    log: Log,
    /// How many lines have been written, and how many of them are durable.
    pub(super) written: u64,
    pub(super) synced: u64,
    /// What time it was in the cloud when it was last left.
    pub(super) left: Timestamp,
    _held: Option<Box<dyn Held>>,
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// A thing was made or changed.
    Put(Box<Thing>),
    /// A thing is gone.
    Gone(u64),
    /// A run ended in good order, and what time it was.
    Left(Timestamp),
}

/// Why the simulated cloud cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error("another run of cloudc uses the simulated cloud")]
    InUse,
    /// Its file is damaged or cannot be used.
    #[error("the simulated cloud cannot be opened")]
    Log(#[from] LogError),
    /// A line of its file means nothing to this version.
    #[error("line {line} of the simulated cloud means nothing to this version of cloudc")]
    Unknown {
        /// The line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
}

impl Store {
    /// Opens the cloud in a folder.
    pub(super) fn open(files: &Arc<dyn Files>) -> Result<(Store, World), OpenError> {
        let held = match files.hold(LOCK) {
            Ok(Some(held)) => Some(held),
            Ok(None) => return Err(OpenError::InUse),
            // Without locks nobody can be kept out.
            Err(_) => None,
        };
        let (mut log, opened) = Log::open(&**files, LOG)?;
        let (mut world, mut left) = (World::default(), Timestamp::default());
        let count = opened.objects.len();
        for (index, object) in opened.objects.iter().enumerate() {
            let line = serde_json::from_str(object).map_err(|source| OpenError::Unknown { line: index + 1, source })?;
            match line {
                Line::Put(thing) => world.put(*thing),
                Line::Gone(number) => drop(world.take(number)),
                Line::Left(when) => left = when,
            }
        }
        if count > 2 * world.all().count() + SLACK {
            let objects = world.all().filter_map(|thing| text(&Line::Put(Box::new(thing.clone()))));
            log = Log::rewrite(&**files, LOG, objects.chain(text(&Line::Left(left))))?;
        }
        Ok((Store { log, written: 0, synced: 0, left, _held: held }, world))
    }

    /// Writes what a thing is now.
    pub(super) fn put(&mut self, thing: &Thing) -> Result<(), LogError> {
        self.write(&Line::Put(Box::new(thing.clone())))
    }

    /// Writes that a thing is gone.
    pub(super) fn gone(&mut self, number: u64) -> Result<(), LogError> {
        self.write(&Line::Gone(number))
    }

    /// Writes what time it is.
    pub(super) fn leave(&mut self, now: Timestamp) -> Result<(), LogError> {
        self.write(&Line::Left(now))
    }

    fn write(&mut self, line: &Line) -> Result<(), LogError> {
        if let Some(text) = text(line) {
            self.log.write(&text)?;
            self.written += 1;
        }
        Ok(())
    }

    /// Makes what has been written durable.
    pub(super) fn sync(&mut self) -> Result<(), LogError> {
        self.log.sync()?;
        self.synced = self.written;
        Ok(())
    }
}

/// A line as an object. Things are JSON through and through: there is always one.
fn text(line: &Line) -> Option<String> {
    serde_json::to_string(line).ok()
}
