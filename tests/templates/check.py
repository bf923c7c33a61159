"""Judges templates that were emitted: `check.py FOLDER`, which holds a folder for each program.

Two judges that know nothing of cloudc: cfn-lint, in three regions, which must have nothing to say; and moto's CloudFormation,
which must build every stack, in the order of `deploy.json`, with what `assets.json` says uploaded. Every resource must be there
afterwards.
"""

import json
import logging
import multiprocessing
import os
import sys
import warnings
from pathlib import Path

import boto3
import yaml
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs
from moto.server import ThreadedMotoServer
from moto.ssm.models import ssm_backends

import moto_gaps

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"]
BUCKET = "assets"

# Programs that name things which exist already, by an id that is written in them, and the error of the service that cannot
# find it in moto's empty account. Such a stack is not built any further.
ELSEWHERE = {
    # A cluster of moto has no group of its own.
    "examples/blueedge": "InvalidGroup.NotFound",
    "library/balancer": "CertificateNotFound",
    "library/record": "NoSuchHostedZone",
    "library/service": "CertificateNotFound",
    "right/environment_main": "ClusterNotFoundException",
    "right/environment_prod": "ClusterNotFoundException",
    "right/environment_test": "ClusterNotFoundException",
    "right/existing_mix": "InvalidVpcID.NotFound",
    "right/finer_machines": "CertificateNotFound",
    "right/images_and_machines": "InvalidSubnetID.NotFound",
    "right/loops_of_loops": "InvalidGroup.NotFound",
    "right/raw_containers": "CertificateNotFound",
    "right/raw_web": "CertificateNotFound",
    "right/places": "NoSuchHostedZone",
    "right/renamed": "ClusterNotFoundException",
    "right/scaled": "ClusterNotFoundException",
    # moto takes every balancer of a stack for one that is for requests, and knows no `SubnetMappings`.
    "right/system_render_fleet": "SubnetNotFound",
    "right/system_rest_partners": "ValidationError",
    "right/system_hub_network": "ValidationError",
    "right/system_shop_containers": "CertificateNotFound",
    "right/system_three_tier": "CertificateNotFound",
    "right/two_engines": "ClusterNotFoundException",
}


def main(folder):
    """Judges every program below a folder; the exit code says whether one failed."""
    programs = sorted(path.parent for path in Path(folder).glob("**/deploy.json"))
    if not programs:
        sys.exit(f"there is nothing below {folder}")
    # Linting is what takes long, and one program has nothing to do with another.
    with multiprocessing.Pool() as pool:
        linted = pool.map(lint, programs, chunksize=1)
    moto_gaps.install()
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    failed = 0
    for program, complaints in zip(programs, linted, strict=True):
        name = program.relative_to(folder)
        complaints = complaints or settled(str(name), build(program, url))
        for complaint in complaints:
            print(f"{name}: {complaint}")
        failed += bool(complaints)
    server.stop()
    print(f"{len(programs)} programs, {failed} failed")
    sys.exit(1 if failed else 0)


def settled(name, complaints):
    """The complaints of a build, but for the one that is known; that one must come."""
    known = ELSEWHERE.get(name)
    if known is None:
        return complaints
    if any(f"({known})" in complaint for complaint in complaints):
        return []
    return [*complaints, f"{known} did not come: it is not to be in ELSEWHERE"]


def templates(program):
    """The templates of a program, JSON and YAML."""
    files = sorted([*program.glob("**/*.json"), *program.glob("**/*.yaml")])
    return [file for file in files if "Resources" in (load(file) or {})]


def load(file):
    """What a file says; JSON is YAML too, but slower to read so."""
    text = file.read_text()
    return json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)


def lint(program):
    """What cfn-lint has to say."""
    found = []
    for file in templates(program):
        for match in lint_file(file, ManualArgs(regions=REGIONS)):
            found.append(f"{file.name}:{match.linenumber} {match.rule.id} {match.message}")
    return found


