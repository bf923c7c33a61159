use std::path::Path;

use cloudc_compiler::nearest;

use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;

/// A program to begin with: its name, what it is, and its files.
struct Template {
    name: &'static str,
    about: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// All of them.
const TEMPLATES: &[Template] = &[
    Template {
        name: "api",
        about: "a web API, a function that answers, a table",
        files: &[
            ("main.cld", include_str!("../../templates/api/main.cld")),
            ("code/index.mjs", include_str!("../../templates/api/code/index.mjs")),
        ],
    },
    Template {
        name: "empty",
        about: "a bucket, to begin with",
        files: &[("main.cld", include_str!("../../templates/empty/main.cld"))],
    },
    Template {
        name: "jobs",
        about: "a queue, a function that works on it, a mail when something is lost",
        files: &[
            ("main.cld", include_str!("../../templates/jobs/main.cld")),
            ("code/work.py", include_str!("../../templates/jobs/code/work.py")),
        ],
    },
];

/// Write a new program from a template; without one list them
///
/// The program is called as its folder is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The template
    template: Option<String>,

    /// The folder, which is made
    #[arg(value_hint = clap::ValueHint::DirPath, requires = "template")]
    folder: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let Some(name) = &args.template else {
        let lines = TEMPLATES.iter().map(|template| format!("{:6}  {}\n", template.name, template.about));
        disk::print(&lines.collect::<String>());
        return Ok(Exit::Clean);
    };
    let template = TEMPLATES.iter().find(|template| template.name == name).ok_or_else(|| unknown(name))?;
    let folder = args.folder.as_deref().unwrap_or(name);
    let root = Path::new(folder);
    if let Some((path, _)) = template.files.iter().find(|(path, _)| root.join(path).exists()) {
        return Err(Failure::AlreadyThere { path: root.join(path).display().to_string() });
    }
    let app = app(root);
    for (path, text) in template.files {
        let path = root.join(path);
        let parent = path.parent().unwrap_or(root);
        let wrong = |source| Failure::Unwritable { path: parent.display().to_string(), source };
        std::fs::create_dir_all(parent).map_err(wrong)?;
        disk::write(&path, &text.replace("app APP {", &format!("app {app} {{")))?;
    }
    let main = root.join("main.cld");
    let main = main.display();
    disk::print(&format!("{main} is there. `cloudc check {main}` checks it, `cloudc apply {main}` makes it.\n"));
    Ok(Exit::Clean)
}

fn unknown(name: &str) -> Failure {
    let names = TEMPLATES.iter().map(|template| template.name);
    let help = match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Failure::NoTemplate { name: name.to_owned(), help }
}

/// The name of a folder as a program may be called.
fn app(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let last = whole.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut name: String =
        last.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name.insert_str(0, "app_");
    }
    name
}
