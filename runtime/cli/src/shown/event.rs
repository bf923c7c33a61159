use std::time::Duration;

use cloudc_engine::Event;
use cloudc_provider::Action;

use super::paint::Paint;
use super::time;
use crate::colour::Colour;

/// From how long on it is said that something was begun.
const LONG: u64 = 20_000;

/// What is said of an event where there is no terminal: a line, or nothing. `stops` is how often an end was asked for.
pub(super) fn plain(at: Duration, event: &Event, stops: usize, colour: Colour) -> Option<String> {
    let text = match event {
        Event::Started { address, action, typical, .. } if *typical >= LONG => {
            let time = time::words(Duration::from_millis(*typical));
            format!("{}  {address}  .. about {time}", sign(*action, colour))
        }
        Event::Progress { address, message } => format!("   {address}  {message}"),
        Event::Retried { address, class, message } => format!("   {address}  again: {message} ({class})"),
        Event::Stopping { running } if stops < 2 => {
            format!("   stopping: nothing more is begun, {running} finish first; Ctrl-C again ends at once")
        }
        Event::Stopping { running } => format!("   ending: the next run finds out what became of {running}"),
        _ => return ended(at, event, colour),
    };
    Some(on_clock(at, &text))
}

/// What is said of an event for good: of what has ended.
pub(super) fn ended(at: Duration, event: &Event, colour: Colour) -> Option<String> {
    let text = match event {
        Event::Recovered { address, outcome, .. } => format!("?  {address}: an earlier run left it open; {outcome}"),
        Event::Done { address, action: Some(action), identifier, took } => {
            let time = time::words(Duration::from_millis(*took));
            format!("{}  {address}  {time}  {identifier}", sign(*action, colour))
        }
        Event::Forgotten { address } => format!("o  {address}"),
        Event::Failed { address, message, .. } => format!("{}  {address}  {message}", Paint::Bad.on("!", colour)),
        _ => return None,
    };
    Some(on_clock(at, &text))
}

/// The event as JSON with its time, on one line.
pub(super) fn json(at: Duration, event: &Event) -> Option<String> {
    let mut value = serde_json::to_value(event).ok()?;
    value.as_object_mut()?.insert("at".to_owned(), (at.as_millis() as u64).into());
    Some(value.to_string())
}

fn on_clock(at: Duration, text: &str) -> String {
    format!("{:>7}  {text}", time::clock(at))
}

fn sign(action: Action, colour: Colour) -> String {
    match action {
        Action::Create => Paint::Good.on("+", colour),
        Action::Update => Paint::Change.on("~", colour),
        Action::Delete => Paint::Bad.on("-", colour),
    }
}
