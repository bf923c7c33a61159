use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::lexer::Shape;
use crate::words;

super::code!(Error "E0150" "bad-number" "bad_number.md");

/// A number and its unit apart: `30 s`, `80 %`; or a number without digits on one side of its dot.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    apart(f, before).or_else(|| half(f, before)).or_else(|| grouped(f, before)).or_else(|| sign(f, before))
}

/// `30 s`, `80 %`, `80%%`.
fn apart(f: &Failure<'_>, before: usize) -> Option<Found> {
    if f.word(f.at) == "%" && f.touches(f.at) && f.word(before).ends_with('%') {
        return Some(Finding::new(&CODE, f.here(), "one `%` is enough").fix("take it out", f.here(), "").into());
    }
    let percent = f.word(f.at) == "%" && (!f.begins_value(f.at + 1) || f.starts_line(f.at + 1));
    let unit = unit_like(f.word(f.at)) && f.word(f.at + 1) != "=";
    let plain = f.is(before, Shape::Number) && f.word(before).chars().all(|c| c.is_ascii_digit() || c == '.');
    if !plain || !(percent || unit) || f.touches(f.at) || f.starts_line(f.at) {
        return None;
    }
    let text = format!("{}{}", f.word(before), f.word(f.at));
    let right = literal(&text).err().and_then(|wrong| wrong.right).unwrap_or(text);
    let finding = Finding::new(&CODE, f.between(before, f.at), "a unit touches its number");
    Some(finding.fix(format!("write `{right}`"), f.between(before, f.at), right).into())
}

/// `.5`, `5.`.
fn half(f: &Failure<'_>, before: usize) -> Option<Found> {
    if f.word(f.at) == "." && f.is(f.at + 1, Shape::Number) && f.touches(f.at + 1) {
        let finding = Finding::new(&CODE, f.between(f.at, f.at + 1), "a number has digits before its dot");
        return Some(finding.fix("write `0`", f.before(f.at), "0").into());
    }
    let here = f.word(f.at) == "." && f.is(before, Shape::Number) && f.touches(f.at) && !f.is_name(f.at + 1);
    let dot = if here { f.at } else { before };
    let behind = f.word(dot) == "." && dot > 0 && f.is(dot - 1, Shape::Number) && f.touches(dot);
    if !behind {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(dot - 1, dot), "a number has digits behind its dot");
    Some(finding.fix("write `0`", f.after(dot + 1), "0").into())
}

/// `+5`.
fn sign(f: &Failure<'_>, before: usize) -> Option<Found> {
    let plus = f.word(f.at) == "+" && f.begins_value(f.at + 1) && f.touches(f.at + 1) && !f.ends_value(before);
    plus.then(|| Finding::new(&CODE, f.here(), "a value has no `+` before it").fix("take it out", f.here(), "").into())
}

/// `1,000`.
fn grouped(f: &Failure<'_>, comma: usize) -> Option<Found> {
    let part = |index: usize| f.is(index, Shape::Number) && f.touches(index) && f.word(index).len() == 3;
    let first = comma.checked_sub(1).filter(|&first| f.is(first, Shape::Number) && f.word(first).len() <= 3)?;
    if f.word(comma) != "," || !f.touches(comma) || !part(f.at) {
        return None;
    }
    let mut last = f.at;
    while f.word(last + 1) == "," && f.touches(last + 1) && part(last + 2) {
        last += 2;
    }
    let span = f.between(first, last);
    let right = f.slice(span.range()).replace(',', "");
    Some(Finding::new(&CODE, span, "a number has no comma in it").fix(format!("write `{right}`"), span, right).into())
}

fn unit_like(word: &str) -> bool {
    words::UNITS.contains(&word) || foreign_unit(word).is_some()
}

/// What is wrong with a number as it is written.
pub(crate) struct Wrong {
    message: String,
    right: Option<String>,
    help: Option<&'static str>,
}

/// The finding for a number that reads and means nothing.
pub(crate) fn check(span: Span, text: &str) -> Option<Finding> {
    let wrong = literal(text).err()?;
    let finding = Finding::new(&CODE, span, wrong.message);
    let finding = match wrong.help {
        Some(help) => finding.help(help),
        None => finding,
    };
    Some(match wrong.right {
        Some(right) => finding.fix(format!("write `{right}`"), span, right),
        None => finding,
    })
}

