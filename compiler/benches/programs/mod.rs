//! The programs that speed and memory are measured with.
#![allow(dead_code, reason = "each bench uses some of them")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a bench reads the examples")]

use std::fmt::Write;
use std::path::Path;

use cloudc_compiler::MemoryWorld;

/// `count` resources in one file, each a few lines, that refer to one another: queues, and subscriptions to topics.
pub fn flat(count: usize) -> MemoryWorld {
    let mut text =
        String::from("app flat { region = \"eu-west-1\" }\n\nresource q0: aws.sqs.Queue { VisibilityTimeout = 30 }\n");
    for n in 1..count {
        let dead = (n - 1) / 2 * 2;
        // Writing into a String does not fail.
        let _written = match n % 2 {
            0 => write!(
                text,
                "\nresource q{n}: aws.sqs.Queue {{\n  VisibilityTimeout = {timeout}\n  MessageRetentionPeriod = 345600\n  \
                 RedrivePolicy = {{ deadLetterTargetArn = q{dead}.Arn, maxReceiveCount = 3 }}\n}}\n",
                timeout = 30 + n % 100,
            ),
            _ => write!(
                text,
                "\nresource q{n}: aws.sns.Subscription {{\n  Protocol = \"sqs\"\n  \
                 TopicArn = \"arn:aws:sns:eu-west-1:123456789012:t{n}\"\n  Endpoint = q{dead}.Arn\n}}\n",
            ),
        };
    }
    MemoryWorld::new().with("main.cld", text)
}

/// `count` resources, a multiple of ten, made by a component in a loop in a loop.
pub fn looped(count: usize) -> MemoryWorld {
    let names: Vec<String> = (0..count / 10).map(|n| format!("\"n{n}\"")).collect();
    let text = r#"app looped { region = "eu-west-1" }

component pair {
  param keep: Duration = 4d
  resource work: aws.sqs.Queue {
    MessageRetentionPeriod = keep / 1s
    RedrivePolicy = { deadLetterTargetArn = dead.Arn, maxReceiveCount = 3 }
  }
  resource dead: aws.sqs.Queue { MessageRetentionPeriod = 14d / 1s }
  output arn = work.Arn
}

for n in names {
  for k in ["a", "b", "c", "d", "e"] {
    pair p { keep = 3d }
  }
}
"#;
    MemoryWorld::new().with("main.cld", format!("{text}\nlet names = [{}]\n", names.join(", ")))
}

/// The example `pacloud`, with its folders.
pub fn pacloud() -> MemoryWorld {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/pacloud");
    let mut world = MemoryWorld::new();
    let mut waiting = vec![folder.clone()];
    while let Some(path) = waiting.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => waiting.extend(entries.filter_map(Result::ok).map(|entry| entry.path())),
            Err(_) => {
                let text = std::fs::read(&path).unwrap_or_default();
                let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
                world = world.with(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    world
}
