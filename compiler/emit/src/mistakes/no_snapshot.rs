use cloudc_base::Finding;

use super::Site;

super::code!("E0411" "no-snapshot" Error "no_snapshot.md");

/// `@snapshot` on a resource that CloudFormation takes no snapshot of.
pub(crate) fn finding(site: &Site<'_>, ty: &str) -> Finding {
    site.finding(&CODE, format!("CloudFormation takes no snapshot of `{ty}`"))
        .help("write `@retain`: it then stays where it is when it leaves the template")
}
