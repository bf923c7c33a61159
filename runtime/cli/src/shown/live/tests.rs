//! The tree on a terminal that is none.

use cloudc_engine::Event;
use cloudc_provider::{Action, Class};
use indicatif::InMemoryTerm;

use super::*;

fn started(address: &str, action: Action, seconds: (u64, u64)) -> Event {
    let (typical, way) = (seconds.0 * 1000, seconds.1 * 1000);
    Event::Started { address: address.to_owned(), action, ty: "aws.ec2.Thing".to_owned(), typical, way }
}

fn done(address: &str, action: Action) -> Event {
    Event::Done { address: address.to_owned(), action: Some(action), identifier: "id-1".to_owned(), took: 3000 }
}

fn failed(address: &str, action: Action) -> Event {
    let (code, message) = (String::new(), "there are too many".to_owned());
    Event::Failed { address: address.to_owned(), class: Some(Class::Denied), code, message, action: Some(action) }
}

/// A run in the middle: what is done, what runs, what failed.
fn board() -> Board {
    let mut board = Board::new(30);
    let events = [
        (0, started("net.vpc", Action::Create, (3, 600))),
        (3, done("net.vpc", Action::Create)),
        (3, started("net.nat", Action::Create, (100, 400))),
        (4, started("net.private[\"a\"]", Action::Create, (3, 200))),
        (5, started("queue", Action::Update, (5, 5))),
        (6, started("old.table", Action::Delete, (10, 10))),
        (7, failed("old.table", Action::Delete)),
        (7, Event::NotTried { address: "old".to_owned(), action: Action::Delete, because: None }),
        (7, Event::Progress { address: "net.nat".to_owned(), message: "it is\n pending".to_owned() }),
    ];
    for (at, event) in &events {
        board.hear(Duration::from_secs(*at), event);
    }
    board
}

fn shown(board: &Board, at: u64, (rows, columns): (usize, usize), colour: Colour) -> String {
    draw(board, Duration::from_secs(at), Size { rows, columns }, colour).join("\n")
}

#[test]
fn what_runs_stands_by_component() {
    insta::assert_snapshot!(shown(&board(), 20, (24, 100), Colour::Off));
}

#[test]
fn on_a_low_terminal_what_runs_longest_is_shown() {
    insta::assert_snapshot!(shown(&board(), 20, (5, 100), Colour::Off));
    insta::assert_snapshot!(shown(&board(), 20, (1, 100), Colour::Off));
}

#[test]
fn on_a_narrow_terminal_no_line_is_too_long() {
    insta::assert_snapshot!(shown(&board(), 20, (24, 40), Colour::On));
    for columns in 0..120 {
        let text = shown(&board(), 20, (24, columns), Colour::On);
        let widest = text.lines().map(console::measure_text_width).max().unwrap();
        assert!(widest < columns.max(11), "{columns}: {text}");
    }
}

#[test]
fn a_tree_is_never_higher_than_the_terminal() {
    let mut board = Board::new(500);
    for number in 0..100 {
        board.hear(Duration::ZERO, &started(&format!("a{number}.b"), Action::Create, (1, 1)));
    }
    board.hear(Duration::ZERO, &Event::Stopping { running: 100 });
    for rows in 1..60 {
        assert!(shown(&board, 1, (rows, 80), Colour::Off).lines().count() <= rows.max(2), "{rows}");
    }
    assert!(shown(&board, 1, (6, 80), Colour::Off).contains("and 99 more"));
}

#[test]
fn an_end_that_was_asked_for_is_said() {
    let mut board = board();
    board.hear(Duration::from_secs(20), &Event::Stopping { running: 3 });
    insta::assert_snapshot!(shown(&board, 21, (6, 90), Colour::Off));
    board.hear(Duration::from_secs(22), &Event::Stopping { running: 3 });
    assert!(shown(&board, 22, (6, 90), Colour::Off).contains("ending: the next run finds out what became of 3"));
}

#[test]
fn the_tree_is_taken_off_the_terminal_at_the_end() {
    let terminal = InMemoryTerm::new(12, 60);
    let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
    let mut screen = Screen::new(target, 30, Colour::Off);
    (screen.board, screen.out) = (board(), |_: &str| {});
    let size = Size { rows: 12, columns: 60 };
    screen.heard.0 = Duration::from_secs(20);
    screen.show(size);
    insta::assert_snapshot!(terminal.contents());
    screen.show(Size { rows: 12, columns: 30 });
    assert_eq!(terminal.contents().lines().count(), 5);
    screen.lines.push("net.nat is there".to_owned());
    screen.end(size);
    assert_eq!(terminal.contents(), "");
}
