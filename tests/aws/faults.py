"""What goes wrong on the way, on purpose: calls that are throttled, and answers that are lost after the work was done."""

import io
import os
import signal
import threading

THROTTLED = b"""<?xml version="1.0"?><Response><Errors><Error><Code>RequestLimitExceeded</Code>
<Message>Request limit exceeded.</Message></Error></Errors><RequestID>0</RequestID></Response>"""


READS = ("Describe", "Get", "List")


def changes(environ):
    """Whether a call changes something."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return not target.rsplit(".", 1)[-1].startswith(READS)
    if environ["REQUEST_METHOD"] == "POST" and "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", ""):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        action = next((pair for pair in body.decode().split("&") if pair.startswith("Action=")), "")
        return not action.removeprefix("Action=").startswith(READS)
    return environ["REQUEST_METHOD"] != "GET"


class Faults:
    """Every so many calls something goes wrong; 0 is never."""

    def __init__(self):
        self.throttle = 0
        self.lose = 0
        self.count = 0
        self.kill, self.when = 0, None
        self.pid, self.known = None, threading.Event()
        self.done = {"throttled": 0, "lost": 0, "changes": 0}
        self.lock = threading.Lock()

    def victim(self, pid):
        """Who is to be killed."""
        self.pid = pid
        self.known.set()

    def strike(self):
        """Kills the caller, as the machine that it runs on could die."""
        self.known.wait(60)
        os.kill(self.pid, signal.SIGKILL)

    def fate(self, environ):
        """What becomes of the next call: `throttled`, `lost`, the last one (`before`, `after` it is done) or nothing special."""
        with self.lock:
            if changes(environ):
                self.done["changes"] += 1
                if self.done["changes"] == self.kill:
                    return self.when
            self.count += 1
            for fate, every in (("throttled", self.throttle), ("lost", self.lose)):
                if every and self.count % every == 0:
                    self.done[fate] += 1
                    return fate
        return None


def throttled(environ, start_response):
    """The answer to a call that was not looked at."""
    json = environ.get("HTTP_X_AMZ_TARGET") or "json" in environ.get("CONTENT_TYPE", "")
    kind = "application/x-amz-json-1.0" if json else "text/xml"
    body = b'{"__type":"ThrottlingException","message":"Rate exceeded"}' if json else THROTTLED
    start_response("429 Too Many Requests", [("Content-Type", kind), ("x-amzn-errortype", "ThrottlingException")])
    return [body]


def lost(start_response):
    """What the caller gets instead of an answer."""
    start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
    return [b""]
