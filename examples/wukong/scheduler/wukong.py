"""The scheduler: starts and stops the store, sends runs off and waits for what comes of them.

    wukong scale 25              so many Redis servers, and waits until they are there
    wukong run graph.py          runs `tasks` of a file and prints the values that nothing else takes
    wukong serve                 shows on port 8787 how runs stand
"""

import argparse
import json
import os
import runpy
import sys
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import cloudpickle
from engine import Graph
from store import Store

# How many starts one call of the invoker is told of: what is called asynchronously may bring 256 KiB along.
CALL = 1000


class Wukong:
    """The parts of the system, under the names that the program gave them."""

    def __init__(self, env):
        self.env = env
        self.ecs = boto3.client("ecs")
        self.lambdas = boto3.client("lambda")
        self.bucket = boto3.resource("s3").Bucket(env["DEPENDENCIES"])
        self.place = {"cluster": env["CLUSTER"]}

    def scale(self, count, patience=900):
        """Moves the number of servers and waits until there are so many."""
        self.ecs.update_service(service=self.env["SERVICE"], desiredCount=count, **self.place)
        until = time.monotonic() + patience
        while len(self.hosts()) != count:
            if time.monotonic() > until:
                raise TimeoutError(f"after {patience} seconds there are {len(self.hosts())} servers")
            time.sleep(5)

    def hosts(self):
        """The addresses of the servers that run, in an order that stays."""
        pages = self.ecs.get_paginator("list_tasks").paginate(serviceName=self.env["SERVICE"], **self.place)
        arns = [arn for page in pages for arn in page["taskArns"]]
        found = []
        for at in range(0, len(arns), 100):
            tasks = self.ecs.describe_tasks(tasks=arns[at : at + 100], **self.place)["tasks"]
            for task in (task for task in tasks if task["lastStatus"] == "RUNNING"):
                found += [interface["privateIpv4Address"] for interface in task["containers"][0]["networkInterfaces"]]
        return sorted(found)

    def run(self, tasks, patience=3600):
        """Runs a graph; the values that no task takes, by key."""
        graph, hosts = Graph(tasks), self.hosts()
        if not hosts:
            raise RuntimeError("the store has no server: `wukong scale 1`")
        run = str(uuid.uuid4())
        self.bucket.put_object(Key=f"runs/{run}", Body=cloudpickle.dumps((tasks, hosts)))
        note(run, len(tasks), hosts)
        starts = graph.starts()
        for at in range(0, len(starts), CALL):
            payload = json.dumps({"run": run, "starts": starts[at : at + CALL]})
            self.lambdas.invoke(FunctionName=self.env["INVOKER"], InvocationType="Event", Payload=payload)
        store = Store(run, hosts)
        wanted = [key for key, children in graph.children.items() if not children]
        until = time.monotonic() + patience
        while not all(store.has(key) for key in wanted):
            error = store.error()
            if error:
                raise RuntimeError(error)
            if time.monotonic() > until:
                raise TimeoutError(f"{store.done()} of {len(tasks)} tasks have run")
            time.sleep(0.2)
        return {key: store.get(key) for key in wanted}


NOTES = "/var/lib/wukong/runs.json"


def notes():
    """The last runs, newest first: their ids, how many tasks they have, and where their values are."""
    try:
        with open(NOTES) as file:
            return json.load(file)
    except FileNotFoundError:
        return []


def note(run, tasks, hosts):
    newest = [{"run": run, "tasks": tasks, "hosts": hosts}, *notes()][:50]
    with open(f"{NOTES}.new", "w") as file:
        json.dump(newest, file)
    os.replace(f"{NOTES}.new", NOTES)


class Page(BaseHTTPRequestHandler):
    """How runs stand, as text."""

    def do_GET(self):
        lines = []
        for known in notes():
            store = Store(known["run"], known["hosts"])
            try:
                lines.append(f"{known['run']}  {store.done()}/{known['tasks']}  {store.error() or ''}\n")
            except OSError:
                lines.append(f"{known['run']}  its servers are gone\n")
        body = "".join(lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(arguments):
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="wukong", description=__doc__, formatter_class=layout)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("scale").add_argument("count", type=int)
    commands.add_parser("run").add_argument("file")
    commands.add_parser("serve")
    asked = parser.parse_args(arguments)
    if asked.command == "serve":
        ThreadingHTTPServer(("", 8787), Page).serve_forever()
    elif asked.command == "scale":
        Wukong(os.environ).scale(asked.count)
    else:
        for key, value in Wukong(os.environ).run(runpy.run_path(asked.file)["tasks"]).items():
            print(f"{key} = {value!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
