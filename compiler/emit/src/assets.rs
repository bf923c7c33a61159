//! Folders that are uploaded: packed so that the same files give the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::archive::Archive;
use crate::mistakes::{built_asset, unreadable_asset};
use crate::target::Input;
use cloudc_base::{Finding, Severity, Span};
use cloudc_graph::{Asset, Graph};
use serde_json::{Value, json};

/// An archive, or what has to be done to make it.
pub(crate) struct Packed {
    /// Its name in the bucket: made from its contents.
    pub(crate) key: String,
    /// The archive; of what has to be built first, the folder and the command.
    pub(crate) archive: Result<Vec<u8>, (String, String)>,
    /// What `assets.json` says of it.
    pub(crate) entry: Value,
}

/// Archives by their name in the bucket for assets.
pub type Archives = BTreeMap<String, Arc<[u8]>>;

/// Where archives lie among what is written.
pub(crate) const FOLDER: &str = "assets";

/// All archives of a program, by key; what cannot be read is reported.
pub(crate) fn pack(input: &Input<'_>, findings: &mut Vec<Finding>) -> Vec<Packed> {
    let packed = input.graph.assets().iter().filter_map(|asset| {
        let span = user(input.graph, asset);
        match &asset.recipe {
            Some(recipe) => {
                findings.push(built_asset::finding(span, &asset.path, &recipe.command, &asset.key));
                let build = json!({ "command": &*recipe.command, "output": recipe.output.as_deref() });
                let entry = json!({ "key": &*asset.key, "path": &*asset.path, "build": build });
                let built = (asset.path.to_string(), recipe.command.to_string());
                Some(Packed { key: asset.key.to_string(), archive: Err(built), entry })
            }
            None => match archive(input, asset, span) {
                Ok(bytes) => {
                    let file = format!("{FOLDER}/{}", asset.key);
                    let entry = json!({
                        "key": &*asset.key, "file": file, "path": &*asset.path, "files": asset.files.len(), "bytes": bytes.len(),
                    });
                    Some(Packed { key: asset.key.to_string(), archive: Ok(bytes), entry })
                }
                Err(finding) => {
                    findings.push(*finding);
                    None
                }
            },
        }
    });
    packed.collect()
}

/// The archives of a program, by their name in the bucket for assets; what has to be built first is reported, not packed.
///
/// # Errors
/// Something cannot be read.
pub fn archives(input: &Input<'_>) -> Result<(Archives, Vec<Finding>), Vec<Finding>> {
    let mut findings = Vec::new();
    let packed = pack(input, &mut findings);
    if findings.iter().any(|finding| finding.code.severity == Severity::Error) {
        return Err(findings);
    }
    let archive = |packed: Packed| Some((packed.key, packed.archive.ok()?.into()));
    Ok((packed.into_iter().filter_map(archive).collect(), findings))
}

/// Where the program uses an asset: the call of the noun, or the resource that takes its code from it.
pub fn user(graph: &Graph, asset: &Asset) -> Span {
    let nodes = graph.nodes();
    let found = nodes.iter().find(|node| holds(&node.properties, &asset.key)).or_else(|| nodes.first());
    let span = |node: &cloudc_graph::Node| node.through.first().copied().unwrap_or(node.span);
    found.map_or(Span::new(cloudc_base::FileId::ROOT, 0, 0), span)
}

/// Whether a value of a resource names an asset by its key.
pub fn holds(value: &cloudc_base::value::Value, key: &str) -> bool {
    use cloudc_base::value::Value;
    match value {
        Value::Text(text) => **text == *key,
        Value::List(values) => values.iter().any(|value| holds(value, key)),
        Value::Record(record) => record.iter().any(|(_, value)| holds(value, key)),
        _ => false,
    }
}

/// The files of a folder as an archive.
fn archive(input: &Input<'_>, asset: &Asset, span: Span) -> Result<Vec<u8>, Box<Finding>> {
    let mut writer = Archive::new();
    for file in &asset.files {
        let path = match (&*asset.path, &**file) {
            ("", file) => file.to_owned(),
            (path, "") => path.to_owned(),
            (path, file) => format!("{path}/{file}"),
        };
        let bytes = input.world.read_bytes(&path);
        let bytes = bytes.map_err(|error| Box::new(unreadable_asset::finding(span, &path, &error)))?;
        let name = if file.is_empty() { path.rsplit('/').next().unwrap_or(&path) } else { file };
        writer.add(name, &bytes).map_err(|error| Box::new(unreadable_asset::archive(span, &path, &error)))?;
    }
    writer.end().map_err(|error| Box::new(unreadable_asset::archive(span, &asset.path, &error)))
}