fn literal(text: &str) -> Result<(), Wrong> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let parts: Vec<&str> = digits.split('.').collect();
    let wrong = |message: &str| Wrong { message: message.to_owned(), right: None, help: None };
    let instead = |message: &str, right: String| Wrong { message: message.to_owned(), right: Some(right), help: None };
    if parts.len() > 2 {
        return Err(instead("a number has one dot; a version is text", format!("\"{text}\"")));
    }
    let zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if zero && unit.is_empty() {
        return Err(instead("a number does not begin with 0; an identifier is text", format!("\"{text}\"")));
    }
    if parts.len() == 1 && digits.parse::<i64>().is_err() {
        return Err(instead("a number is at most 9223372036854775807; a longer one is text", format!("\"{text}\"")));
    }
    if unit.is_empty() || words::UNITS.contains(&unit) {
        return Ok(());
    }
    if let Some(hex) = unit.strip_prefix(['x', 'X']).filter(|_| digits == "0") {
        let value = i64::from_str_radix(hex, 16).ok().map(|value| value.to_string());
        return Err(Wrong { message: "numbers are decimal".to_owned(), right: value, help: None });
    }
    let grouped: String = text.chars().filter(|&c| c != '_').collect();
    if unit.starts_with('_') && literal(&grouped).is_ok() {
        return Err(instead("digits are written without `_`", grouped));
    }
    if let Some(exponent) = unit.strip_prefix(['e', 'E']).and_then(|e| e.parse::<u32>().ok()) {
        let value = digits.parse::<i64>().ok().zip(10i64.checked_pow(exponent)).and_then(|(a, b)| a.checked_mul(b));
        return Err(Wrong { message: "numbers have no exponent".to_owned(), right: value.map(|v| v.to_string()), help: None });
    }
    if unit == "m" {
        return Err(Wrong { message: "`m` is no unit".to_owned(), right: Some(format!("{digits}min")), help: Some("minutes are `min`, mebibytes `MiB`, milliseconds `ms`") });
    }
    if let Some(right) = foreign_unit(unit) {
        let help = right.ends_with('B').then_some("sizes count in powers of two: KiB, MiB, GiB, TiB");
        return Err(Wrong { message: format!("`{unit}` is no unit"), right: Some(format!("{digits}{right}")), help });
    }
    if let Some(total) = compound(text) {
        return Err(instead("a duration has one unit", total));
    }
    Err(Wrong { help: Some("units are ms s min h d, B KiB MiB GiB TiB and %"), ..wrong(&format!("`{unit}` is no unit")) })
}

/// The unit that was probably meant.
fn foreign_unit(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "K" | "k" | "KB" | "kB" | "kb" | "Ki" | "kib" | "KIB" | "Kb" => "KiB",
        "M" | "MB" | "mb" | "Mi" | "mib" | "MIB" | "Mb" => "MiB",
        "G" | "g" | "GB" | "gb" | "Gi" | "gib" | "GIB" | "Gb" => "GiB",
        "T" | "TB" | "tb" | "Ti" | "tib" | "TIB" => "TiB",
        "b" | "bytes" | "byte" => "B",
        "sec" | "secs" | "second" | "seconds" | "S" => "s",
        "mins" | "minute" | "minutes" | "Min" => "min",
        "hr" | "hrs" | "hour" | "hours" | "H" => "h",
        "day" | "days" | "D" => "d",
        "msec" | "millis" | "milliseconds" => "ms",
        "percent" | "pct" => "%",
        _ => return None,
    })
}

/// `1h30min` in its smallest unit.
fn compound(text: &str) -> Option<String> {
    let scale = |unit: &str| Some(match unit { "ms" => 1u64, "s" | "sec" => 1000, "min" | "m" => 60_000, "h" => 3_600_000, "d" => 86_400_000, _ => return None });
    let (mut total, mut smallest, mut rest) = (0u64, ("d", 86_400_000u64), text);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let unit_end = rest.get(digits..)?.find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| at + digits);
        let unit = rest.get(digits..unit_end)?;
        let unit = if unit == "m" { "min" } else if unit == "sec" { "s" } else { unit };
        let each = scale(unit)?;
        total = rest.get(..digits)?.parse::<u64>().ok()?.checked_mul(each)?.checked_add(total)?;
        if each < smallest.1 {
            smallest = (unit, each);
        }
        rest = rest.get(unit_end..)?;
    }
    Some(format!("{}{}", total / smallest.1, smallest.0))
}
