//! What no package publishes, in the format of the tables' entries: one file each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::{Facts, Path, Schema};

/// Types of Kubernetes, named as programs name them.
pub(crate) const OWN: [(&str, &str); 2] =
    [("helm.Release", include_str!("own/helm.Release.json")), ("k8s.Object", include_str!("own/k8s.Object.json"))];

/// What types of AWS share; `#` says that they are no types.
pub(crate) const OWN_AWS: [(&str, &str); 2] =
    [("#policies", include_str!("own/policies.json")), ("#attributes", include_str!("own/attributes.json"))];

/// By type and place: which of the policies stands there.
type Places = BTreeMap<Box<str>, BTreeMap<Box<str>, Box<str>>>;

static PLACES: LazyLock<Places> =
    LazyLock::new(|| serde_json::from_str(include_str!("own/places.json")).unwrap_or_default());

impl Facts {
    /// The places of a type that hold an IAM policy, which the type itself leaves open, and what is to stand there.
    ///
    /// There are three kinds: policies of an identity, which name no principal; trust policies of roles, which name no
    /// resource; policies of resources. Source: the IAM User Guide, "IAM JSON policy element reference".
    pub fn policies(&self, ty: &str) -> Vec<(Path, Schema)> {
        let Some(places) = PLACES.get(ty) else { return Vec::new() };
        let Some(kinds) = self.shared("#policies") else { return Vec::new() };
        places.iter().filter_map(|(path, kind)| Some((Path::new(path), kinds.property(kind)?))).collect()
    }

    /// Where a type lists triggers of KEDA: see [`Facts::keda_trigger`].
    pub fn triggers_in(&self, ty: &str) -> Option<Path> {
        let scaled = ["k8s.keda.v1alpha1.ScaledObject", "k8s.keda.v1alpha1.ScaledJob"].contains(&ty);
        scaled.then(|| Path::new("spec/triggers/*"))
    }

    /// What CloudFormation takes beside the properties of a resource: `CreationPolicy`, `UpdatePolicy`, `Metadata`.
    pub fn resource_attributes(&self) -> Option<Schema> {
        self.shared("#attributes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn every_place_of_a_policy_is_there_and_open() {
        for (ty, places) in PLACES.iter() {
            let known = facts().resource_type(ty).unwrap_or_else(|| panic!("there is no {ty}"));
            assert_eq!(facts().policies(ty).len(), places.len(), "{ty}");
            for path in places.keys() {
                let schema = known.schema().at(path).unwrap_or_else(|| panic!("{ty} has no {path}"));
                assert!(schema.is_open(), "{ty}/{path} is described by the type itself");
            }
        }
    }
}
