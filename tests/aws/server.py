"""A stand-in for AWS: moto's server, and Cloud Control in the same process on the same port.

`python server.py PORT FILE` listens on this machine only and writes its address into the file once it does; port 0 is any.
`POST /stand` with `{"order": {"throttle": 7, "lose": 11, "looks": 2, "fail": "PackRole"}}` says what goes wrong from now on, and how
often; with `kill` and `when` the caller is killed, whose number a second message tells: `{"pid": 123}`.
"""

import json
import re
import sys
import threading
from pathlib import Path

from moto.iam.models import get_account_id_from
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

import calls
import faults
import gaps
import imports
import nested
import refreshes
from busy import Busy
from cloudcontrol import Api, Refused
from eks import Eks

# What moto's CloudFormation lacks is filled in where templates are judged.
sys.path.append(str(Path(__file__).parents[1] / "templates"))
import moto_gaps  # noqa: E402

TARGET = "CloudApiService."


class Stand:
    """Calls of Cloud Control are answered here, all others by moto."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.apis = {}
        self.looks = 1
        self.busy = Busy()
        self.eks = Eks("123456789012")
        self.refreshes = refreshes.Refreshes("123456789012")
        self.lock = threading.Lock()
        self.faults = faults.Faults()
        self.called = calls.Calls()

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") == "/stand":
            return self.order(environ, start_response)
        self.called.hear(environ)
        # Who calls is asked before anything is done; nobody asks twice.
        greeting = "sts" in environ.get("HTTP_AUTHORIZATION", "")
        fate = None if greeting else self.faults.fate(environ)
        if fate in ("before", "after"):
            if fate == "after":
                list(self.answer(environ, lambda *_: None))
            self.faults.strike()
            return faults.lost(start_response)
        if fate == "throttled":
            return faults.throttled(environ, start_response)
        if fate == "lost":
            list(self.answer(environ, lambda *_: None))
            return faults.lost(start_response)
        return self.answer(environ, start_response)

    def order(self, environ, start_response):
        """Takes what is to go wrong; answers what went wrong since."""
        told = json.loads(Request(environ).get_data() or b"{}")
        if "pid" in told:
            self.faults.victim(told["pid"])
            return Response("{}", content_type="application/json")(environ, start_response)
        order = told.get("order", {})
        done, self.faults = {**self.faults.done, "busy": self.busy.left}, faults.Faults()
        done["calls"], self.called = sorted(self.called.actions), calls.Calls()
        self.faults.throttle, self.faults.lose = order.get("throttle", 0), order.get("lose", 0)
        self.faults.kill, self.faults.when = order.get("kill", 0), order.get("when")
        gaps.FAILING.update({"id": order.get("fail"), "stuck": order.get("stuck", False), "refuse": order.get("refuse")})
        self.refreshes.sick = order.get("sick", 0)
        self.looks = order.get("looks", 1)
        self.busy = Busy(order.get("busy", 0))
        for api in self.apis.values():
            api.looks = self.looks
            if order.get("forget"):
                api.tokens.clear()
        return Response(json.dumps(done), content_type="application/json")(environ, start_response)

    def of_account(self, account):
        """Cloud Control of one account."""
        if account not in self.apis:
            self.apis[account] = Api(account)
            self.apis[account].looks = self.looks
        return self.apis[account]

    def answer(self, environ, start_response):
        """The answer to a call."""
        if self.eks.takes(environ):
            return self.eks(environ, start_response)
        if self.refreshes.takes(environ):
            return self.refreshes(environ, start_response)
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        if not target.startswith(TARGET):
            return self.busy.answer(self.moto, environ, start_response)
        caller = re.search(r"Credential=([^/]+)/\d+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        body = json.loads(Request(environ).get_data() or b"{}")
        try:
            with self.lock:
                api = self.of_account(get_account_id_from(caller.group(1)))
                answer, status = api.call(target[len(TARGET) :], body, caller.group(2)), 200
        except Refused as error:
            answer, status = {"__type": error.code, "message": str(error)}, 400
        kind = "application/x-amz-json-1.0"
        return Response(json.dumps(answer, default=str), status=status, content_type=kind)(environ, start_response)


def main():
    """Serves until the process is ended."""
    gaps.install()
    refreshes.install()
    moto_gaps.install()
    stand = Stand()
    nested.install(gaps.event)
    imports.install(stand.of_account, gaps.event)
    server = make_server("127.0.0.1", int(sys.argv[1]), stand, threaded=True)
    Path(sys.argv[2]).write_text(f"http://127.0.0.1:{server.server_port}", encoding="utf-8")
    server.serve_forever()


if __name__ == "__main__":
    main()
