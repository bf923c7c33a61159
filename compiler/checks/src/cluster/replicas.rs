use super::object::Object;
use crate::read::{number, text};

/// What moves the number of replicas of something: a HorizontalPodAutoscaler, or a ScaledObject of KEDA, which makes one.
#[derive(Debug, Clone)]
pub(crate) struct Scaler<'g> {
    pub(crate) object: Object<'g>,
    kind: &'g str,
    pub(super) name: &'g str,
    /// The most that it asks for; none if it is later.
    pub(crate) most: Option<i64>,
}

impl<'g> Scaler<'g> {
    pub(super) fn of(object: &Object<'g>) -> Option<Scaler<'g>> {
        let (most, default) = match (object.group.as_str(), object.kind.as_str()) {
            ("autoscaling", "HorizontalPodAutoscaler") => ("maxReplicas", None),
            // <https://keda.sh/docs/latest/reference/scaledobject-spec/#maxreplicacount>
            ("keda.sh", "ScaledObject") => ("maxReplicaCount", Some(100)),
            _ => return None,
        };
        let kind = match object.get(&["spec", "scaleTargetRef", "kind"]) {
            None => "Deployment",
            Some(value) => text(value)?,
        };
        let name = text(object.get(&["spec", "scaleTargetRef", "name"])?)?;
        let most = object.get(&["spec", most]).map_or(default, number);
        Some(Scaler { object: object.clone(), kind, name, most })
    }

    /// Whether it moves the number of this object.
    pub(crate) fn moves(&self, object: &Object<'_>) -> bool {
        self.object.shares_namespace(object) && object.name == Some(self.name) && object.kind == self.kind
    }

    /// Whether both move the number of the same thing.
    pub(crate) fn shares_target(&self, other: &Scaler<'_>) -> bool {
        self.object.shares_namespace(&other.object) && (self.kind, self.name) == (other.kind, other.name)
    }
}
