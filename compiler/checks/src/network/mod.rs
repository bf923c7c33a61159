//! Networks: ranges, subnets, rules, and what is open to whom.

mod spelled;

crate::check::checks![
    subnet_outside,
    peered_overlap,
    open_to_internet,
    duplicate_rule,
    ports_backwards,
    covered_rule,
    zone_elsewhere,
    shared_endpoint,
    doubtful_range,
    no_gateway,
    one_nat,
    clear_front,
    prefix_list,
];
