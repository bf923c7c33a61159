/// Types that no package publishes, in the format of the tables' entries; one file each, named after the type.
pub(crate) const OWN: [(&str, &str); 2] =
    [("helm.Release", include_str!("own/helm.Release.json")), ("k8s.Object", include_str!("own/k8s.Object.json"))];
