//! What the functions say of themselves: for documentation and editors.

use super::{Entry, FUNCTIONS, Preset};

/// A function, as documentation shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionDoc {
    /// Its name.
    pub name: &'static str,
    /// What it is about, in two or three words.
    pub group: &'static str,
    /// How it is called: `split(text: String, between: String) -> [String]`.
    pub signature: String,
    /// What it is, in one sentence.
    pub summary: &'static str,
    /// Its page, in Markdown: what it takes and gives, its errors, examples.
    pub page: &'static str,
    /// What it takes, in order.
    pub params: Vec<ParamDoc>,
    /// The type of what it gives.
    pub gives: &'static str,
}

/// A param of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamDoc {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: &'static str,
    /// What it is if the call does not say; without it the call must.
    pub default: Option<String>,
    /// Whether it takes one argument or more; those behind it are given by name.
    pub many: bool,
}

/// All functions of the language, by group and name.
pub fn functions() -> Vec<FunctionDoc> {
    FUNCTIONS.iter().map(function).collect()
}

fn function(entry: &Entry) -> FunctionDoc {
    let params: Vec<ParamDoc> = entry.function.params.iter().map(param).collect();
    let shown: Vec<String> = params.iter().map(signature).collect();
    FunctionDoc {
        name: entry.name,
        group: entry.group,
        signature: format!("{}({}) -> {}", entry.name, shown.join(", "), entry.function.gives),
        // A page is a heading, an empty line, and the sentence.
        summary: entry.page.lines().nth(2).unwrap_or_default(),
        page: entry.page,
        params,
        gives: entry.function.gives,
    }
}

fn param(param: &super::Param) -> ParamDoc {
    let default = param.preset.map(|preset| preset.value().to_string());
    ParamDoc { name: param.name, ty: param.takes.ty(), default, many: param.many }
}

fn signature(param: &ParamDoc) -> String {
    match &param.default {
        Some(default) => format!("{}: {} = {default}", param.name, param.ty),
        None if param.many => format!("{}: {}, ..", param.name, param.ty),
        None => format!("{}: {}", param.name, param.ty),
    }
}

/// How a function is called, as messages show it: `image(name, arch = "x86_64", gpu = false)`.
pub(super) fn shape(entry: &Entry) -> String {
    let params: Vec<String> = entry
        .function
        .params
        .iter()
        .map(|param| match param.preset {
            Some(Preset::Null) => format!("{} = ..", param.name),
            Some(preset) => format!("{} = {}", param.name, preset.value()),
            None if param.many => format!("{}, ..", param.name),
            None => param.name.to_owned(),
        })
        .collect();
    format!("{}({})", entry.name, params.join(", "))
}
