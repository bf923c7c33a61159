//! Clusters: pods and the machines they need, and objects that must go together.

mod shown;

crate::check::checks![
    pod_fits_no_pool,
    pod_fits_tightly,
    pool_too_small,
    missing_key,
    overlapping_selectors,
    two_owners,
    image_without_tag,
    removed_api,
    service_without_pods,
    gpu_without_plugin,
    unknown_variable,
    inert_scale,
    open_balancer,
    disk_without_driver,
    role_on_fargate,
    mixed_machines,
    service_addresses
];
