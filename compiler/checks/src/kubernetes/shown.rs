//! Amounts in words.

/// An amount of a resource that is counted in thousandths: `7 processors`, `30.0 GiB of memory`.
pub(super) fn amount(name: &str, thousandths: i128) -> String {
    match name {
        "memory" => format!("{:.1} GiB of memory", thousandths as f64 / 1000.0 / f64::from(1 << 30)),
        "cpu" => format!("{} processors", number(thousandths)),
        other => format!("{} of `{other}`", number(thousandths)),
    }
}

fn number(thousandths: i128) -> String {
    match thousandths % 1000 {
        0 => (thousandths / 1000).to_string(),
        _ => format!("{}", thousandths as f64 / 1000.0),
    }
}
