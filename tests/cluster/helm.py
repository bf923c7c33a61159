"""Helm as a process: both of its major releases, built once from the published Go modules, and a repository of charts."""

import functools
import hashlib
import http.server
import os
import subprocess
import tarfile
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "target" / "helm"
RELEASES = ("v3.22.0", "v4.3.1")


def build():
    """Builds what is not built yet; the first time takes minutes. Why there can be none; nothing if there can."""
    for release in RELEASES:
        folder = FOLDER / release
        if (folder / "helm").exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        command = ["go", "install", "-ldflags=-s -w", f"helm.sh/helm/{release.split('.')[0]}/cmd/helm@{release}"]
        around = {**os.environ, "CGO_ENABLED": "0", "GOBIN": str(folder), "GOFLAGS": ""}
        # Outside of the module of the cluster, whose choice of modules is another.
        told = subprocess.run(command, cwd=tempfile.gettempdir(), env=around, capture_output=True, text=True, check=False)
        if told.returncode != 0:
            return f"Helm cannot be built: {told.stderr.strip().splitlines()[-1]}"
    return None


def path(release):
    """A search path on which this Helm comes first."""
    return f"{FOLDER / release}{os.pathsep}{os.environ['PATH']}"


def packed(chart, into):
    """A chart as an archive, as `helm package` makes it."""
    version = next(line.split()[1] for line in (chart / "Chart.yaml").read_text().splitlines() if line.startswith("version:"))
    archive = into / f"{chart.name}-{version}.tgz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(chart, arcname=chart.name)
    return archive


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        pass


class Repository:
    """A repository of charts, served on this machine."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="cloudc-charts-")
        self.folder = Path(self.holder.name)
        handler = functools.partial(Quiet, directory=self.holder.name)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.entries = []

    def take(self, chart):
        """Takes a release of a chart in."""
        archive = packed(chart, self.folder)
        version = archive.stem.removeprefix(f"{chart.name}-")
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        self.entries.append(
            f"    - {{ apiVersion: v2, name: {chart.name}, version: {version}, digest: {digest}, urls: [{archive.name}] }}\n"
        )
        index = f"apiVersion: v1\nentries:\n  {chart.name}:\n{''.join(self.entries)}"
        (self.folder / "index.yaml").write_text(index)

    def close(self):
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()
        self.holder.cleanup()
