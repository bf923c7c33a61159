//! Numbers with units, as literals write them: `30s`, `512MiB`, `80%`.

use std::fmt;

/// A span of time in milliseconds. `ms s min h d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(i64);

/// A number of bytes. `B KiB MiB GiB TiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Size(i64);

/// A share, in millionths of one percent, so that it compares and adds exactly. `%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(i64);

const DURATIONS: &[(&str, i64)] = &[("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)];
const SIZES: &[(&str, i64)] = &[("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];
const PERCENTS: &[(&str, i64)] = &[("%", 1_000_000)];

macro_rules! quantity {
    ($name:ident, $units:ident, $base:literal) => {
        impl $name {
            #[doc = concat!("From a number of ", $base, ".")]
            pub const fn new(count: i64) -> $name {
                $name(count)
            }

            #[doc = concat!("The number of ", $base, ".")]
            pub const fn count(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            /// The largest unit in which it is a whole number; the smallest with a dot otherwise.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(f, self.0, $units)
            }
        }
    };
}

quantity!(Duration, DURATIONS, "milliseconds");
quantity!(Size, SIZES, "bytes");
quantity!(Percent, PERCENTS, "millionths of one percent");

fn write(f: &mut fmt::Formatter<'_>, count: i64, units: &[(&str, i64)]) -> fmt::Result {
    let whole = units.iter().find(|(_, each)| count % each == 0 && count != 0);
    match (whole, units.last()) {
        (Some((unit, each)), _) => write!(f, "{}{unit}", count / each),
        (None, Some((unit, 1))) => write!(f, "{count}{unit}"),
        (None, Some((unit, each))) => write!(f, "{}{unit}", count as f64 / *each as f64),
        (None, None) => Ok(()),
    }
}

/// What a number with a unit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A time unit.
    Duration(Duration),
    /// A size unit.
    Size(Size),
    /// `%`.
    Percent(Percent),
}

/// Why digits and a unit are no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoQuantity {
    /// The unit is none of the language's.
    Unit,
    /// It is no whole number of the smallest unit.
    Fraction,
    /// It is beyond 64 bits.
    Range,
}

impl Quantity {
    /// Reads digits, perhaps with a dot, and a unit.
    ///
    /// # Errors
    /// See [`NoQuantity`].
    pub fn read(digits: &str, unit: &str) -> Result<Quantity, NoQuantity> {
        let known = |units: &[(&str, i64)]| units.iter().find(|(name, _)| *name == unit).map(|(_, each)| *each);
        if let Some(each) = known(DURATIONS) {
            return Ok(Quantity::Duration(Duration(scaled(digits, each)?)));
        }
        if let Some(each) = known(SIZES) {
            return Ok(Quantity::Size(Size(scaled(digits, each)?)));
        }
        let each = known(PERCENTS).ok_or(NoQuantity::Unit)?;
        Ok(Quantity::Percent(Percent(scaled(digits, each)?)))
    }
}

/// A decimal number times `each`, exactly.
fn scaled(digits: &str, each: i64) -> Result<i64, NoQuantity> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).map_err(|_| NoQuantity::Range)?;
    let ten = 10i128.checked_pow(places).ok_or(NoQuantity::Fraction)?;
    let number = format!("{whole}{fraction}").parse::<i128>().map_err(|_| NoQuantity::Range)?;
    let total = number.checked_mul(i128::from(each)).ok_or(NoQuantity::Range)?;
    if total % ten != 0 {
        return Err(NoQuantity::Fraction);
    }
    i64::try_from(total / ten).map_err(|_| NoQuantity::Range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_exact() {
        assert_eq!(Quantity::read("1.5", "GiB"), Ok(Quantity::Size(Size::new(1536 << 20))));
        assert_eq!(Quantity::read("0.5", "h"), Ok(Quantity::Duration(Duration::new(1_800_000))));
        assert_eq!(Quantity::read("12.5", "%"), Ok(Quantity::Percent(Percent::new(12_500_000))));
        assert_eq!(Quantity::read("0.3", "B"), Err(NoQuantity::Fraction));
        assert_eq!(Quantity::read("9999999999", "TiB"), Err(NoQuantity::Range));
        assert_eq!(Quantity::read("1", "GB"), Err(NoQuantity::Unit));
    }

    #[test]
    fn they_are_shown_in_their_largest_whole_unit() {
        assert_eq!(Duration::new(5_400_000).to_string(), "90min");
        assert_eq!(Duration::new(0).to_string(), "0ms");
        assert_eq!(Size::new(30 << 30).to_string(), "30GiB");
        assert_eq!(Percent::new(12_500_000).to_string(), "12.5%");
    }
}
