"""The stand-in as a process, the program in a folder of its own, and what is in the cloud as boto3 sees it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3

HERE = Path(__file__).parent
CLOUDC = Path(os.environ.get("CLOUDC", HERE.parents[1] / "target/debug/cloudc"))
REGION = "eu-west-1"
THINGS = (
    "networks subnets gateways tables groups addresses nats endpoints queues stores roles logs functions mappings layers "
    "machines volumes keys profiles clusters templates"
)
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def counts(**there):
    """What an inventory is, given what there is more than nothing of."""
    return {**dict.fromkeys(THINGS.split(), 0), **there}


class Stand:
    """A cloud of its own, and a copy of the program beside it."""

    def __init__(self, program, *given, **around):
        self.given = given
        self.more = {}
        self.folder = Path(tempfile.mkdtemp(prefix="cloudc-aws-"))
        self.program = self.folder / "program"
        shutil.copytree(HERE / program, self.program, ignore=shutil.ignore_patterns(".cloudc"))
        place = self.folder / "address"
        command = [sys.executable, str(HERE / "server.py"), "0", str(place)]
        with (self.folder / "log").open("w") as log:
            # What else the stand-in is told: see `gaps.py`.
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **around})
        until = time.monotonic() + 60
        while not (place.exists() and place.read_text()):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"the stand-in does not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)
        self.address = place.read_text()

    def close(self):
        """Ends it and takes its folder away."""
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def order(self, **what):
        """Says what goes wrong from now on; gives what went wrong by now."""
        return self.post({"order": what})

    def post(self, what):
        """Tells the stand-in something."""
        request = urllib.request.Request(f"{self.address}/stand", json.dumps(what).encode())
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def start(self, command, *more):
        """Starts cloudc on the program."""
        where = [] if command == "adopt" else ["--cloud", "aws"]
        words = [str(CLOUDC), *command.split(), "main.cld", *where, *self.given, *more]
        pipe = subprocess.PIPE
        return subprocess.Popen(words, cwd=self.program, env=self.around(), stdout=pipe, stderr=subprocess.STDOUT, text=True)

    def around(self):
        """The environment of cloudc: nothing of whoever runs this, neither credentials nor a home with some."""
        keep = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        own = {**KEYS, "AWS_ENDPOINT_URL": self.address, "HOME": str(self.folder), "AWS_EC2_METADATA_DISABLED": "true"}
        return {**keep, **own, **self.more}

    def killed(self, command, at, when, *more):
        """Runs cloudc until its so many-th call that changes something, which is its last; what it printed, and whether it came so far."""
        self.order(kill=at, when=when)
        process = self.start(command, "--yes", *more)
        self.post({"pid": process.pid})
        told, _ = process.communicate(timeout=300)
        # It is taken up days later: Cloud Control knows the tokens no more.
        self.order(forget=True)
        return told, process.returncode == -9

    def cloudc(self, command, *more, expect=0):
        """What cloudc prints; it ends as is expected."""
        process = self.start(command, *more)
        told, _ = process.communicate(timeout=300)
        if expect is not None and process.returncode != expect:
            raise AssertionError(f"cloudc {command} ended with {process.returncode}:\n{told}")
        return told

    def run(self, *words):
        """Runs cloudc without a cloud."""
        subprocess.run([str(CLOUDC), *words], cwd=self.program, env=self.around(), check=True, capture_output=True)

    def edit(self, old, new):
        """Changes the program."""
        path = self.program / "main.cld"
        text = path.read_text()
        if old not in text:
            raise AssertionError(f"the program has no {old}")
        path.write_text(text.replace(old, new))

    def client(self, service):
        """A client that has nothing to do with cloudc."""
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, region_name=REGION, endpoint_url=self.address, **keys)

    def inventory(self):
        """How many there are of everything that the program makes, beside what an account has from the beginning."""
        ec2, awslambda = self.client("ec2"), self.client("lambda")
        own = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
        within = [{"Name": "vpc-id", "Values": own or ["none"]}]
        groups = ec2.describe_security_groups(Filters=within)["SecurityGroups"]
        doors = [door for door in ec2.describe_vpc_endpoints()["VpcEndpoints"] if door["State"] != "deleted"]
        nats = [nat for nat in ec2.describe_nat_gateways()["NatGateways"] if nat["State"] != "deleted"]
        tables = ec2.describe_route_tables(Filters=within)["RouteTables"]
        main = [table for table in tables if any(one.get("Main") for one in table["Associations"])]
        return {
            "networks": len(own),
            "subnets": len(ec2.describe_subnets(Filters=within)["Subnets"]),
            "gateways": len(ec2.describe_internet_gateways()["InternetGateways"]),
            "tables": len(tables) - len(main),
            "groups": len([group for group in groups if group["GroupName"] != "default"]),
            "addresses": len(ec2.describe_addresses()["Addresses"]),
            "nats": len(nats),
            "endpoints": len(doors),
            "queues": len(self.client("sqs").list_queues().get("QueueUrls", [])),
            "stores": len(self.client("dynamodb").list_tables()["TableNames"]),
            "roles": len(self.client("iam").list_roles()["Roles"]),
            "logs": len(self.client("logs").describe_log_groups()["logGroups"]),
            "functions": len(awslambda.list_functions()["Functions"]),
            "mappings": len(awslambda.list_event_source_mappings()["EventSourceMappings"]),
            "layers": len(awslambda.list_layers()["Layers"]),
            "machines": len(self.machines()),
            "volumes": len(self.volumes()),
            "keys": len(ec2.describe_key_pairs()["KeyPairs"]),
            "profiles": len(self.client("iam").list_instance_profiles()["InstanceProfiles"]),
            "templates": len(ec2.describe_launch_templates()["LaunchTemplates"]),
            "clusters": len(self.client("eks").list_clusters()["clusters"]),
        }

    def machines(self):
        """The machines that are not gone."""
        found = self.client("ec2").describe_instances()["Reservations"]
        machines = [machine for reservation in found for machine in reservation["Instances"]]
        return [machine for machine in machines if machine["State"]["Name"] != "terminated"]

    def volumes(self):
        """The volumes that no machine brought with it."""
        return [volume for volume in self.client("ec2").describe_volumes()["Volumes"] if not volume["Attachments"]]
