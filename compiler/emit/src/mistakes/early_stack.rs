use cloudc_base::Finding;

use super::Site;

super::code!("I0408" "early-stack" Information "early_stack.md");

/// A region and account has more than one template, because others need something of it that needs something of them:
/// `stack` is what comes early, `first` one of the `count` resources in it.
pub(crate) fn finding(site: &Site<'_>, first: &str, count: usize, stack: &str) -> Finding {
    let what = match count {
        1 => format!("`{first}` stands"),
        2 => format!("`{first}` and one more stand"),
        _ => format!("`{first}` and {} more stand", count - 1),
    };
    let why = "another region or account needs it before the rest of this one can be made";
    site.finding(&CODE, format!("{what} in a stack of its own, `{stack}`: {why}"))
        .help("`deploy.json` says the order; a resource that changes its stack later is made anew, and `cloudc apply` knows no stacks")
}
