use std::time::Duration;

use cloudc_engine::{Event, Observer};

use super::event;
use super::live::{self, Live};
use crate::colour::Colour;
use crate::disk;

/// Shows what happens in a run: as JSON, as a tree on a terminal, or a line each.
#[derive(Debug)]
pub(crate) struct Progress {
    colour: Colour,
    json: bool,
    /// How often an end was asked for.
    stops: usize,
    live: Option<Live>,
}

impl Progress {
    pub(crate) fn new(colour: Colour, json: bool) -> Progress {
        Progress { colour, json, stops: 0, live: None }
    }

    /// From here on events are those of a run that changes something so often.
    pub(crate) fn begin(&mut self, calls: usize) {
        let is_live = !self.json && calls > 0 && live::is_possible();
        if !self.json && calls > 0 {
            disk::print("\n");
        }
        self.live = is_live.then(|| Live::begin(calls, self.colour));
    }

    /// The run has ended: nothing of it stays on the terminal but what has ended.
    pub(crate) fn end(&mut self) {
        self.live = None;
    }
}

impl Observer for Progress {
    fn event(&mut self, at: Duration, event: &Event) {
        self.stops += usize::from(matches!(event, Event::Stopping { .. }));
        if let Some(live) = &self.live {
            return live.hear(at, event, event::ended(at, event, self.colour));
        }
        let line = match self.json {
            true => event::json(at, event),
            false => event::plain(at, event, self.stops, self.colour),
        };
        if let Some(line) = line {
            disk::print(&format!("{line}\n"));
        }
    }
}
