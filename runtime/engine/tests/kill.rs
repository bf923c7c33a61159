//! The process is killed, really, at every step of the disk: a child process, on a folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cloudc_durable::{Appending, Disk, Files, Held};
use common::{Lab, graph, run};

const PROGRAM: &str = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource a: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.0.0/24 }
resource queue: aws.sqs.Queue { VisibilityTimeout = 30 }
resource feed: aws.lambda.EventSourceMapping { FunctionName = "f", EventSourceArn = queue.Arn }
resource robot: aws.iam.User {}
resource key: aws.iam.AccessKey { UserName = robot.UserName }
resource kept: aws.secretsmanager.Secret { SecretString = key.SecretAccessKey }
output url = queue.QueueUrl
"#;

/// A disk that kills its process before one of its writing steps.
#[derive(Debug)]
struct Deadly {
    disk: Disk,
    left: Arc<AtomicUsize>,
}

fn step(left: &AtomicUsize) {
    if left.fetch_sub(1, Ordering::SeqCst) == 0 {
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    }
}

impl Files for Deadly {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.disk.read(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.disk.list(folder)
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        step(&self.left);
        self.disk.replace(path, bytes)
    }

    fn replace_private(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        step(&self.left);
        self.disk.replace_private(path, bytes)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        step(&self.left);
        self.disk.remove(path)
    }

    fn append(&self, path: &str) -> io::Result<Box<dyn Appending>> {
        step(&self.left);
        Ok(Box::new(Growing { file: self.disk.append(path)?, left: Arc::clone(&self.left) }))
    }

    fn hold(&self, path: &str) -> io::Result<Option<Box<dyn Held>>> {
        self.disk.hold(path)
    }
}

#[derive(Debug)]
struct Growing {
    file: Box<dyn Appending>,
    left: Arc<AtomicUsize>,
}

impl Appending for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        step(&self.left);
        self.file.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        step(&self.left);
        self.file.sync()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        step(&self.left);
        self.file.cut(length)
    }
}

fn lab(folder: &Path) -> Lab {
    let files: Arc<dyn Files> = Arc::new(Disk::new(folder));
    Lab::on(Arc::clone(&files), files)
}

/// Runs only when the test below calls it.
#[test]
#[ignore = "it is the process that is killed"]
fn child() {
    let folder = std::env::var("CLOUDC_KILL_FOLDER").unwrap();
    let at = std::env::var("CLOUDC_KILL_AT").unwrap().parse().unwrap();
    let removal = std::env::var("CLOUDC_KILL_REMOVAL").is_ok();
    let files: Arc<dyn Files> = Arc::new(Deadly { disk: Disk::new(folder), left: Arc::new(AtomicUsize::new(at)) });
    run(Lab::on(Arc::clone(&files), files).session(&graph(PROGRAM), removal)).unwrap();
}

/// Runs a child until it is killed at a step; whether it came so far.
fn kill(folder: &Path, at: usize, removal: bool) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child", "--exact", "--ignored"]).env("CLOUDC_KILL_FOLDER", folder);
    command.env("CLOUDC_KILL_AT", at.to_string());
    if removal {
        command.env("CLOUDC_KILL_REMOVAL", "1");
    }
    let output = command.output().unwrap();
    let killed = output.status.code().is_none();
    assert!(killed || output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    killed
}

#[test]
fn a_killed_process_is_taken_up_by_the_next() {
    for removal in [false, true] {
        let mut at = 0;
        loop {
            let folder = tempfile::tempdir().unwrap();
            let lab = lab(folder.path());
            if removal {
                lab.up(PROGRAM);
            }
            if !kill(folder.path(), at, removal) {
                break;
            }
            if removal {
                lab.down(PROGRAM);
            } else {
                lab.up(PROGRAM);
                assert_eq!(lab.secrets().len(), 1, "at step {at}");
                assert_eq!(lab.owned().len(), 7, "at step {at}");
                assert!(lab.plan(PROGRAM).is_empty());
            }
            at += 1;
        }
        assert!(at > 15, "{at}");
    }
}
