//! How what is written is deployed: for people as commands, for programs as JSON.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::names::{Key, Names};
use super::program::Program;

/// The limit for a template that is sent with the call itself, in bytes.
const DIRECT: usize = 51_200;

/// A template that is deployed by itself.
pub(super) struct Step {
    /// Its file.
    pub(super) file: String,
    pub(super) bytes: usize,
    /// What the stack is called.
    pub(super) stack: String,
    pub(super) region: Option<String>,
    pub(super) account: Option<String>,
    pub(super) capabilities: Vec<&'static str>,
    /// Its parameters: the name, and where the value comes from.
    pub(super) parameters: Vec<(String, Source)>,
}

/// Where the value of a parameter comes from.
pub(super) enum Source {
    /// The bucket that assets are in.
    Bucket,
    /// An output of a stack deployed before.
    Output { stack: String, output: String },
    /// It has a default.
    Default,
    /// Somebody has to say it.
    Asked,
}

/// The steps, in the order in which they are done.
pub(super) fn steps(
    program: &Program<'_>,
    order: &[usize],
    files: &[(String, usize)],
    uses: &[BTreeSet<Key>],
    names: &mut Names,
) -> Vec<Step> {
    let stack = |template: usize| stack(program, template);
    let step = |&template: &usize| {
        let (file, bytes) = files.get(template).cloned().filter(|(file, _)| !file.is_empty())?;
        let place = program.layout.place(template)?;
        let parameters = uses.get(template).into_iter().flatten().map(|key| {
            let name = names.of(key, &program.ids).to_string();
            let source = match key {
                Key::Bucket => Source::Bucket,
                Key::Image(_) => Source::Default,
                Key::Param(param) if has_default(program, param) => Source::Default,
                Key::HomeRegion if program.region().is_some() => Source::Default,
                Key::Import(number, _) => match program.layout.template(*number) {
                    Some(owner) => Source::Output { stack: stack(program.layout.root(owner)), output: name.clone() },
                    None => Source::Asked,
                },
                _ => Source::Asked,
            };
            (name, source)
        });
        Some(Step {
            file,
            bytes,
            stack: stack(template),
            region: place.region.as_deref().or(program.region()).map(str::to_owned),
            account: place.account.as_deref().map(str::to_owned),
            capabilities: capabilities(program, template),
            parameters: parameters.collect(),
        })
    };
    order.iter().filter_map(step).collect()
}

/// Whether a param that stays open has a value if nobody says another.
fn has_default(program: &Program<'_>, name: &str) -> bool {
    program.input.options.params.iter().any(|param| *param.name == *name && param.default.is_some())
}

/// What a stack is called: the program's name, its region and account if they are others, and whether it comes early.
pub(super) fn stack(program: &Program<'_>, template: usize) -> String {
    let name = program.graph().app().name.as_deref().unwrap_or("program").replace('_', "-");
    let words = program.layout.words(template);
    words.into_iter().fold(name, |text, word| format!("{text}-{}", word.replace('_', "-")))
}

