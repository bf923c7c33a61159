//! Every folder in `tests/stages` is a program with what each stage makes of it: `tree.txt`, `formatted.cld`,
//! `findings.txt`. A folder with only a `.cld` file gets them by blessing.

use std::path::Path;
use std::process::ExitCode;

use cloudc_tests::{expect, files, views};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let programs = files("tests/stages", "cld")
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name == "program.cld"));
    let trials = programs.flat_map(|path| {
        let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let stages = [
            ("tree.txt", views::tree(&text)),
            ("formatted.cld", views::formatted(&text)),
            ("findings.txt", views::findings(&text)),
        ];
        stages.map(|(stage, found)| {
            let file = folder.join(stage);
            Trial::test(format!("{name}: {stage}"), move || expect::file(&file, &found).map_err(Failed::from))
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
