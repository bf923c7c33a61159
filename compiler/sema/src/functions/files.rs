//! Files below the program's root, named by paths relative to the file that says them (D42).

use std::sync::Arc;

use cloudc_base::functions::MAX_TEXT;
use cloudc_base::path::{beside, folder};
use cloudc_base::{FileId, Finding, World, WorldError, nearest};

use super::call::{Call, short};
use crate::mistakes::bad_call;
use crate::program::Eval;

/// The longest path, in bytes.
const MAX_PATH: usize = 1000;

impl Call<'_, '_> {
    /// The path, relative to the root, that an argument names.
    pub(super) fn path(&mut self, param: &str) -> Eval<String> {
        let path = self.text(param);
        if path.len() > MAX_PATH {
            return self.refuse(param, format!("a path has at most {MAX_PATH} bytes"));
        }
        match beside(&self.home(), &path) {
            Some(found) => Ok(found),
            None if path.starts_with('/') || path.contains(['\\', '\0']) => {
                let why = format!("{} is no path below the program's folder", short(&path));
                let help = "paths are relative to the file that says them, with `/`";
                let finding = bad_call::value(self.at(param), why).help(help);
                self.fail(finding)
            }
            None => self.refuse(param, format!("{} lies outside of the program's root", short(&path))),
        }
    }

    /// The text of the file that an argument names.
    pub(super) fn read(&mut self, param: &str) -> Eval<Arc<str>> {
        let path = self.path(param)?;
        match self.program.world.read(&path) {
            Ok(text) if text.len() <= MAX_TEXT => Ok(text),
            Ok(_) => self.unread(param, &WorldError::TooLarge(path)),
            Err(error) => self.unread(param, &error),
        }
    }

    /// Reports what the world says of a path.
    pub(super) fn unread<T>(&mut self, param: &str, error: &WorldError) -> Eval<T> {
        match error {
            WorldError::Missing(path) => self.missing(param, path, "file"),
            error => self.refuse(param, error.to_string()),
        }
    }

    /// Reports a path that nothing has.
    pub(super) fn missing<T>(&mut self, param: &str, path: &str, what: &str) -> Eval<T> {
        let finding = bad_call::value(self.at(param), format!("there is no {what} {}", short(path)));
        let finding = self.suggest(param, path, finding);
        self.fail(finding)
    }

    /// The file that says the call. An expression from the command line stands beside the root file.
    fn home(&self) -> String {
        let sources = &self.program.sources;
        let name = |file: FileId| sources.get(file).map(|source| source.name()).unwrap_or_default();
        let own = name(self.span.file);
        if own.starts_with('<') { name(FileId::ROOT).to_owned() } else { own.to_owned() }
    }

    fn suggest(&self, param: &str, path: &str, finding: Finding) -> Finding {
        let home = self.home();
        let Some(near) = near(self.program.world, path) else { return finding };
        let here = folder(&home);
        let written = if here.is_empty() {
            Some(&*near)
        } else {
            near.strip_prefix(here).and_then(|rest| rest.strip_prefix('/'))
        };
        match (written, self.given(param).and_then(|given| given.expr)) {
            (Some(written), Some(expr)) => finding.fix(
                format!("write `{written}`"),
                expr.span,
                cloudc_base::value::Value::text(written).to_string(),
            ),
            _ => finding.help(format!("there is `{near}`")),
        }
    }
}

/// The path that was probably meant: one that differs in the name of one file or folder.
fn near(world: &dyn World, path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let around = folder(path);
    let prefix = if around.is_empty() { String::new() } else { format!("{around}/") };
    match world.names(around) {
        Ok(names) => nearest(name, names.iter().map(String::as_str)).map(|near| format!("{prefix}{near}")),
        Err(_) if around.is_empty() => None,
        Err(_) => near(world, around).map(|fixed| format!("{fixed}/{name}")),
    }
}
