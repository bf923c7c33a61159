use cloudc_base::Finding;
use cloudc_base::value::Later;

use super::Site;

super::code!("E0401" "unsafe-leaf" Error "unsafe_leaf.md");

/// A later value in a document may hold what the document's format would have to escape.
pub(crate) fn finding(site: &Site<'_>, later: &Later) -> Finding {
    let message = format!("`{later}` in a document could hold quotes or line ends, which a template cannot escape");
    site.finding_of(&CODE, message, later).help(
        "ids, ARNs, hosts, ports and numbers may stand in documents of a template; `cloudc apply` escapes everything",
    )
}
