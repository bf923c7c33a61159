use cloudc_base::Finding;

use crate::blame;
use crate::cluster::{Pods, get};
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("W0607" "image-without-tag" Warning "image_without_tag.md");

/// Images that are another one tomorrow.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        findings.extend(cluster.pods.iter().filter_map(finding));
    }
}

fn finding(pods: &Pods<'_>) -> Option<Finding> {
    let images = pods.containers().into_iter().filter_map(|container| text(get(container, &["image"])?));
    let image = images.into_iter().find(|image| floats(image))?;
    let message = format!("the image `{image}` of {} is whatever is newest when a pod starts", pods.object.shown());
    Some(Finding::new(&CODE, blame::place(pods.object.node), message).help("name a tag, or better a digest: `@sha256:..`"))
}

/// Whether an image has neither a digest nor a tag that stays.
fn floats(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

#[cfg(test)]
mod tests {
    use super::floats;

    #[test]
    fn a_port_is_no_tag() {
        assert!(floats("redis") && floats("redis:latest") && floats("registry.example.com:5000/redis"));
        assert!(!floats("redis:7.4") && !floats("registry.example.com:5000/redis:7") && !floats("redis@sha256:0"));
    }
}
