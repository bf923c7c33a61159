use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::Facts;

/// The IAM actions that the handlers of a type make, as its schema publishes them: `sqs:CreateQueue`, now and then a
/// pattern such as `ec2:Describe*`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Permissions {
    /// To create one.
    #[serde(rename = "c", default)]
    pub create: Box<[Box<str>]>,
    /// To read one.
    #[serde(rename = "r", default)]
    pub read: Box<[Box<str>]>,
    /// To change one in place.
    #[serde(rename = "u", default)]
    pub update: Box<[Box<str>]>,
    /// To delete one.
    #[serde(rename = "d", default)]
    pub delete: Box<[Box<str>]>,
    /// To list all.
    #[serde(rename = "l", default)]
    pub list: Box<[Box<str>]>,
    /// To read and change its tags.
    #[serde(rename = "t", default)]
    pub tag: Box<[Box<str>]>,
}

impl Facts {
    /// What the handlers of a type need, e.g. of `aws.sqs.Queue`; none if nothing is published.
    pub fn permissions(&self, ty: &str) -> Option<Arc<Permissions>> {
        let (service, kind) = ty.rsplit_once('.')?;
        let container = self.permissions_container();
        let parse = || serde_json::from_str::<BTreeMap<Box<str>, Permissions>>(&container.text_of(service)?).ok();
        let tables = self.tables();
        let all = tables.permissions.get(service, parse)?;
        let found = all.get(kind)?.clone();
        tables.permitted.get(ty, || Some(found))
    }
}
