use std::time::Duration;

use cloudc_engine::{Event, Observer};
use cloudc_provider::Action;

use super::paint::Paint;
use super::time;
use crate::colour::Colour;
use crate::disk;

/// From how long on it is said that something was begun.
const LONG: u64 = 20_000;

/// Prints what happens in a run, a line each: for people, or as JSON.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) colour: Colour,
    pub(crate) json: bool,
}

impl Observer for Progress {
    fn event(&mut self, at: Duration, event: &Event) {
        let line = if self.json { json(at, event) } else { self.line(at, event) };
        if let Some(line) = line {
            disk::print(&format!("{line}\n"));
        }
    }
}

/// The event with its time, on one line.
fn json(at: Duration, event: &Event) -> Option<String> {
    let mut value = serde_json::to_value(event).ok()?;
    value.as_object_mut()?.insert("at".to_owned(), (at.as_millis() as u64).into());
    Some(value.to_string())
}

impl Progress {
    fn line(&self, at: Duration, event: &Event) -> Option<String> {
        let text = match event {
            Event::Recovered { address, outcome, .. } => {
                format!("?  {address}: an earlier run left it open; {outcome}")
            }
            Event::Started { address, action, typical, .. } if *typical >= LONG => {
                let time = time::words(Duration::from_millis(*typical));
                format!("{}  {address}  .. about {time}", self.sign(*action))
            }
            Event::Started { .. } | Event::Done { action: None, .. } => return None,
            Event::Progress { address, message } => format!("   {address}  {message}"),
            Event::Retried { address, class, message } => format!("   {address}  again: {message} ({class})"),
            Event::Done { address, action: Some(action), identifier, took } => {
                let time = time::words(Duration::from_millis(*took));
                format!("{}  {address}  {identifier}  {time}", self.sign(*action))
            }
            Event::Forgotten { address } => format!("o  {address}"),
            Event::Failed { address, message, .. } => {
                format!("{}  {address}  {message}", Paint::Bad.on("!", self.colour))
            }
            Event::Stopping { running } => format!("   stopping: {running} are finished first; again to end at once"),
        };
        Some(format!("{:>7}  {text}", time::clock(at)))
    }

    fn sign(&self, action: Action) -> String {
        match action {
            Action::Create => Paint::Good.on("+", self.colour),
            Action::Update => Paint::Change.on("~", self.colour),
            Action::Delete => Paint::Bad.on("-", self.colour),
        }
    }
}
