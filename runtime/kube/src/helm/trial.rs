//! What would become of a chart, and what has become of what it made.

use cloudc_facts::facts;
use cloudc_provider::{Fault, Rehearsal, path};
use serde_json::{Map, Value as Json, json};

use super::chart::Chart;
use super::is_here;
use super::release::Release;
use super::storage::Contents;
use crate::model::told;
use crate::place::Place;
use crate::ready;

impl Chart<'_> {
    /// What would become of it: of its values, its version, and of each object that it makes. One that is to be made is not
    /// asked about, since what it needs may be made before it; none either if nobody can be asked.
    pub(crate) async fn rehearse(&self, properties: &Json) -> Result<Option<Rehearsal>, Fault> {
        let revisions = self.revisions().await?;
        let Some(newest) = revisions.first() else {
            return Ok(Some(Rehearsal { before: Json::Null, after: Json::Null, own: false, refused: None }));
        };
        if self.ours(newest).is_err() {
            return Ok(Some(Rehearsal {
                before: json!({}),
                after: json!({}),
                own: false,
                refused: Some(self.taken(newest)),
            }));
        }
        let before = match self.contents(newest).await? {
            Some(contents) if !newest.is_pending() && is_here() => contents,
            _ => return Ok(None),
        };
        let said = self.upgrade(properties, &["--dry-run=server"]).await?;
        let Some(after) = said.find('{').and_then(|at| serde_json::from_str::<Json>(said.get(at..)?).ok()) else {
            return Ok(None);
        };
        let whole = |contents: &Contents| {
            json!({
                "values": contents.values,
                "version": contents.version,
                "objects": self.objects(contents).into_iter().map(|(shown, object)| (shown, told(object))).collect::<Map<_, _>>(),
            })
        };
        Ok(Some(Rehearsal { before: whole(&before), after: whole(&Contents::read(&after)), own: true, refused: None }))
    }

    /// Why what a revision made is not well, beside what Helm says.
    pub(super) async fn reasons(&self, release: &Release, said: &str) -> String {
        let objects = match self.contents(release).await {
            Ok(Some(contents)) => self.objects(&contents),
            _ => Vec::new(),
        };
        for (shown, object) in objects {
            if let Some(why) = self.reason(&object).await {
                return format!("{said}; {shown}: {why}");
            }
        }
        said.to_owned()
    }

    async fn reason(&self, object: &Json) -> Option<String> {
        let text = |place: &str| path::text(object, place);
        let ty = facts().kubernetes_type(text("apiVersion")?, text("kind")?)?;
        let place = Place::of(&ty, object).ok()?;
        let kind = self.cluster.kind(&ty, &place).await.ok()?;
        let found = self.cluster.get(&format!("{}/{}", kind.path(&place), place.name)).await.ok()??;
        match ready::state(&place, &found, cloudc_provider::Waiting::Usual) {
            ready::State::Ready => None,
            ready::State::Failed(why) | ready::State::Busy(why) => {
                Some(ready::reasons(self.cluster, &place, &found).await.unwrap_or(why))
            }
        }
    }

    /// The objects of a revision, by what people call them.
    fn objects(&self, contents: &Contents) -> Vec<(String, Json)> {
        objects(&contents.manifest, &self.namespace)
    }
}

/// The objects of a text of several documents; what cannot be read is left out.
fn objects(manifest: &str, namespace: &str) -> Vec<(String, Json)> {
    let documents = manifest.split("\n---").map(|document| document.trim_start_matches("---"));
    let read = documents.filter_map(|document| serde_saphyr::from_str::<Json>(document).ok());
    let named = read.filter_map(|mut object| {
        let text = |place: &str| path::text(&object, place).map(str::to_owned);
        let (version, kind, name) = (text("apiVersion")?, text("kind")?, text("metadata.name")?);
        let is_wide = facts().kubernetes_type(&version, &kind).is_some_and(|ty| !ty.namespaced());
        if is_wide {
            return Some((format!("{kind} {name}"), object));
        }
        let namespace = text("metadata.namespace").unwrap_or_else(|| namespace.to_owned());
        path::set(&mut object, "metadata.namespace", json!(namespace));
        Some((format!("{kind} {namespace}/{name}"), object))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_called_as_people_call_them() {
        let manifest = "---\n# Source: a\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: |\n    x\n    ---y\n\
                        ---\n# Source: b\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n---\n# nothing\n---\na: [\n";
        let found = objects(manifest, "shop");
        let names: Vec<&str> = found.iter().map(|(shown, _)| shown.as_str()).collect();
        assert_eq!(names, ["ConfigMap shop/a", "Namespace b"]);
        assert_eq!(found.first().unwrap().1["data"]["text"], json!("x\n---y\n"));
    }
}