def build(program, url):
    """What goes wrong when the stacks of a program are made, one after the other."""
    Client(url, "us-east-1").reset()
    moto_gaps.complaints.clear()
    outputs = {}
    for step in json.loads((program / "deploy.json").read_text())["steps"]:
        client = Client(url, step["region"] or "eu-west-1")
        try:
            upload(program, client)
            outputs[step["stack"]] = make(program, step, client, outputs)
            missing = client.missing(step["stack"], load(program / step["template"]))
        except Exception as error:  # pylint: disable=broad-except
            return [f"{step['template']}: {type(error).__name__} {str(error).splitlines()[0]}", *moto_gaps.complaints]
        if missing:
            return [f"{step['template']}: moto did not make {', '.join(missing)}"]
    return []


def upload(program, client):
    """Puts into the bucket what is to lie there."""
    client.make_bucket()
    manifest = program / "assets.json"
    if manifest.exists():
        said = json.loads(manifest.read_text())
        for entry in said["archives"] + said["templates"]:
            if "file" in entry:
                client.s3.put_object(Bucket=BUCKET, Key=entry["key"], Body=(program / entry["file"]).read_bytes())


def make(program, step, client, outputs):
    """Makes a stack; gives its outputs."""
    given = {}
    declared = load(program / step["template"]).get("Parameters", {})
    for parameter in declared.values():
        if parameter["Type"].startswith("AWS::SSM::Parameter::Value"):
            client.publish(parameter["Default"])
    for name, source in step["parameters"].items():
        if "bucket" in source:
            given[name] = BUCKET
        elif "stack" in source:
            given[name] = outputs[source["stack"]][source["output"]]
        elif "ask" in source:
            given[name] = answer(declared[name])
    return client.make(step["stack"], (program / step["template"]).read_text(), given)


def answer(declared):
    """A value that a parameter takes."""
    if "AllowedValues" in declared:
        return declared["AllowedValues"][0]
    if "AllowedPattern" in declared:
        return "192.0.2.0/24"
    if "Number" in declared["Type"]:
        return str(declared.get("MinValue", 1))
    return "answer"


class Client:
    """moto's services in a region."""

    def __init__(self, url, region):
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        session = boto3.Session(region_name=region, **keys)
        self.url = url
        self.region = region
        self.stacks = session.client("cloudformation", endpoint_url=url)
        self.s3 = session.client("s3", endpoint_url=url)
        self.ssm = session.client("ssm", endpoint_url=url)

    def reset(self):
        """Forgets everything."""
        from urllib.request import Request, urlopen

        urlopen(Request(f"{self.url}/moto-api/reset", method="POST"), timeout=60)

    def make_bucket(self):
        """Makes the bucket for assets, if it is not there."""
        try:
            self.s3.head_bucket(Bucket=BUCKET)
        except self.s3.exceptions.ClientError:
            place = {} if self.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
            self.s3.create_bucket(Bucket=BUCKET, **place)

    def publish(self, name):
        """Makes a public parameter that names an image; moto has only some, and lets nobody make one."""
        self.ssm.put_parameter(Name="/test/image", Value="ami-12c6146b", Type="String", Overwrite=True)
        parameters = ssm_backends["123456789012"][self.region]._parameters
        parameters[name] = parameters["/test/image"]

    def make(self, stack, template, given):
        """Makes a stack; gives its outputs."""
        parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()]
        capabilities = ["CAPABILITY_NAMED_IAM"]
        self.stacks.create_stack(StackName=stack, TemplateBody=template, Parameters=parameters, Capabilities=capabilities)
        made = self.stacks.describe_stacks(StackName=stack)["Stacks"][0]
        if made["StackStatus"] != "CREATE_COMPLETE":
            raise RuntimeError(f"{stack} is {made['StackStatus']}: {made.get('StackStatusReason')}")
        return {output["OutputKey"]: output["OutputValue"] for output in made.get("Outputs", [])}

    def missing(self, stack, template):
        """The resources of a template that are not there."""
        pages = self.stacks.get_paginator("list_stack_resources").paginate(StackName=stack)
        there = {one["LogicalResourceId"] for page in pages for one in page["StackResourceSummaries"]}
        return sorted(set(template["Resources"]) - there)


if __name__ == "__main__":
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="moto")
    main(sys.argv[1])
