//! Scaling: what moves a count, and what can never move it.

crate::check::checks![
    count_and_scale,
    never_raised,
    start_outside,
    inert_scaling,
    step_ranges,
    fighting_rules,
    short_pause,
    beyond_addresses,
    beyond_quota,
    count_reset
];
