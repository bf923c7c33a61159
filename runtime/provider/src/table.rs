use std::collections::BTreeMap;

use cloudc_facts::rows;

/// A table of the folder `data/`: a row a line, its first word the type it is about; `#` begins a remark.
///
/// Types may have several rows. A type that ends in `.*` stands for all of its service.
#[derive(Debug, Default)]
pub(crate) struct Table(BTreeMap<&'static str, Vec<Vec<&'static str>>>);

impl Table {
    pub(crate) fn read(text: &'static str) -> Table {
        let mut by_type: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
        for mut words in rows(text) {
            if let Some(ty) = words.next() {
                by_type.entry(ty).or_default().push(words.collect());
            }
        }
        Table(by_type)
    }

    /// The rows of a type.
    pub(crate) fn of(&self, ty: &str) -> &[Vec<&'static str>] {
        self.0.get(ty).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first row of a type, else of its service, else of everything (`*`).
    pub(crate) fn nearest(&self, ty: &str) -> Option<&[&'static str]> {
        let service = ty.rsplit_once('.').map(|(service, _)| format!("{service}.*"));
        let provider = ty.split_once('.').map(|(provider, _)| format!("{provider}.*"));
        let names = [Some(ty), service.as_deref(), provider.as_deref(), Some("*")];
        names.into_iter().flatten().find_map(|name| self.of(name).first()).map(Vec::as_slice)
    }

    /// The types that have rows, sorted.
    #[cfg(test)]
    pub(crate) fn types(&self) -> Vec<&'static str> {
        self.0.keys().copied().collect()
    }
}

/// Whether `ty` is `pattern`, which may end in `.*`.
pub(crate) fn is_like(ty: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => ty.starts_with(prefix),
        None => ty == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_row_is_the_most_exact_one() {
        let table = Table::read("aws.ec2.VPC a # remark\naws.ec2.* b\naws.* c\n* d\n");
        let nearest = |ty| table.nearest(ty).unwrap().to_vec();
        assert_eq!(nearest("aws.ec2.VPC"), ["a"]);
        assert_eq!(nearest("aws.ec2.Subnet"), ["b"]);
        assert_eq!(nearest("aws.sqs.Queue"), ["c"]);
        assert_eq!(nearest("k8s.apps.v1.Deployment"), ["d"]);
    }
}
