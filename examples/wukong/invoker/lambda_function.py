"""What Lambda calls: an invoker calls many executors at once, so that a run with many starts is soon on its way."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

# How many tasks one executor begins with: more would run one after the other.
SHARE = 1
THREADS = 64


def shares(starts, size=SHARE):
    """Tasks in groups of one executor each."""
    return [starts[at : at + size] for at in range(0, len(starts), size)]


def fan_out(client, function, run, starts):
    """Calls an executor for each group; how many there were."""

    def call(share):
        payload = json.dumps({"run": run, "starts": share})
        client.invoke(FunctionName=function, InvocationType="Event", Payload=payload)

    groups = shares(starts)
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        list(pool.map(call, groups))
    return len(groups)


def lambda_handler(event, _context):
    import boto3  # Lambda has it; whoever tests the rest need not

    return {"called": fan_out(boto3.client("lambda"), os.environ["EXECUTOR"], event["run"], event["starts"])}
