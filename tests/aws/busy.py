"""What takes a while: moto's things are ready at once; here they are not for as many looks as somebody says."""

import io

# By call: what the answer says when all is well, and while it is not.
WORDS = {
    "DescribeInstances": (b"<name>running</name>", b"<name>pending</name>"),
    "DescribeInstanceStatus": (b"<status>ok</status>", b"<status>initializing</status>"),
}


class Busy:
    """How often each call is still told that it is not so far."""

    def __init__(self, looks=0):
        self.left = dict.fromkeys(WORDS, looks)

    def answer(self, app, environ, start_response):
        """The answer of an application, as it would be in between."""
        action = self.action(environ)
        if not self.left.get(action):
            return app(environ, start_response)
        told = []
        body = b"".join(app(environ, lambda status, headers, *_: told.append((status, headers))))
        well, busy = WORDS[action]
        if well in body:
            self.left[action] -= 1
        body = body.replace(well, busy)
        status, headers = told[0]
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def action(self, environ):
        """The call, of services that are older than JSON."""
        if not any(self.left.values()) or "x-www-form-urlencoded" not in environ.get("CONTENT_TYPE", ""):
            return None
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        pairs = dict(pair.partition("=")[::2] for pair in body.decode().split("&"))
        return pairs.get("Action")
