//! The files that are written: a folder for each cluster, if there are several.

use cloudc_base::Address;
use serde_json::{Value, json};

use super::charts::{Command, command, entry};
use super::file;
use super::handed::{self, Handed};
use super::kustomization::{Filled, LATER_FILE, kustomization};
use super::name::dashed;
use super::page;
use super::program::Program;
use super::sheet::{Item, Sheet};
use crate::{Emitted, places};

/// A cluster's folder as people apply it.
pub(super) struct Folder {
    pub(super) cluster: Address,
    /// Empty, or its name with a slash behind it.
    pub(super) path: String,
    /// In order.
    pub(super) steps: Vec<Step>,
    /// What is handed over.
    pub(super) handed: Handed,
}

/// Something that is applied.
pub(super) enum Step {
    /// A file of objects.
    File(String),
    /// A chart, by a command.
    Chart(Command),
}

/// All files of a program.
pub(super) fn files(program: &Program<'_>, mut sheets: Vec<Sheet>) -> Emitted {
    let mut emitted = Emitted::default();
    let several = sheets.len() > 1;
    let names = folders(&sheets);
    let mut folders = Vec::new();
    for (sheet, name) in sheets.iter_mut().zip(names) {
        let path = if several { format!("{name}/") } else { String::new() };
        folders.push(folder(program, sheet, path, &mut emitted));
    }
    emitted.add("deploy.md", page::page(&folders));
    if several {
        emitted.main = Some("deploy.md".to_owned());
    }
    emitted
}

/// The names of the clusters' folders, no two alike.
fn folders(sheets: &[Sheet]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let wanted = dashed(&sheet.cluster);
        let mut name = wanted.clone();
        let mut count = 1;
        while names.contains(&name) {
            count += 1;
            name = format!("{wanted}-{count}");
        }
        names.push(name);
    }
    names
}

fn folder(program: &Program<'_>, sheet: &mut Sheet, path: String, emitted: &mut Emitted) -> Folder {
    let filled = Filled::of(sheet.items.iter().flat_map(Item::docs), &mut sheet.contract);
    let width = sheet.items.len().saturating_sub(1).to_string().len().max(2);
    let (mut steps, mut charts) = (Vec::new(), Vec::new());
    for (index, item) in sheet.items.iter().enumerate() {
        let name = format!("{index:0width$}-{}", super::name::dns(item.name()));
        match item {
            Item::File(_, docs) => {
                let (text, lines) = file::text(docs);
                let file = format!("{name}.yaml");
                let map = places::map(&file, &text, &lines, program.graph(), program.input.sources);
                emitted.add(format!("{path}{name}.map.json"), map);
                emitted.add(format!("{path}{file}"), text);
                steps.push(Step::File(file));
            }
            Item::Chart(chart) => {
                let values = (!chart.values.is_empty()).then(|| format!("{name}.values.yaml"));
                if let Some(values) = &values {
                    emitted.add(format!("{path}{values}"), file::plain(chart.values.clone()));
                }
                let command = command(chart, values.as_deref());
                let address = program.graph().node(chart.node).map(|node| node.address.to_string());
                charts.push(entry(chart, &command, &address.unwrap_or_default()));
                steps.push(Step::Chart(command));
            }
        }
    }
    let own: Vec<String> = steps.iter().filter_map(Step::file).map(str::to_owned).collect();
    emitted.add(format!("{path}kustomization.yaml"), file::plain(kustomization(&own, &filled)));
    emitted.stream.extend(own.iter().map(|file| format!("{path}{file}")));
    if !charts.is_empty() {
        emitted.add(format!("{path}charts.json"), pretty(&json!({ "format": "cloudc.charts/1", "charts": charts })));
    }
    if !filled.is_empty() {
        emitted.add(format!("{path}{LATER_FILE}"), file::plain(filled.map(&sheet.contract)));
    }
    let handed = Handed::of(program, sheet);
    if !handed.is_empty() {
        emitted.add(format!("{path}later.json"), pretty(&handed::json(&handed)));
        emitted.add(format!("{path}later.md"), handed::page(&handed, !filled.is_empty()));
    }
    Folder { cluster: sheet.cluster.clone(), path, steps, handed }
}

impl Step {
    fn file(&self) -> Option<&str> {
        match self {
            Step::File(file) => Some(file),
            Step::Chart(_) => None,
        }
    }
}

fn pretty(value: &Value) -> String {
    // A value of JSON always has a text.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
