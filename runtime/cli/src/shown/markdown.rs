//! A page of Markdown on a terminal: paragraphs wrapped, programs indented, a table as a list.

use std::iter::Peekable;
use std::str::Lines;

use super::paint::Paint;
use crate::colour::Colour;

/// The page. No line but those of programs is wider than `columns`, if words allow it.
pub(crate) fn page(markdown: &str, columns: usize, colour: Colour) -> String {
    let mut text = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            program(&mut lines, &mut text);
        } else if line.starts_with('|') {
            table(line, &mut lines, columns, colour, &mut text);
        } else if let Some((_, title)) =
            line.split_once("# ").filter(|(marks, _)| marks.bytes().all(|mark| mark == b'#'))
        {
            put(&mut text, &Paint::Strong.on(title, colour));
        } else {
            put(&mut text, &textwrap::fill(&paragraph(line, &mut lines), columns));
        }
    }
    text
}

fn put(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// A program, up to the end of its block.
fn program(lines: &mut Peekable<Lines<'_>>, text: &mut String) {
    for line in lines.by_ref().take_while(|line| !line.starts_with("```")) {
        put(text, format!("    {line}").trim_end());
    }
}

/// A line with those that go on with it.
fn paragraph(line: &str, lines: &mut Peekable<Lines<'_>>) -> String {
    let mut whole = line.to_owned();
    let goes_on = |next: &&str| !next.is_empty() && !next.starts_with(['-', '|', '`', '#', '<']);
    while let Some(next) = lines.next_if(|next| !whole.is_empty() && goes_on(next)) {
        whole.push(' ');
        whole.push_str(next);
    }
    whole
}

/// A table, each row as what it is called, and below it what is said of it.
fn table(head: &str, lines: &mut Peekable<Lines<'_>>, columns: usize, colour: Colour, text: &mut String) {
    let heads = cells(head);
    while let Some(row) = lines.next_if(|next| next.starts_with('|')) {
        if row.starts_with("|-") {
            continue;
        }
        let row = cells(row);
        let Some(((first, about), between)) = row.split_first().and_then(|(first, rest)| {
            let (about, between) = rest.split_last()?;
            Some(((first, about), between))
        }) else {
            continue;
        };
        let mut line = Paint::Strong.on(&bare(first), colour);
        for (cell, head) in between.iter().zip(heads.iter().skip(1)).filter(|(cell, _)| !cell.is_empty()) {
            line.push_str(if head == "default" { " = " } else { "  " });
            line.push_str(&bare(cell));
        }
        put(text, &format!("  {line}"));
        if !about.is_empty() {
            let wrapped = textwrap::Options::new(columns).initial_indent("      ").subsequent_indent("      ");
            put(text, &textwrap::fill(about, wrapped));
        }
    }
}

/// The cells of a row; `\|` is a bar in a cell.
fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().trim_start_matches('|').replace("\\|", "\u{0}");
    let inner = inner.strip_suffix('|').unwrap_or(&inner).to_owned();
    inner.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

/// Code without the marks around it.
fn bare(cell: &str) -> String {
    cell.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# queue\n\nA queue of messages that\nwait.\n\n```cld\nqueue q {\n\n  keep = 4d\n}\n```\n\n## Fields\n\n\
        | field | type | default | |\n|---|---|---|---|\n| `kind` | `\"a\" \\| \"b\"` | `\"a\"` | What it is, in so many words. |\n\
        | `on` | `Bool` |  |  |\n\n- <https://example.com>\n";

    #[test]
    fn a_page_is_laid_out() {
        insta::assert_snapshot!(page(PAGE, 30, Colour::Off), @r#"
        queue

        A queue of messages that wait.

            queue q {

              keep = 4d
            }

        Fields

          kind  "a" | "b" = "a"
              What it is, in so many
              words.
          on  Bool

        - <https://example.com>
        "#);
    }

    #[test]
    fn a_page_that_breaks_off_is_shown_all_the_same() {
        for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
            let shown = page(PAGE.get(..end).unwrap_or_default(), 30, Colour::Off);
            assert_eq!(shown.contains("keep = 4d"), end >= PAGE.find("= 4d").unwrap_or_default() + 4);
        }
    }
}
