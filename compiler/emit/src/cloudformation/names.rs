//! What parameters and outputs of templates are called.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::ids::{pascal, root_id};
use crate::tree::Name;

/// Something of a template that is no node of the graph: mostly a value that comes from outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The bucket that assets are uploaded to.
    Bucket,
    /// The region that the program is applied to, where the template stands in another one.
    HomeRegion,
    /// The account that the program is applied to, where the template stands in another one.
    HomeAccount,
    /// The newest image that a public parameter names.
    Image(Arc<str>),
    /// A secret by reference.
    Secret(Arc<str>),
    /// A param of the program without a value.
    Param(Arc<str>),
    /// The function that answers reads of an API, and its role.
    Reader,
    ReaderRole,
    /// An attribute of a node that stands in another template, or in none: its number, and the attribute.
    Import(usize, Arc<str>),
}

/// The names of parameters: no two alike, and none a logical id.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: BTreeMap<Key, Name>,
    taken: FxHashSet<Name>,
}

impl Names {
    /// Names beside these logical ids.
    pub(super) fn beside(ids: &[Name]) -> Names {
        Names { known: BTreeMap::new(), taken: ids.iter().cloned().collect() }
    }

    /// What a value is called.
    pub(super) fn of(&mut self, key: &Key, ids: &[Name]) -> Name {
        if let Some(name) = self.known.get(key) {
            return name.clone();
        }
        let name = self.free(&match key {
            Key::Bucket => "AssetsBucket".to_owned(),
            Key::HomeRegion => "HomeRegion".to_owned(),
            Key::HomeAccount => "HomeAccount".to_owned(),
            Key::Image(parameter) => format!("Image{}", pascal(&image(parameter))),
            Key::Secret(reference) => format!("Secret{}", pascal(&secret(reference).to_ascii_lowercase())),
            Key::Param(name) => root_id(name),
            Key::Reader => "CloudcReader".to_owned(),
            Key::ReaderRole => "CloudcReaderRole".to_owned(),
            Key::Import(node, path) => {
                format!("{}{}", ids.get(*node).map_or("", |id| &**id), pascal(path))
            }
        });
        self.known.insert(key.clone(), name.clone());
        name
    }

    /// A name like this one that nothing else has.
    pub(super) fn free(&mut self, wanted: &str) -> Name {
        let mut name = Name::from(wanted.to_owned());
        let mut count = 1;
        while self.taken.contains(&name) {
            count += 1;
            name = format!("{wanted}{count}").into();
        }
        self.taken.insert(name.clone());
        name
    }
}

/// What tells the parameter of an image apart from others: `ubuntu/server/24.04/arm64`.
fn image(parameter: &str) -> String {
    const SAID: &[&str] = &[
        "aws",
        "service",
        "ami",
        "latest",
        "canonical",
        "stable",
        "current",
        "hvm",
        "image",
        "id",
        "ebs",
        "default",
        "gp2",
        "gp3",
        "release",
    ];
    let words = parameter.split(['/', '-', '_']).filter(|word| !word.is_empty() && !SAID.contains(word));
    words.take(8).collect::<Vec<_>>().join("-")
}

/// The part of a secret's reference that names it.
fn secret(reference: &str) -> &str {
    let rest = reference.split_once(':').map_or(reference, |(_, rest)| rest);
    let end = rest.char_indices().nth(100).map_or(rest.len(), |(end, _)| end);
    rest.get(..end).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_meant_and_are_free() {
        let ids = [Name::Constant("AssetsBucket"), Name::Constant("NetVpc")];
        let mut names = Names::beside(&ids);
        let ubuntu = "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id";
        for (key, wanted) in [
            (Key::Bucket, "AssetsBucket2"),
            (Key::Image(ubuntu.into()), "ImageUbuntuServer2404Arm64"),
            (Key::Secret("ssm:/prod/db/password".into()), "SecretProdDbPassword"),
            (Key::Secret("env:REDIS_PASSWORD".into()), "SecretRedisPassword"),
            (Key::Secret("file:redis/password".into()), "SecretRedisPassword2"),
            (Key::Param("max_size".into()), "maxSize"),
            (Key::Import(1, "VpcId".into()), "NetVpcVpcId"),
            (Key::Import(1, "VpcId".into()), "NetVpcVpcId"),
        ] {
            assert_eq!(&*names.of(&key, &ids), wanted);
        }
    }
}
