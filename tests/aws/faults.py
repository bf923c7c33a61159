"""What goes wrong on the way, on purpose: calls that are throttled, and answers that are lost after the work was done."""

import threading

THROTTLED = b"""<?xml version="1.0"?><Response><Errors><Error><Code>RequestLimitExceeded</Code>
<Message>Request limit exceeded.</Message></Error></Errors><RequestID>0</RequestID></Response>"""


class Faults:
    """Every so many calls something goes wrong; 0 is never."""

    def __init__(self):
        self.throttle = 0
        self.lose = 0
        self.count = 0
        self.done = {"throttled": 0, "lost": 0}
        self.lock = threading.Lock()

    def fate(self):
        """What becomes of the next call: `throttled`, `lost` or nothing special."""
        with self.lock:
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
