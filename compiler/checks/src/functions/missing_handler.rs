use std::collections::BTreeMap;

use cloudc_graph::{Asset, Node};

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, text};

crate::check::code!("E0562" "missing-handler" Error "missing_handler.md");

/// Functions whose folder has no file with the handler.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let assets: BTreeMap<&str, &Asset> = context.graph.assets().iter().map(|asset| (&*asset.key, asset)).collect();
    for (_, node) in context.index.of_type("aws.lambda.Function") {
        let Some(asset) = code(&assets, node).filter(|asset| asset.recipe.is_none()) else { continue };
        let Some(wanted) = wanted(node) else { continue };
        let has = |name: &String| asset.files.iter().any(|file| **file == **name);
        if asset.files.iter().any(|file| file.is_empty()) || wanted.iter().any(has) {
            continue;
        }
        let handler = first(&node.properties, "Handler").and_then(text).unwrap_or_default();
        let message = match asset.files.is_empty() {
            true => format!("`{}` is empty: there is no code", asset.path),
            false => format!("no file in `{}` has the handler `{handler}`", asset.path),
        };
        let files = wanted.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(" or ");
        findings.push(blame(&CODE, node, "Handler", message).help(format!("it is looked for in {files}")));
    }
}

/// The folder that a function takes its code from.
fn code<'c>(assets: &BTreeMap<&str, &'c Asset>, node: &Node) -> Option<&'c Asset> {
    assets.get(first(&node.properties, "Code.S3Key").and_then(text)?).copied()
}

/// The files that may hold the handler; none where that is not known, such as for a handler out of a layer.
fn wanted(node: &Node) -> Option<Vec<String>> {
    let runtime = first(&node.properties, "Runtime").and_then(text)?;
    let handler = first(&node.properties, "Handler").and_then(text)?;
    if first(&node.properties, "Layers").is_some() || handler.starts_with('/') {
        return None;
    }
    let (module, _) = handler.rsplit_once('.')?;
    let endings: &[&str] = match runtime {
        runtime if runtime.starts_with("nodejs") => &["js", "mjs", "cjs"],
        runtime if runtime.starts_with("python") => &["py"],
        runtime if runtime.starts_with("ruby") => &["rb"],
        _ => return None,
    };
    // Python takes dots for folders, and a folder with `__init__.py` for a module.
    let module = if runtime.starts_with("python") { module.replace('.', "/") } else { module.to_owned() };
    let mut files: Vec<String> = endings.iter().map(|ending| format!("{module}.{ending}")).collect();
    if runtime.starts_with("python") {
        files.push(format!("{module}/__init__.py"));
    }
    Some(files)
}
