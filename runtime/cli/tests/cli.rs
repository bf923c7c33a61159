//! The command line as its users see it: what is printed where, and the exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

const WRONG: &str = "app shop { region = \"eu-west-1\" }\nzones = 3\nqueue builds = {\n  keep: 10m\n}\n";

/// A folder with files, and what `cloudc` does in it.
struct Shell(tempfile::TempDir);

impl Shell {
    fn with(files: &[(&str, &str)]) -> Shell {
        let shell = Shell(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = shell.0.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        shell
    }

    fn run(&self, arguments: &str) -> String {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &str, input: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloudc"))
            .args(arguments.split(' '))
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let mut shown = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            let _infallible = write!(shown, "--- stderr\n{errors}");
        }
        format!("{shown}--- exit {}", output.status.code().unwrap())
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }
}

#[test]
fn a_program_is_shown_as_raw_resources() {
    let text =
        "resource queue: aws.sqs.Queue {\n  DelaySeconds = 1 + 2\n  Tags = [{ Key = \"of\", Value = \"shop\" }]\n}\n";
    assert_snapshot!(Shell::with(&[("a.cld", text)]).run("show a.cld"), @r#"
    // a.cld:1:1
    resource queue: aws.sqs.Queue {
      DelaySeconds = 3
      Tags = [{ Key = "of", Value = "shop" }]
    }
    --- exit 0
    "#);
}

#[test]
fn an_endpoint_that_is_none_is_named() {
    let shell = Shell::with(&[("a.cld", "app shop { region = \"eu-west-1\" }\nqueue jobs {}\n")]);
    for place in ["", "127.0.0.1:5000", "nonsense"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudc"));
        command.args(["plan", "a.cld", "--cloud", "aws"]).current_dir(shell.0.path()).env_clear();
        let output = command.env("AWS_ENDPOINT_URL_STS", place).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("`AWS_ENDPOINT_URL_STS` is no address to call"), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn what_nobody_would_read_is_not_shown() {
    let many = format!("a b {{\n{}}}\n", "a = 1, , ".repeat(5_000));
    let lines = format!("a b {{\n{}}}\n", "a = 1, ,\n".repeat(5_000));
    let shell = Shell::with(&[("many.cld", &many), ("lines.cld", &lines)]);
    for file in ["many.cld", "lines.cld"] {
        let shown = shell.run(&format!("check {file}"));
        assert!(shown.len() < 50_000, "{}", shown.len());
        assert!(shown.contains("more are not shown here; `--format short` shows all"), "{shown}");
    }
    assert!(shell.run("check many.cld --format short").lines().count() > 5_000);
}

#[test]
fn findings_are_shown_with_their_source_and_the_way_out() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check a.cld"), @"
    error[E0120 missing-let]: `zones = ..` declares nothing here
      ┌─ a.cld:2:1
      │
    2 │ zones = 3
      │ ^^^^^
      │
      = help: a value of its own is `let zones = ..`; fields are set inside a block
      = fix: write `let`: `let zones = 3`

    error[E0121 equals-before-block]: no `=` stands before the block of a declaration
      ┌─ a.cld:3:14
      │
    3 │ queue builds = {
      │              ^
      │
      = fix: take the `=` out: `queue builds {`

    error[E0122 wrong-assignment]: a field is set with `=`, not `:`
      ┌─ a.cld:4:7
      │
    4 │   keep: 10m
      │       ^
      │
      = fix: write `=`: `keep = 10m`

    error[E0150 bad-number]: `m` is no unit
      ┌─ a.cld:4:9
      │
    4 │   keep: 10m
      │         ^^^
      │
      = help: minutes are `min`, mebibytes `MiB`, milliseconds `ms`
      = fix: write `10min`: `keep: 10min`

    4 errors in 1 file
    --- exit 1
    ");
}

#[test]
fn findings_on_one_line_each() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check --format short"), @"
    a.cld:2:1: error[E0120 missing-let]: `zones = ..` declares nothing here
    a.cld:3:14: error[E0121 equals-before-block]: no `=` stands before the block of a declaration
    a.cld:4:7: error[E0122 wrong-assignment]: a field is set with `=`, not `:`
    a.cld:4:9: error[E0150 bad-number]: `m` is no unit
    --- exit 1
    ");
}

#[test]
fn findings_as_github_annotations() {
    assert_snapshot!(Shell::with(&[("a.cld", WRONG)]).run("check --format github"), @"
    ::error file=a.cld,line=2,endLine=2,col=1,endColumn=6,title=E0120 missing-let::`zones = ..` declares nothing here%0Aa value of its own is `let zones = ..`; fields are set inside a block
    ::error file=a.cld,line=3,endLine=3,col=14,endColumn=15,title=E0121 equals-before-block::no `=` stands before the block of a declaration
    ::error file=a.cld,line=4,endLine=4,col=7,endColumn=8,title=E0122 wrong-assignment::a field is set with `=`, not `:`
    ::error file=a.cld,line=4,endLine=4,col=9,endColumn=12,title=E0150 bad-number::`m` is no unit%0Aminutes are `min`, mebibytes `MiB`, milliseconds `ms`
    --- exit 1
    ");
}

#[test]
fn findings_as_json_are_one_object_a_line() {
    let shown = Shell::with(&[("a.cld", WRONG)]).run("check --format json");
    let objects: Vec<serde_json::Value> = shown.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(objects.len(), 4);
    assert_snapshot!(serde_json::to_string_pretty(&objects[1]).unwrap(), @r#"
    {
      "code": "E0121",
      "fix": {
        "edits": [
          {
            "end": {
              "byte": 58,
              "column": 15,
              "line": 3
            },
            "file": "a.cld",
            "start": {
              "byte": 56,
              "column": 13,
              "line": 3
            },
            "text": ""
          }
        ],
        "title": "take the `=` out"
      },
      "help": null,
      "message": "no `=` stands before the block of a declaration",
      "name": "equals-before-block",
      "primary": {
        "end": {
          "byte": 58,
          "column": 15,
          "line": 3
        },
        "file": "a.cld",
        "start": {
          "byte": 57,
          "column": 14,
          "line": 3
        },
        "text": ""
      },
      "secondary": [],
      "severity": "error",
      "version": 1
    }
    "#);
}

/// The parts of the SARIF schema that code scanning reads.
#[test]
fn findings_as_sarif_have_its_shape() {
    let shown = Shell::with(&[("a b.cld", WRONG)]).run("check --format sarif");
    let log: serde_json::Value = serde_json::from_str(shown.split("--- exit").next().unwrap()).unwrap();
    let place = serde_json::json!({
        "type": "object", "required": ["physicalLocation"],
        "properties": { "physicalLocation": { "required": ["artifactLocation", "region"], "properties": {
            "artifactLocation": { "required": ["uri"], "properties": { "uri": { "type": "string", "pattern": "^[^ ]+$" } } },
            "region": { "required": ["startLine", "startColumn", "endLine", "endColumn"], "additionalProperties": { "type": "integer", "minimum": 1 } },
        } } },
    });
    let schema = serde_json::json!({
        "required": ["version", "runs"],
        "properties": { "version": { "const": "2.1.0" }, "runs": { "type": "array", "minItems": 1, "items": {
            "required": ["tool", "results"],
            "properties": {
                "tool": { "required": ["driver"], "properties": { "driver": { "required": ["name", "rules"] } } },
                "results": { "minItems": 4, "items": {
                    "required": ["ruleId", "level", "message", "locations"],
                    "properties": { "level": { "enum": ["error", "warning", "note"] }, "locations": { "minItems": 1, "items": place } },
                } },
            },
        } } },
    });
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn a_clean_program_exits_with_0() {
    assert_snapshot!(Shell::with(&[("a.cld", "let a = 1\n")]).run("check"), @"
    nothing wrong in 1 file
    --- exit 0
    ");
}

#[test]
fn warnings_count_when_denied() {
    let shell = Shell::with(&[("a.cld", "let a = 1  /// one\n")]);
    assert!(shell.run("check").ends_with("--- exit 0"));
    assert!(shell.run("check --deny warnings").ends_with("--- exit 1"));
}

#[test]
fn standard_input_is_checked_and_formatted() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run_with("check --format short -", "x = 1\n"), @"
    <stdin>:1:1: error[E0120 missing-let]: `x = ..` declares nothing here
    --- exit 1
    ");
    assert_snapshot!(shell.run_with("fmt -", "queue  a{keep=4d}\n"), @"
    queue a { keep = 4d }
    --- exit 0
    ");
}

#[test]
fn fixes_are_made_in_place() {
    let shell = Shell::with(&[("a.cld", WRONG)]);
    assert!(shell.run("check --fix").ends_with("--- exit 0"));
    assert_eq!(
        shell.read("a.cld"),
        "app shop { region = \"eu-west-1\" }\nlet zones = 3\nqueue builds {\n  keep = 10min\n}\n"
    );
}

#[test]
fn formatting_changes_files_or_shows_what_it_would_change() {
    let shell = Shell::with(&[("a.cld", "queue a {\nkeep=4d\n}\n"), ("sub/b.cld", "let b = 1\n"), ("sub/c.txt", "no")]);
    assert_snapshot!(shell.run("fmt --check"), @"
    a.cld
    --- exit 1
    ");
    assert_snapshot!(shell.run("fmt --diff"), @"
    --- a.cld
    +++ a.cld
    @@ -1,3 +1,3 @@
     queue a {
    -keep=4d
    +  keep = 4d
     }
    --- exit 1
    ");
    assert_snapshot!(shell.run("fmt"), @"--- exit 0");
    assert_snapshot!(shell.run("fmt --check"), @"--- exit 0");
    assert_eq!(shell.read("a.cld"), "queue a {\n  keep = 4d\n}\n");
}

#[test]
fn a_file_with_errors_is_not_formatted() {
    let shell = Shell::with(&[("a.cld", "queue  a {\n")]);
    assert!(shell.run("fmt").ends_with("--- exit 1"));
    assert_eq!(shell.read("a.cld"), "queue  a {\n");
}

#[test]
fn wrong_paths_are_usage_errors() {
    let shell = Shell::with(&[("empty/x.txt", "")]);
    assert_snapshot!(shell.run("check nowhere.cld"), @"
    --- stderr
    cloudc::no_such_path

      × there is no `nowhere.cld`
      help: paths are relative to the folder that cloudc is called in
    --- exit 2
    ");
    assert_snapshot!(shell.run("check empty"), @"
    --- stderr
    cloudc::no_programs

      × `empty` holds no .cld file
      help: name a file, or a folder with .cld files in it
    --- exit 2
    ");
    std::fs::write(shell.0.path().join("bytes.cld"), [b'a', 0xff]).unwrap();
    assert_snapshot!(shell.run("check bytes.cld"), @"
    --- stderr
    cloudc::not_text

      × `bytes.cld` is not UTF-8 text
      help: byte 1 is not UTF-8; a .cld file is UTF-8 text
    --- exit 2
    ");
}

#[test]
fn explanations() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run("explain missing-let"), @r#"
    E0120 missing-let (error)

    A file, a `component`, and the `if` and `for` in them declare things, each with a word: `let`,
    `param`, `output` and so on. `name = value` alone sets a field, and stands inside a block. Only the
    contract words `identity`, `endpoint`, `capacity` and `connection` are assigned without one.

        runtime = "python3.12"

    Write:

        let runtime = "python3.12"
    --- exit 0
    "#);
    assert_snapshot!(shell.run("explain missing-lett"), @"
    --- stderr
    cloudc::no_such_finding

      × there is no finding `missing-lett`
      help: did you mean `missing-let`? `cloudc explain` lists all
    --- exit 2
    ");
    assert!(shell.run("explain").contains("E0120  error        missing-let"));
}

#[test]
fn help_reads_well() {
    let shell = Shell::with(&[]);
    assert_snapshot!(shell.run("--help"), @"
    A compiler for cloud systems written as they are drawn

    Usage: cloudc [OPTIONS] <COMMAND>

    Commands:
      init         Write a new program from a template; without one list them
      check        Find everything that is wrong with programs
      fmt          Lay programs out
      doc          Print the documentation of nouns
      emit         Write a program for the engine of somebody else
      eval         Print what an expression gives in a program
      show         Print what an address stands for, as raw resources
      where        Print which line of a program a place in a template comes from
      why          Print why a resource is there: what made it, what it needs, and what needs it
      graph        Print the graph of a program, as a picture or as data
      plan         Show what apply would do, why, and how long it takes
      apply        Make the cloud what the program declares
      destroy      Remove everything that was made for the program
      undo         Take back a run that did not come to its end
      drift        Look whether everything is still what is recorded of it
      adopt        Take over what `--via cloudformation` has made, without replacing anything
      import       Make something that is there the program's
      discover     List what is in the cloud and not recorded as this program's
      halt         Bring what can be halted to zero: machines, services, databases
      resume       Bring back what was halted
      ssh          Log in to a machine, by the way that the program opens
      tunnel       Open a `tunnel` of the program: its ports are on this machine until you press Ctrl-C
      kubeconfig   Print how kubectl reaches a cluster of the program, or add it to a configuration of
                   kubectl's
      output       Print the outputs of the program, as the last run left them
      state        Look at what is recorded of the program, and put it right
      unlock       Take the state away from a run that is gone
      explain      Tell about a kind of finding
      tree         Print the syntax tree of a program
      completions  Print the completions for a shell
      man          Print or write the manual pages

    Options:
          --color <WHEN>  Colour the output: auto, always or never [default: auto]
      -h, --help          Print help
      -V, --version       Print version

    Exit codes:
      0  done, nothing found
      1  done, findings
      2  the command line is wrong
      3  the run failed
      4  not everything was done: refused, stopped, or nobody said yes
      5  there is something to do, or something has changed (plan, drift --detailed-exitcode)

    A finding has a code: `cloudc explain E0120` tells about it.
    --- exit 0
    ");
    assert_snapshot!(shell.run("check --help"), @"
    Find everything that is wrong with programs

    All findings of all files are reported, not the first. Exits with 1 if one of them is an error.

    Usage: cloudc check [OPTIONS] [PATHS]...

    Arguments:
      [PATHS]...
              Files, folders, or - for standard input
              
              [default: .]

    Options:
          --color <WHEN>
              Colour the output: auto, always or never
              
              [default: auto]

          --format <FORMAT>
              How findings are printed

              Possible values:
              - human:  With the source and the way out
              - short:  One line each
              - json:   One JSON object a line
              - sarif:  SARIF 2.1.0, for code scanning
              - github: Annotations of a GitHub workflow
              
              [default: human]

          --deny <WHAT>
              Also exit with 1 on findings that are no errors

              Possible values:
              - warnings: Warnings count as errors

          --set <NAME=VALUE>
              Give a param of the program a value

          --rules <FILE>
              Rules for an organisation that the program must keep

          --deployer-policy <FILE>
              A policy of IAM, in JSON: say what it lacks to deploy the program. Several hold together

          --by <WAY>
              How the program is deployed, for --deployer-policy

              Possible values:
              - direct:         `cloudc apply`
              - cloudformation: A stack of what `cloudc emit` writes
              
              [default: direct]

          --account <NUMBER>
              The number of the account, for --deployer-policy

          --phase <PHASE>
              What the policies are for, for --deployer-policy: without it to plan, apply and destroy.
              Again and again, or a list
              
              [possible values: plan, apply, destroy, halt, resume, discover, import, connect]

          --fix
              Make the changes that findings offer, where they are safe

      -h, --help
              Print help (see a summary with '-h')
    --- exit 0
    ");
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let shell = Shell::with(&[]);
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = shell.run(&format!("completions {name}"));
        assert!(["check", "fmt", "explain", "tree"].iter().all(|command| script.contains(command)), "{name}");
    }
    assert!(shell.run("man --out pages").ends_with("--- exit 0"));
    assert!(Path::new(&shell.0.path().join("pages/cloudc-fmt.1")).exists());
}

#[test]
fn colour_is_decided_once() {
    let shell = Shell::with(&[("a.cld", WRONG)]);
    assert!(!shell.run("check").contains('\u{1b}'));
    assert!(shell.run("--color always check").contains('\u{1b}'));
    assert!(shell.run("check --color always nowhere").contains('\u{1b}'));
    assert!(!shell.run("check --color never nowhere").contains('\u{1b}'));
}

const NOUN: &str = "/// Adds up.\ncomponent adder {\n  /// The first.\n  param a: Int(1..6) = 2\n  param mode: \"x\" | \"y\"\n  param steps: [Step] = []\n  /// A step.\n  type Step = { by: Int = 1 }\n  output sum = a + 1\n  metric list(name: String) = {}\n}\nadder one { mode = \"x\" }\n";

#[test]
fn expressions_are_evaluated_in_a_program() {
    let shell = Shell::with(&[("a.cld", NOUN)]);
    assert_snapshot!(shell.run("eval a.cld one.sum*2"), @"
    6
    --- exit 0
    ");
    assert_snapshot!(shell.run("eval a.cld one.sume"), @"
    --- stderr
    error[E0208 unknown-part]: `one` has no `sume`
      ┌─ <expression>:1:14
      │
    1 │ let it = one.sume
      │              ^^^^
      │
      = fix: write `sum`: `let it = one.sum`

    1 error in 2 files
    --- exit 1
    ");
}

#[test]
fn a_program_sees_the_files_below_its_root() {
    let program = "use \"../lib/worker.cld\" as worker\nworker one {}\nlet script = file(\"init.sh\")\nlet all = dir(\"..\").files\n";
    let shell = Shell::with(&[
        ("shop/.cloudc/here", ""),
        ("shop/envs/prod.cld", program),
        ("shop/envs/init.sh", "exit\n"),
        ("shop/lib/worker.cld", "output motd = file(\"motd\")\n"),
        ("shop/lib/motd", "hello\n"),
        ("other/secret", "x"),
    ]);
    assert_snapshot!(shell.run("eval shop/envs/prod.cld one.motd"), @r#"
    "hello\n"
    --- exit 0
    "#);
    assert_snapshot!(shell.run("eval shop/envs/prod.cld script"), @r#"
    "exit\n"
    --- exit 0
    "#);
    assert_snapshot!(shell.run("eval shop/envs/prod.cld all"), @r#"
    ["envs/init.sh", "envs/prod.cld", "lib/motd", "lib/worker.cld"]
    --- exit 0
    "#);
    assert_snapshot!(shell.run(r#"eval shop/envs/prod.cld file("../../other/secret")"#), @r#"
    --- stderr
    error[E0212 bad-call]: `../../other/secret` lies outside of the program's root
      ┌─ <expression>:1:15
      │
    1 │ let it = file("../../other/secret")
      │               ^^^^^^^^^^^^^^^^^^^^

    1 error in 2 files
    --- exit 1
    "#);
    assert_snapshot!(shell.run("eval shop/envs/prod.cld nothing"), @"
    --- stderr
    error[E0201 unknown-name]: there is no `nothing` here
      ┌─ <expression>:1:10
      │
    1 │ let it = nothing
      │          ^^^^^^^
      │
      = help: a value is declared with `let` or `param`, and text stands in quotes

    1 error in 2 files
    --- exit 1
    ");
    assert_snapshot!(shell.run("eval shop/envs/none.cld 1"), @"
    --- stderr
    cloudc::no_such_path

      × there is no `shop/envs/none.cld`
      help: paths are relative to the folder that cloudc is called in
    --- exit 2
    ");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_root() {
    use std::os::unix::fs::symlink;
    let program = "let code = dir(\"src\").files\nlet script = file(\"script\")\n";
    let shell =
        Shell::with(&[("shop/main.cld", program), ("shop/lib/a.py", "a"), ("shop/src/b.py", "b"), ("other/c.py", "c")]);
    let at = |path: &str| shell.0.path().join(path);
    symlink(at("shop/lib"), at("shop/src/lib")).unwrap();
    symlink(at("shop/nowhere"), at("shop/src/.#b.py")).unwrap();
    assert_snapshot!(shell.run("eval shop/main.cld code"), @r#"
    ["b.py", "lib/a.py"]
    --- exit 0
    "#);
    symlink(at("other"), at("shop/src/other")).unwrap();
    assert_snapshot!(shell.run("eval shop/main.cld code"), @r#"
    --- stderr
    error[E0212 bad-call]: `src/other` leads out of the program's folder
      ┌─ shop/main.cld:1:16
      │
    1 │ let code = dir("src").files
      │                ^^^^^

    1 error in 2 files
    --- exit 1
    "#);
    symlink(at("other/c.py"), at("shop/script")).unwrap();
    assert_snapshot!(shell.run("eval shop/main.cld script"), @r#"
    --- stderr
    error[E0212 bad-call]: `script` leads out of the program's folder
      ┌─ shop/main.cld:2:19
      │
    2 │ let script = file("script")
      │                   ^^^^^^^^

    1 error in 2 files
    --- exit 1
    "#);
    std::fs::remove_file(at("shop/src/other")).unwrap();
    symlink(at("shop"), at("shop/src/around")).unwrap();
    assert_snapshot!(shell.run("eval shop/main.cld code"), @r#"
    --- stderr
    error[E0212 bad-call]: cannot read `src`: a link in it leads in a circle
      ┌─ shop/main.cld:1:16
      │
    1 │ let code = dir("src").files
      │                ^^^^^

    1 error in 2 files
    --- exit 1
    "#);
}

#[test]
fn nouns_are_documented() {
    assert_snapshot!(Shell::with(&[("a.cld", NOUN)]).run("doc"), @r#"
    # adder

    Adds up.

    | param | type | default | |
    |---|---|---|---|
    | `a` | `Int(1..6)` | `2` | The first. |
    | `mode` | `"x" \| "y"` |  |  |
    | `steps` | `[Step]` | `[]` |  |

    ```cld
    /// A step.
    type Step = { by: Int = 1 }
    ```

    | shows | as | |
    |---|---|---|
    | `sum` | output |  |
    | `list(name: String)` | metric |  |
    --- exit 0
    "#);
}

const QUEUE: &str = "app shop { region = \"eu-west-1\" }\nparam motto: String\nresource queue: aws.sqs.Queue {}\nresource note: aws.ssm.Parameter { Type = \"String\", Value = \"${motto} ${queue.QueueName}\" }\n/// Where orders go.\noutput queue_url = queue.QueueUrl\n";

#[test]
fn a_program_is_emitted_and_a_template_leads_back() {
    let shell = Shell::with(&[("shop/main.cld", QUEUE)]);
    assert_snapshot!(shell.run("emit shop/main.cld --to cloudformation"), @"
    --- stderr
    cloudc::unset

      × no value is given for `motto`
      help: give one with `--set NAME=VALUE`, or leave it open in the template with `--keep-params`
    --- exit 2
    ");
    assert_snapshot!(shell.run("emit shop/main.cld --set motto=open"), @r#"
    {
      "AWSTemplateFormatVersion": "2010-09-09",
      "Description": "shop",
      "Resources": {
        "note": {
          "Type": "AWS::SSM::Parameter",
          "Properties": {
            "Type": "String",
            "Value": {"Fn::Sub": "open ${queue.QueueName}"}
          }
        },
        "queue": {
          "Type": "AWS::SQS::Queue"
        }
      },
      "Outputs": {
        "queueUrl": {
          "Description": "Where orders go.",
          "Value": {"Ref": "queue"}
        }
      }
    }
    --- stderr
    note: this is one of 4 files; --out writes them all
    --- exit 0
    "#);
    assert_snapshot!(shell.run("emit shop/main.cld --keep-params --format yaml --export --out out"), @"
    --- stderr
    4 files are in out
    --- exit 0
    ");
    assert_snapshot!(shell.read("out/template.yaml"), @r#"
    AWSTemplateFormatVersion: "2010-09-09"
    Description: shop
    Parameters:
      motto:
        Type: String
        Description: motto
    Resources:
      note:
        Type: AWS::SSM::Parameter
        Properties:
          Type: String
          Value:
            Fn::Sub: "${motto} ${queue.QueueName}"
      queue:
        Type: AWS::SQS::Queue
    Outputs:
      queueUrl:
        Description: Where orders go.
        Value:
          Ref: queue
        Export:
          Name:
            Fn::Sub: "${AWS::StackName}-queue-url"
    "#);
    assert_snapshot!(shell.run("where out/template.yaml note"), @"
    /Resources/note
      note is written at shop/main.cld:4:1
    --- exit 0
    ");
    assert_snapshot!(shell.run("where out/template.yaml 12"), @"
    /Resources/note/Properties/Value
      note is written at shop/main.cld:4:61
    --- exit 0
    ");
    assert_snapshot!(shell.run("where out/template.yaml nobody"), @"
    --- stderr
    cloudc::nothing_there

      × nothing of the program is at `nobody` of `out/template.yaml`
      help: name a line of the template, or a logical id that stands in it
    --- exit 2
    ");
    assert_snapshot!(shell.run("where shop/main.cld 1"), @"
    --- stderr
    cloudc::no_map

      × nobody knows what `shop/main.cld` was written from: there is no map `shop/main.map.json` beside it
      help: `cloudc emit FILE --out DIR` writes templates and manifests with their maps; keep both together
    --- exit 2
    ");
    assert_snapshot!(shell.run("emit shop/main.cld --to terraform"), @"
    --- stderr
    error: invalid value 'terraform' for '--to <TARGET>': there are cloudformation, kubernetes, iam

    For more information, try '--help'.
    --- exit 2
    ");
    assert_snapshot!(shell.run("emit shop/main.cld --max-resources 501"), @"
    --- stderr
    error: invalid value '501' for '--max-resources <N>': a number from 1 to 500

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn manifests_are_emitted_and_lead_back() {
    let program = r#"
app shop { region = "eu-west-1" }
component kube {
  connection = { endpoint = "https://k8s.example.com", authority = "LS0t" }
}
kube edge {}
resource queue: aws.sqs.Queue {}
resource settings: k8s.core.v1.ConfigMap on edge { data = { on = "yes", queue = queue.QueueUrl } }
"#;
    let shell = Shell::with(&[("a.cld", program)]);
    assert_snapshot!(shell.run("emit a.cld --to kubernetes"), @r#"
    --- stderr
    error[E0416 later-value]: `data.queue` of `settings` needs `queue.QueueUrl`, which is known only when the cloud has made it
      ┌─ a.cld:8:59
      │
    8 │ resource settings: k8s.core.v1.ConfigMap on edge { data = { on = "yes", queue = queue.QueueUrl } }
      │                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │                                                                                       │
      │                                                                                       the value comes from here
      │
      = help: `--later placeholder` lists what is to be filled in, `--later external-secrets` takes it from a store; `cloudc apply` knows it

    1 error in 1 file
    --- exit 1
    "#);
    assert_snapshot!(shell.run("emit a.cld --to kubernetes --later placeholder"), @r#"
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
      labels:
        app.kubernetes.io/managed-by: cloudc
        app.kubernetes.io/part-of: shop
    data:
      "on": "yes"
      queue: LATER_queue_QueueUrl
    --- stderr
    note: this is one of 7 files; --out writes them all
    note[I0413 left-out]: `queue` is left out: a cluster does not make them
      ┌─ a.cld:7:1
      │
    7 │ resource queue: aws.sqs.Queue {}
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 note in 1 file
    --- exit 0
    "#);
    assert_snapshot!(shell.run("emit a.cld --to kubernetes --later placeholder --out out"), @"
    --- stderr
    7 files are in out
    note[I0413 left-out]: `queue` is left out: a cluster does not make them
      ┌─ a.cld:7:1
      │
    7 │ resource queue: aws.sqs.Queue {}
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 note in 1 file
    --- exit 0
    ");
    assert_snapshot!(shell.run("where out/00-settings.yaml settings"), @"
    /ConfigMap/settings
      settings is written at a.cld:8:1
    --- exit 0
    ");
    assert_snapshot!(shell.run("where out/00-settings.yaml 9"), @"
    /ConfigMap/settings/data
      settings is written at a.cld:8:59
    --- exit 0
    ");
    assert_snapshot!(shell.run("emit a.cld --to kubernetes --charts nix"), @"
    --- stderr
    error: invalid value 'nix' for '--charts <WHO>'
      [possible values: helm, flux, argo]

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn what_cannot_be_emitted_is_a_finding() {
    let program = "app shop { region = \"eu-west-1\" }\n@snapshot\nresource queue: aws.sqs.Queue {}\n";
    assert_snapshot!(Shell::with(&[("a.cld", program)]).run("emit a.cld --out out"), @"
    --- stderr
    error[E0411 no-snapshot]: CloudFormation takes no snapshot of `aws.sqs.Queue`
      ┌─ a.cld:3:1
      │
    3 │ resource queue: aws.sqs.Queue {}
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │
      = help: write `@retain`: it then stays where it is when it leaves the template

    1 error in 1 file
    --- exit 1
    ");
}

#[test]
fn nouns_of_the_library_are_documented() {
    let shell = Shell::with(&[]);
    let all = shell.run("doc --library");
    assert!(all.contains("\nqueue        A queue of messages") && all.trim_end().ends_with("--- exit 0"), "{all}");
    let one = shell.run("doc queue");
    assert!(one.starts_with("# queue\n\nA queue of messages"), "{one}");
    assert!(one.contains("| `visibility` | `Duration(0s..12h)` | `30s` |") && one.contains("\n```cld\napp "), "{one}");
    let word = shell.run("doc scale");
    assert!(word.starts_with("# scale\n") && word.contains("| `fleet` | EC2 Auto Scaling |"), "{word}");
    assert_snapshot!(shell.run("doc qeue"), @"
    --- stderr
    cloudc::no_such_noun

      × there is no noun `qeue` in the library, nor a file of that name
      help: did you mean `queue`?
    --- exit 2
    ");
    assert_snapshot!(shell.run("doc spaceship"), @"
    --- stderr
    cloudc::no_such_noun

      × there is no noun `spaceship` in the library, nor a file of that name
      help: `cloudc doc --library` lists its nouns
    --- exit 2
    ");
}
