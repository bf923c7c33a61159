"""What Lambda calls: an executor runs some tasks and calls other executors for those that it does not run itself."""

import functools
import json
import os
from concurrent.futures import ThreadPoolExecutor

import boto3
import cloudpickle

from engine import Graph, walk
from store import Store

lambdas = boto3.client("lambda")
bucket = boto3.resource("s3").Bucket(os.environ["DEPENDENCIES"])


@functools.lru_cache(maxsize=4)
def load(run):
    """The graph of a run and the hosts of its store; kept for as long as Lambda keeps the process."""
    body = bucket.Object(f"runs/{run}").get()["Body"].read()
    tasks, hosts = cloudpickle.loads(body)
    # A small run may do with whatever server the name leads to.
    return Graph(tasks), tuple(hosts) or (os.environ["STORE"],)


def spawn(function, run, starts):
    """Calls an executor for each task, and waits for none of them."""

    def call(start):
        payload = json.dumps({"run": run, "starts": [start]})
        lambdas.invoke(FunctionName=function, InvocationType="Event", Payload=payload)

    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(call, starts))


def lambda_handler(event, context):
    run = event["run"]
    graph, hosts = load(run)
    store = Store(run, hosts)
    for start in event["starts"]:
        try:
            walk(graph, start, store, lambda starts: spawn(context.function_name, run, starts))
        except Exception as error:
            store.fail(f"{start}: {error!r}")
            raise
    return {"run": run, "starts": len(event["starts"])}
