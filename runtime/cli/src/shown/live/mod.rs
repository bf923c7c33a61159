//! A run on a terminal: what runs stands below as a tree, what has ended scrolls above it, a line each.
//!
//! A thread of its own draws, so that clocks go on while nothing happens. What has ended goes to standard output, as it
//! does where there is no terminal; the tree goes to standard error.

mod board;
mod draw;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use cloudc_engine::Event;
use console::{Term, truncate_str};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use self::board::Board;
use self::draw::{Size, draw};
use crate::colour::Colour;
use crate::disk;

/// How often the tree is drawn.
const FRAME: Duration = Duration::from_millis(125);

/// A tree on the terminal of standard error.
#[derive(Debug)]
pub(super) struct Live {
    shared: Arc<Shared>,
    drawer: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    screen: Mutex<Screen>,
    /// Told when the run has ended.
    ended: Condvar,
}

/// What is on the terminal, and what is to be there.
#[derive(Debug)]
struct Screen {
    board: Board,
    /// The run's clock when something was heard last, and when that was.
    heard: (Duration, Instant),
    /// What has ended and is not printed yet.
    lines: Vec<String>,
    bar: ProgressBar,
    /// Where the lines go.
    out: fn(&str),
    /// Whether the lines are cut where the terminal ends.
    cut: bool,
    colour: Colour,
    over: bool,
}

/// Whether standard error is a terminal that a tree can be drawn on.
pub(super) fn is_possible() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    Term::stderr().is_term() && !dumb
}

/// How large the terminal is now: it may change at any time.
fn size() -> Size {
    let (rows, columns) = Term::stderr().size();
    Size { rows: rows.into(), columns: columns.into() }
}

impl Live {
    /// Begins to draw a run that changes something so often.
    pub(super) fn begin(calls: usize, colour: Colour) -> Live {
        let screen = Screen::new(ProgressDrawTarget::stderr(), calls, colour);
        let shared = Arc::new(Shared { screen: Mutex::new(screen), ended: Condvar::new() });
        let theirs = Arc::clone(&shared);
        // Without a thread the tree is drawn when something has ended only.
        let drawer = std::thread::Builder::new().name("progress".to_owned()).spawn(move || theirs.draw()).ok();
        Live { shared, drawer }
    }

    /// Takes in what happened; `line` is what is printed of it for good.
    pub(super) fn hear(&self, at: Duration, event: &Event, line: Option<String>) {
        let mut screen = self.shared.screen.lock().unwrap_or_else(PoisonError::into_inner);
        screen.board.hear(at, event);
        screen.heard = (at, Instant::now());
        screen.lines.extend(line);
        if matches!(event, Event::Stopping { .. }) || self.drawer.is_none() {
            screen.show(size());
        }
    }
}

impl Drop for Live {
    /// Takes the tree off the terminal.
    fn drop(&mut self) {
        self.shared.screen.lock().unwrap_or_else(PoisonError::into_inner).over = true;
        self.shared.ended.notify_all();
        if let Some(drawer) = self.drawer.take() {
            // It cannot have failed in a way that matters: it only draws.
            let _drawn = drawer.join();
        }
        self.shared.screen.lock().unwrap_or_else(PoisonError::into_inner).end(size());
    }
}

impl Shared {
    /// Draws until the run has ended.
    fn draw(&self) {
        let mut screen = self.screen.lock().unwrap_or_else(PoisonError::into_inner);
        while !screen.over {
            let waited = self.ended.wait_timeout_while(screen, FRAME, |screen| !screen.over);
            screen = waited.unwrap_or_else(PoisonError::into_inner).0;
            if !screen.over {
                screen.show(size());
            }
        }
    }
}

impl Screen {
    fn new(target: ProgressDrawTarget, calls: usize, colour: Colour) -> Screen {
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{msg}") {
            bar.set_style(style);
        }
        let heard = (Duration::ZERO, Instant::now());
        let cut = Term::stdout().is_term();
        Screen { board: Board::new(calls), heard, lines: Vec::new(), bar, out: disk::print, cut, colour, over: false }
    }

    /// The run's clock: it goes on while nothing is heard.
    fn now(&self) -> Duration {
        self.heard.0 + self.heard.1.elapsed()
    }

    fn show(&mut self, size: Size) {
        self.print(size);
        let tree = draw(&self.board, self.now(), size, self.colour);
        self.bar.set_message(tree.join("\n"));
    }

    /// Prints what has ended, above the tree.
    fn print(&mut self, size: Size) {
        let lines = std::mem::take(&mut self.lines);
        // In a file nothing is cut.
        let width = if self.cut { size.width() } else { usize::MAX };
        let text: String = lines.iter().map(|line| format!("{}\n", truncate_str(line, width, ".."))).collect();
        if !text.is_empty() {
            self.bar.suspend(|| (self.out)(&text));
        }
    }

    fn end(&mut self, size: Size) {
        self.bar.finish_and_clear();
        self.print(size);
    }
}

#[cfg(test)]
mod tests;
