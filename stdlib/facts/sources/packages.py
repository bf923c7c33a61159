"""Fetches the published packages that requirements.txt and packages.json pin, each with its registry's own client."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


class Packages:
    """The fetched packages, all below one folder."""

    def __init__(self, folder):
        self._folder = folder
        self._pins = json.loads((HERE / "packages.json").read_text())

    def ensure_venv(self):
        """Makes the virtual environment with the pinned wheels; gives its Python."""
        python = self._folder / "bin/python"
        wanted = (HERE / "requirements.txt").read_text()
        stamp = self._folder / "installed.txt"
        if not stamp.exists() or stamp.read_text() != wanted:
            venv.create(self._folder, with_pip=True)
            (self._folder / ".gitignore").write_text("*\n")
            run(python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", HERE / "requirements.txt")
            stamp.write_text(wanted)
        return python

    def site(self):
        """The folder of the installed Python packages."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self._folder / "lib" / version / "site-packages"

    def versions(self):
        """Package -> version of everything that is read, all registries together."""
        lines = (line.strip() for line in (HERE / "requirements.txt").read_text().splitlines())
        wheels = dict(line.split("==") for line in lines if line and not line.startswith("#"))
        others = {name: pin["version"] for group in self._pins.values() for name, pin in group.items()}
        return dict(sorted({**wheels, **others}.items()))

    def npm(self, name):
        """The folder of an unpacked npm package."""
        pin = self._pins["npm"][name]
        target = self._folder / "npm" / f"{name.replace('/', '_')}-{pin['version']}"
        if not target.exists():
            packed = self._folder / "npm" / "packed"
            packed.mkdir(parents=True, exist_ok=True)
            answer = run("npm", "pack", "--json", f"{name}@{pin['version']}", "--pack-destination", packed)
            info = json.loads(answer)[0]
            check(name, info["integrity"], pin["integrity"])
            with tarfile.open(packed / info["filename"]) as archive:
                archive.extractall(target, filter="data")
        return target / "package"

    def go(self, path):
        """The text of the files of a Go module: a function from a path's suffix test to {path: bytes}.

        A module that asks for a newer Go than the installed one is still downloaded and verified; only its zip is read.
        """
        pin = self._pins["go"][path]
        cache = self._folder / "go"
        env = {**os.environ, "GOMODCACHE": str(cache), "GOFLAGS": "-modcacherw -mod=mod", "GOTOOLCHAIN": "local"}
        command = ["go", "mod", "download", "-json", f"{path}@{pin['version']}"]
        answer = subprocess.run(command, env=env, cwd=self._folder, stdout=subprocess.PIPE, check=False)
        info = json.loads(answer.stdout)
        if "Zip" not in info:
            raise RuntimeError(f"{path}: {info.get('Error')}")
        check(path, info["Sum"], pin["sum"])
        return Zip(Path(info["Zip"]), f"{path}@{pin['version']}/")


class Zip:
    """The files of a Go module's zip."""

    def __init__(self, file, prefix):
        self._file, self._prefix = file, prefix

    def read(self, folder, suffix):
        """The files below `folder` whose names end in `suffix`, by path inside the module, in order."""
        with zipfile.ZipFile(self._file) as archive:
            names = sorted(name for name in archive.namelist() if name.startswith(self._prefix + folder))
            return {name[len(self._prefix) :]: archive.read(name) for name in names if name.endswith(suffix)}


def check(name, got, wanted):
    """Refuses a package whose checksum is not the pinned one."""
    if got != wanted:
        raise RuntimeError(f"{name}: checksum {got}, but packages.json pins {wanted}")


def run(*command):
    """What a command prints; its failure is ours."""
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True).stdout
