"""A cloud with a cluster in it: the stand-in for AWS, whose EKS leads to a real API server."""

import base64
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from api import Api
from plane import DEFINED, Plane
from wire import Wire

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "aws"))

from stand import Stand  # noqa: E402


class Cloud(unittest.TestCase):
    """Each test has a cloud and a cluster of its own."""

    program = None

    def setUp(self):
        self.begin()

    def begin(self, *flags, clusters=1, names=None):
        """Clusters, and the account in which each is one of EKS, in the order in which they are made there. They let in whoever
        made one of the names in `names`, which are those that EKS has, unless it is said."""
        self.folder = Path(tempfile.mkdtemp(prefix="cloudc-names-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.names = self.folder / "names"
        flags = ("--crds", str(DEFINED), "--eks-name", f"@{names or self.names}", "--pace", "100ms", *flags)
        self.planes, self.wires = [], []
        for _ in range(clusters):
            plane = Plane(*flags)
            self.addCleanup(plane.close)
            wire = Wire(int(plane.endpoint.rsplit(":", 1)[1]))
            self.addCleanup(wire.close)
            self.planes.append(plane)
            self.wires.append(wire)
        self.plane, self.wire = self.planes[0], self.wires[0]
        self.apis = [Api(plane.kubeconfig) for plane in self.planes]
        self.api = self.apis[0]
        authorities = [base64.b64encode(plane.ca.read_bytes()).decode() for plane in self.planes]
        around = {
            "CLUSTER_ENDPOINT": " ".join(wire.address for wire in self.wires),
            "CLUSTER_AUTHORITY": " ".join(authorities),
            "CLUSTER_NAMES": str(self.names),
        }
        self.stand = Stand(HERE / self.program, **around)
        self.addCleanup(self.stand.close)

    def killed(self, command, seconds):
        """A run that is killed after so long, if it has not ended by then."""
        process = self.stand.start(command, "--yes")
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def until(self, holds, what):
        """Waits for something."""
        end = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), end, f"{what} does not come")
            time.sleep(0.1)
