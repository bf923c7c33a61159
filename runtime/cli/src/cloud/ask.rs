use std::io::{BufRead, IsTerminal, Write};

use crate::failure::Failure;

/// Asks whether to go on; only `yes` does.
pub(crate) fn yes(question: &str) -> Result<bool, Failure> {
    Ok(said(answer(&format!("{question} Only `yes` goes on: "))?.trim() == "yes"))
}

/// Asks for a name, so that nobody goes on who did not read it.
pub(crate) fn name(question: &str, name: &str) -> Result<bool, Failure> {
    Ok(said(answer(&format!("{question} Type `{name}` to go on: "))?.trim() == name))
}

/// Whoever does not go on is told that nothing was done.
fn said(goes_on: bool) -> bool {
    if !goes_on {
        eprintln!("Nothing was done.");
    }
    goes_on
}

fn answer(question: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NobodyToAsk);
    }
    let wrong = |source| Failure::Unreadable { path: "<stdin>".to_owned(), source };
    let mut out = std::io::stderr().lock();
    out.write_all(question.as_bytes()).and_then(|()| out.flush()).map_err(wrong)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(wrong)?;
    Ok(line)
}
