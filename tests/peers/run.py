"""How long cloudc and its peers take for the same, on the same server, beside one another.

`python run.py [--rounds 5] [PEER ..]`; README.md says what each peer needs. Whoever is not there is left out, and said.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3

import wide

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SERVER = ROOT / "tests/aws/server.py"
CLOUDC = os.environ.get("CLOUDC", str(ROOT / "target/release/cloudc"))
# A key of one letter would be taken for a secret and put out of everything that Ansible prints.
KEYS = {"AWS_ACCESS_KEY_ID": "a" * 20, "AWS_SECRET_ACCESS_KEY": "b" * 40, "AWS_REGION": wide.REGION}
PARTS = ("make", "again", "remove")


class Cloudc:
    """The release build of this tree."""

    def __init__(self, folder):
        (folder / "main.cld").write_text(wide.program())
        self.there = Path(CLOUDC).exists() or "cargo build --release"
        self.make = self.again = [CLOUDC, "apply", "main.cld", "--cloud", "aws", "--yes"]
        self.remove = [CLOUDC, "destroy", "main.cld", "--cloud", "aws", "--yes"]


class CloudFormation:
    """A stack as `cloudc apply --via cloudformation` makes it."""

    def __init__(self, folder):
        (folder / "main.cld").write_text(wide.program())
        self.there = Path(CLOUDC).exists() or "cargo build --release"
        by = ["--via", "cloudformation", "--yes"]
        self.make = self.again = [CLOUDC, "apply", "main.cld", *by]
        self.remove = [CLOUDC, "destroy", "main.cld", *by]


class Cdk:
    """The CDK's command with a template that is there already: its own time for making one is not counted."""

    def __init__(self, folder):
        out = folder / "cdk.out"
        out.mkdir()
        (out / "Wide.template.json").write_text(json.dumps(wide.template()))
        (out / "manifest.json").write_text(json.dumps(assembly()))
        command = ROOT / "target/peers/node_modules/.bin/cdk"
        self.there = command.exists() or "npm install --prefix target/peers tests/peers"
        common = ["--app", str(out), "--no-notices", "--no-version-reporting"]
        self.make = self.again = [str(command), "deploy", "Wide", "--require-approval", "never", "--method", "direct", *common]
        self.remove = [str(command), "destroy", "Wide", "--force", *common]


class Ansible:
    """One playbook with the modules of amazon.aws and community.aws."""

    def __init__(self, folder):
        for state in ("present", "absent"):
            (folder / (state + ".json")).write_text(wide.playbook(state))
        command = Path(sys.executable).parent / "ansible-playbook"
        self.there = command.exists() or "pip install -r tests/peers/requirements.txt"
        local = ["-i", "localhost,", "-e", "ansible_python_interpreter=" + sys.executable]
        self.make = self.again = [str(command), *local, "present.json"]
        self.remove = [str(command), *local, "absent.json"]


class Tofu:
    """OpenTofu, or Terraform, with the provider that its own configuration finds."""

    def __init__(self, folder):
        (folder / "main.tf.json").write_text(wide.configuration())
        command = shutil.which("tofu") or shutil.which("terraform")
        self.there = ready(command, folder) if command else "neither `tofu` nor `terraform` is there"
        self.make = self.again = [command, "apply", "-auto-approve", "-input=false"]
        self.remove = [command, "destroy", "-auto-approve", "-input=false"]


def ready(command, folder):
    """Whether the provider can be found without the network's registry."""
    done = subprocess.run([command, "init", "-input=false"], cwd=folder, capture_output=True, check=False)
    return done.returncode == 0 or "`%s init` found no provider" % command


def assembly():
    """What the CDK writes beside a template: where the stack goes, and that no roles of its own are there."""
    place = "aws://123456789012/" + wide.REGION
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": place,
        "properties": {"templateFile": "Wide.template.json", "validateOnSynth": False},
        "displayName": "Wide",
    }
    return {"version": "36.0.0", "artifacts": {"Wide": stack}}


class Server:
    """moto's server with Cloud Control, of its own for each peer."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cloudc-peers-"))
        place = self.folder / "address"
        command = [sys.executable, str(SERVER), "0", str(place)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not place.exists() or not place.read_text():
            time.sleep(0.05)
        self.address = place.read_text().strip()
        # What moto loads when a service is first asked is nobody's time.
        for service, call in (("ec2", "describe_vpcs"), ("sqs", "list_queues"), ("logs", "describe_log_groups"),
                              ("cloudformation", "list_stacks"), ("sts", "get_caller_identity")):
            getattr(client(service, self.address), call)()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def things(self):
        """How many of the 48 are there."""
        ask = lambda service: client(service, self.address)
        networks = [one for one in ask("ec2").describe_vpcs()["Vpcs"] if not one["IsDefault"]]
        queues = ask("sqs").list_queues().get("QueueUrls", [])
        topics, logs = ask("sns").list_topics()["Topics"], ask("logs").describe_log_groups()["logGroups"]
        return sum(map(len, (networks, queues, topics, logs)))


def client(service, address):
    """A client of a service of the server."""
    keys = {"aws_access_key_id": KEYS["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["AWS_SECRET_ACCESS_KEY"]}
    return boto3.client(service, endpoint_url=address, region_name=wide.REGION, **keys)


def took(command, folder, address):
    """The seconds that a command takes; whatever it prints is shown if it fails."""
    around = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": wide.REGION}
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    # The CDK asks for the events of a stack that moto has deleted at once, and takes that for a failure.
    if done.returncode != 0 and "does not exist" not in done.stderr:
        raise SystemExit("%s failed:\n%s\n%s" % (command[0], done.stdout[-3000:], done.stderr[-3000:]))
    return seconds


def measure(peer, rounds):
    """The seconds of each part in each round, or why there are none."""
    seconds = {part: [] for part in PARTS}
    with Server() as server:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="cloudc-peer-") as folder:
                tool = peer(Path(folder))
                if tool.there is not True:
                    return tool.there
                for part in PARTS:
                    seconds[part].append(took(getattr(tool, part), folder, server.address))
                    left, wanted = server.things(), 0 if part == "remove" else 3 * wide.EACH
                    if left != wanted:
                        raise SystemExit("%s: after `%s` there are %d things" % (peer.__name__, part, left))
    return seconds


def main():
    """Prints a table: the median of each part, and how often cloudc's time that is."""
    peers = {peer.__name__.lower(): peer for peer in (Cloudc, CloudFormation, Cdk, Ansible, Tofu)}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("peers", nargs="*", metavar="PEER", help=", ".join(peers))
    wish = parser.parse_args()
    print("%-16s %10s %10s %10s" % ("", *PARTS))
    for name in wish.peers or peers:
        found = measure(peers[name], wish.rounds)
        if isinstance(found, str):
            print("%-16s left out: %s" % (name, found))
        else:
            print("%-16s %8.2f s %8.2f s %8.2f s" % (name, *(statistics.median(found[part]) for part in PARTS)), flush=True)


if __name__ == "__main__":
    main()
