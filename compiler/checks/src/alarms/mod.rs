//! Alarms: when they go off, and whether anybody hears.

mod series;

crate::check::checks![pointless_alarm, quick_alarm, summed_gauge, unwatched_letters, silent_series];
