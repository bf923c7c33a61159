"""A cloud with a cluster in it: the stand-in for AWS, whose EKS leads to a real API server."""

import base64
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

from api import Api
from plane import Plane, definitions
from wire import Wire

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "aws"))

from stand import Stand  # noqa: E402


class Cloud(unittest.TestCase):
    """Each test has a cloud and a cluster of its own."""

    program = None

    def setUp(self):
        self.begin()

    def begin(self, *flags):
        """A cluster, and the account in which it is one of EKS."""
        folder = Path(tempfile.mkdtemp(prefix="cloudc-names-"))
        self.addCleanup(shutil.rmtree, folder)
        names = folder / "names"
        self.plane = Plane("--crds", str(definitions()), "--eks-name", f"@{names}", "--pace", "100ms", *flags)
        self.addCleanup(self.plane.close)
        self.api = Api(self.plane.kubeconfig)
        self.wire = Wire(int(self.plane.endpoint.rsplit(":", 1)[1]))
        self.addCleanup(self.wire.close)
        authority = base64.b64encode(self.plane.ca.read_bytes()).decode()
        around = {"CLUSTER_ENDPOINT": self.wire.address, "CLUSTER_AUTHORITY": authority, "CLUSTER_NAMES": str(names)}
        self.stand = Stand(HERE / self.program, **around)
        self.addCleanup(self.stand.close)

    def until(self, holds, what):
        """Waits for something."""
        end = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), end, f"{what} does not come")
            time.sleep(0.1)