/// What has to be confirmed when a stack is made.
fn capabilities(program: &Program<'_>, template: usize) -> Vec<&'static str> {
    /// The types of IAM that ask for a confirmation, and the property that fixes their name.
    const TYPES: &[(&str, &str)] = &[
        ("aws.iam.AccessKey", ""),
        ("aws.iam.Group", "GroupName"),
        ("aws.iam.InstanceProfile", "InstanceProfileName"),
        ("aws.iam.ManagedPolicy", "ManagedPolicyName"),
        ("aws.iam.Policy", ""),
        ("aws.iam.Role", "RoleName"),
        ("aws.iam.User", "UserName"),
        ("aws.iam.UserToGroupAddition", ""),
    ];
    let graph = program.graph();
    let within =
        |number: usize| program.layout.template(number).map(|owner| program.layout.root(owner)) == Some(template);
    let mut found: BTreeSet<&'static str> = BTreeSet::new();
    for (number, node) in graph.nodes().iter().enumerate() {
        if node.mode == cloudc_graph::Mode::Read && within(number) {
            found.insert("CAPABILITY_IAM");
        }
        let Some((_, name)) = TYPES.iter().find(|(ty, _)| *ty == &*node.ty).filter(|_| within(number)) else {
            continue;
        };
        let named = matches!(&node.properties, cloudc_base::value::Value::Record(record) if record.get(name).is_some());
        found.insert(if named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" });
    }
    if found.contains("CAPABILITY_NAMED_IAM") { vec!["CAPABILITY_NAMED_IAM"] } else { found.into_iter().collect() }
}

/// The steps for programs.
pub(super) fn json(steps: &[Step]) -> String {
    let parameter = |(name, source): &(String, Source)| {
        let source = match source {
            Source::Bucket => json!({ "bucket": true }),
            Source::Output { stack, output } => json!({ "stack": stack, "output": output }),
            Source::Default => json!({ "default": true }),
            Source::Asked => json!({ "ask": true }),
        };
        (name.clone(), source)
    };
    let step = |step: &Step| {
        json!({
            "template": step.file, "stack": step.stack, "region": step.region, "account": step.account,
            "capabilities": step.capabilities,
            "parameters": step.parameters.iter().map(parameter).collect::<serde_json::Map<String, Value>>(),
        })
    };
    let all = json!({ "version": 1, "steps": steps.iter().map(step).collect::<Vec<Value>>() });
    format!("{all:#}\n")
}

/// Something that goes into the bucket: a file, or what has to be built first.
pub(super) struct Upload {
    /// The file; of what has to be built, the folder and the command.
    pub(super) from: Result<String, (String, String)>,
    /// Its name in the bucket.
    pub(super) key: String,
}

/// The steps for people.
pub(super) fn page(steps: &[Step], uploads: &[Upload]) -> String {
    let mut text = "# How to deploy this\n\n".to_owned();
    let bucket = !uploads.is_empty() || steps.iter().any(|step| step.bytes > DIRECT);
    if bucket {
        text.push_str("A bucket of yours in the region of each stack holds what is uploaded. In this folder:\n\n```sh\nBUCKET=..\n");
        for Upload { from, key } in uploads {
            let _infallible = match from {
                Ok(file) => writeln!(text, "aws s3 cp {file} s3://$BUCKET/{key}"),
                Err((folder, command)) => {
                    writeln!(text, "# in a copy of {folder}: {command}\n# and its archive to s3://$BUCKET/{key}")
                }
            };
        }
        text.push_str("```\n\n");
    }
    text.push_str("Then, one after the other:\n\n```sh\n");
    for step in steps {
        text.push_str(&command(step));
    }
    text.push_str("```\n");
    text
}

fn command(step: &Step) -> String {
    let mut text = String::new();
    if let Some(account) = &step.account {
        let _infallible = writeln!(text, "# with credentials for the account {account}");
    }
    let _infallible =
        write!(text, "aws cloudformation deploy --stack-name {} --template-file {}", step.stack, step.file);
    if let Some(region) = &step.region {
        let _infallible = write!(text, " --region {region}");
    }
    if step.bytes > DIRECT {
        text.push_str(" --s3-bucket $BUCKET");
    }
    for capability in &step.capabilities {
        let _infallible = write!(text, " \\\n  --capabilities {capability}");
    }
    let given = step.parameters.iter().filter_map(|(name, source)| match source {
        Source::Bucket => Some(format!("{name}=$BUCKET")),
        Source::Output { stack, output } => Some(format!("{name}='the output {output} of the stack {stack}'")),
        Source::Asked => Some(format!("{name}=..")),
        Source::Default => None,
    });
    let given: Vec<String> = given.collect();
    if !given.is_empty() {
        let _infallible = write!(text, " \\\n  --parameter-overrides {}", given.join(" "));
    }
    text.push('\n');
    text
}
