"""Takes packages out of the queue, one at a time, compiles them in a container and puts them into the bucket."""

import json
import logging
import os
import shutil
import subprocess
import threading
import time
import uuid
from pathlib import Path

OUT = Path("/var/lib/pacloud/out")
REPOS = Path("/var/lib/pacloud/repos")
SCRIPT = Path("/opt/pacloud/compile.sh")

# Seconds. While a package is compiled the queue is told so; a machine that is put to sleep tells it nothing, and the
# message stays hidden for as long as was said last.
HIDDEN = 7200
BEAT = 600
LONGEST = 5 * 3600

# A machine does one thing at a time.
CONTAINER = "pacloud"
KINDS = (".gpkg.tar", ".tbz2")

# How much of what a compiler says is kept: its end is where the mistake is.
TAIL = 2000


class Heart:
    """Keeps a message hidden from other workers for as long as the block runs."""

    def __init__(self, queue, message):
        self.queue, self.message = queue, message
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.beat, daemon=True)

    def beat(self):
        while not self.done.wait(BEAT):
            try:
                self.queue.hide(self.message, HIDDEN)
            except Exception:  # the next beat may get through
                logging.exception("the queue did not hear that the work goes on")

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()


class Queue:
    """The queue of packages that are waited for."""

    def __init__(self, client, url):
        self.client, self.url = client, url

    def take(self):
        """The next message, after at most twenty seconds; None if there is none."""
        answer = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=1, WaitTimeSeconds=20)
        return next(iter(answer.get("Messages", [])), None)

    def hide(self, message, seconds):
        self.client.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )

    def finish(self, message):
        self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])


class Shelf:
    """What is known of packages, and the packages themselves."""

    def __init__(self, table, bucket):
        self.table, self.bucket = table, bucket

    def note(self, build, state, **more):
        names = {"#state": "state", "#since": "since", **{f"#{name}": name for name in more}}
        values = {":state": state, ":since": int(time.time()), **{f":{name}": value for name, value in more.items()}}
        changes = ", ".join(f"{name} = :{name[1:]}" for name in names)
        self.table.update_item(
            Key={"package": build["name"], "useflagCompiled": build["flags"]},
            UpdateExpression=f"SET {changes}",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )

    def keep(self, build, file):
        """Uploads a package; its name never comes twice, so nobody downloads half of two."""
        kind = next(kind for kind in KINDS if file.name.endswith(kind))
        name = f"{build['name']}/{uuid.uuid4()}{kind}"
        self.bucket.upload_file(str(file), name)
        return name


def compile_package(build, image):
    """Compiles one package; gives its file, or what the compiler said last."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    remove_container()
    # A list, not a line: nothing in a name or flag can be taken for another word.
    command = [
        "docker", "run", "--name", CONTAINER, "--rm", "--init", "--cap-add=SYS_PTRACE",
        "--volume", f"{OUT}:/out", "--volume", f"{REPOS}:/var/db/repos", "--volume", f"{SCRIPT}:/compile.sh:ro",
        image, "/compile.sh", build["name"], build["flags"],
    ]  # fmt: skip
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    try:
        done = subprocess.run(command, timeout=LONGEST, check=False, **options)
    except subprocess.TimeoutExpired:
        remove_container()
        return None, f"it was not done after {LONGEST} seconds"
    file = package_in(OUT, build["name"])
    return (file, None) if done.returncode == 0 and file else (None, done.stdout[-TAIL:])


def remove_container():
    """Removes what a worker left behind that was stopped or gave up."""
    subprocess.run(["docker", "rm", "--force", CONTAINER], check=False, capture_output=True)


def package_in(folder, name):
    """The package that a build put into a folder: Portage sorts them by category and perhaps by name."""
    category, _, package = name.partition("/")
    found = (file for kind in KINDS for file in sorted((folder / category).glob(f"**/{package}*{kind}")))
    return next(found, None)


def work(queue, shelf, image, message, compiler=compile_package):
    """Does what one message asks for. What fails here for other reasons than the package comes back after a while."""
    build = json.loads(message["Body"])
    shelf.note(build, "building")
    with Heart(queue, message):
        file, error = compiler(build, image)
        if file is None:
            shelf.note(build, "failed", error=error)
        else:
            shelf.note(build, "ready", object=shelf.keep(build, file))
    queue.finish(message)
    return "failed" if file is None else "ready"


def main():
    import boto3  # the machine has it; whoever tests the rest need not

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    env = os.environ
    queue = Queue(boto3.client("sqs"), env["QUEUE"])
    shelf = Shelf(boto3.resource("dynamodb").Table(env["TABLE"]), boto3.resource("s3").Bucket(env["BUCKET"]))
    while True:
        message = queue.take()
        if message is None:
            continue
        try:
            logging.info("%s: %s", message["Body"], work(queue, shelf, env["COMPILER"], message))
        except Exception:
            logging.exception("%s came to nothing", message["Body"])
            time.sleep(BEAT / 60)


if __name__ == "__main__":
    main()
