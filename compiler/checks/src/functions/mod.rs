//! Functions: what runs them, what they are made of, what calls them.

crate::check::checks![
    blocked_runtime,
    old_runtime,
    missing_handler,
    short_visibility,
    slow_answer,
    recursive_trigger,
    open_route,
    no_throttle,
    unfit_layer,
    endless_logs
];
