//! The public images that have names here.

use std::sync::OnceLock;

use cloudc_base::nearest;

/// A public image of machines for one architecture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Public {
    /// `ubuntu/24.04`
    pub(super) name: &'static str,
    /// `x86_64` or `arm64`
    pub(super) arch: &'static str,
    /// Whether it brings the drivers of NVIDIA.
    pub(super) gpu: bool,
    /// The name of its root device.
    pub(super) root: &'static str,
    /// Who logs in.
    pub(super) user: &'static str,
    /// The public parameter of Systems Manager that holds its id.
    pub(super) parameter: &'static str,
}

/// All of them, in the order of the table.
pub(super) fn images() -> &'static [Public] {
    static IMAGES: OnceLock<Vec<Public>> = OnceLock::new();
    IMAGES.get_or_init(|| include_str!("images.txt").lines().filter_map(line).collect())
}

/// The name that was probably meant.
pub(super) fn near(name: &str) -> Option<&'static str> {
    nearest(name, images().iter().map(|image| image.name))
}

/// A line of the table; none if it is empty or a comment.
fn line(line: &'static str) -> Option<Public> {
    let mut columns = line.split_whitespace();
    let mut next = || columns.next();
    let (name, arch, gpu, root, user, parameter) = (next()?, next()?, next()?, next()?, next()?, next()?);
    (!name.starts_with('#')).then_some(Public { name, arch, gpu: gpu == "gpu", root, user, parameter })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("images.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(images().len(), lines.clone().count());
        for (image, line) in images().iter().zip(lines) {
            assert_eq!(line.split_whitespace().count(), 6, "{line}");
            assert!(matches!(image.arch, "x86_64" | "arm64") && image.root.starts_with("/dev/"), "{line}");
            assert!(image.parameter.starts_with("/aws/service/") && image.name.split('/').count() == 2, "{line}");
        }
        let all: BTreeSet<_> = images().iter().map(|image| (image.name, image.arch, image.gpu)).collect();
        assert_eq!(all.len(), images().len(), "an image stands in the table once");
        let parameters: BTreeSet<_> = images().iter().map(|image| image.parameter).collect();
        assert_eq!(parameters.len(), images().len(), "a parameter stands in the table once");
    }
}
