use cloudc_base::value::Value;
use cloudc_graph::Recipe;

use super::assets;
use super::function::{Function, Param, Preset, Takes};

/// What a command makes of a folder of the program, as a record: what it is called is made of what the command is given.
pub(super) const FUNCTION: Function = Function {
    params: &[
        Param::new("path", Takes::Text),
        Param::new("with", Takes::Text),
        Param::new("output", Takes::One("String?", "a String")).or(Preset::Null),
        Param::new("exclude", Takes::Texts).or(Preset::NoList),
    ],
    gives: "Asset",
    run: |call| {
        let command = call.text("with");
        if command.trim().is_empty() {
            return call.refuse("with", "nothing is made without a command");
        }
        let output = match call.value("output") {
            Value::Null => None,
            Value::Text(path) if cloudc_base::path::beside("", &path).is_some() => Some(path),
            Value::Text(_) => return call.refuse("output", "what is made is taken from below the folder"),
            other => return call.wrong("output", &other),
        };
        assets::asset(call, Some(Recipe { command, output }))
    },
};
