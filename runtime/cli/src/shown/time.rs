use std::time::Duration;

/// A time in words: `9min 12s`, `40s`, `2h 5min`.
pub(super) fn words(time: Duration) -> String {
    let seconds = (time.as_millis() + 500) / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, rest) => format!("{rest}s"),
        (0, minutes, 0) => format!("{minutes}min"),
        (0, minutes, rest) => format!("{minutes}min {rest}s"),
        (hours, 0, _) => format!("{hours}h"),
        (hours, minutes, _) => format!("{hours}h {minutes}min"),
    }
}

/// A time on a clock: `0:09`, `12:40`, `1:02:03`.
pub(super) fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_people_want_them() {
        let shown = |seconds: u64| words(Duration::from_secs(seconds));
        assert_eq!([shown(0), shown(40), shown(60), shown(552)], ["0s", "40s", "1min", "9min 12s"]);
        assert_eq!([shown(3600), shown(7512)], ["1h", "2h 5min"]);
        assert_eq!(clock(Duration::from_millis(69_900)), "1:09");
        assert_eq!(clock(Duration::from_secs(3723)), "1:02:03");
    }
}
