//! Fleets and services: machines, their sizes, how many there are.

mod types;

crate::check::checks![
    unknown_machine,
    not_offered,
    wrong_architecture,
    group_bounds,
    fargate_size,
    cannot_hibernate,
    open_metadata,
    short_hops,
    one_pool,
    broker_count,
    short_grace,
    too_many_signals,
    health_elsewhere,
    lost_records,
    shared_socket,
    version_skew,
];
