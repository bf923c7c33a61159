use cloudc_base::value::Value;

/// A quantity of Kubernetes in thousandths: `500m` is 500, `1Gi` 1024³ thousand. None for what is later or none.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
pub(crate) fn thousandths(value: &Value) -> Option<i128> {
    match value {
        Value::Int(number) => Some(i128::from(*number) * 1000),
        Value::Float(number) if number.is_finite() && number.abs() < 1e15 => Some((number * 1000.0).ceil() as i128),
        Value::Text(text) => spelt(text),
        _ => None,
    }
}

fn spelt(text: &str) -> Option<i128> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, suffix) = text.split_at_checked(end)?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if digits.is_empty() || whole.len() > 18 || part.len() > 9 {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(part.len()).ok()?);
    let number: i128 = format!("{whole}{part}").parse().ok()?;
    let (up, down) = factor(suffix)?;
    // What is left below a thousandth counts as one, as schedulers round up.
    let (top, bottom) = (number.checked_mul(up)?, scale * down);
    Some(top.checked_add(bottom - 1)? / bottom)
}

/// What a suffix multiplies thousandths with and divides them by.
fn factor(suffix: &str) -> Option<(i128, i128)> {
    let binary = |power: u32| Some((1000 * 1024_i128.pow(power), 1));
    let decimal = |power: u32| Some((1000 * 1000_i128.pow(power), 1));
    match suffix {
        "" => Some((1000, 1)),
        "m" => Some((1, 1)),
        "u" => Some((1, 1000)),
        "n" => Some((1, 1_000_000)),
        "k" => decimal(1),
        "M" => decimal(2),
        "G" => decimal(3),
        "T" => decimal(4),
        "P" => decimal(5),
        "E" => decimal(6),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => {
            let power: u32 = suffix.strip_prefix(['e', 'E'])?.parse().ok().filter(|power| *power <= 18)?;
            Some((1000 * 10_i128.pow(power), 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read() {
        for (text, wanted) in [
            ("500m", Some(500)),
            ("7", Some(7000)),
            ("0.5", Some(500)),
            ("1.5Gi", Some(1_610_612_736_000)),
            ("30Gi", Some(32_212_254_720_000)),
            ("1e3", Some(1_000_000)),
            ("1E", Some(1_000_000_000_000_000_000_000)),
            ("1n", Some(1)),
            ("", None),
            ("Gi", None),
            ("1 Gi", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(thousandths(&Value::text(text)), wanted, "{text}");
        }
        assert_eq!(thousandths(&Value::Int(2)), Some(2000));
        assert_eq!(thousandths(&Value::Float(0.25)), Some(250));
    }
}
