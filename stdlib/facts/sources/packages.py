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

    def pins(self):
        """Every package that is read, as `registry name version`."""
        lines = (HERE / "requirements.txt").read_text().splitlines()
        wheels = (f"pypi {line.replace('==', ' ')}" for line in lines if "==" in line)
        others = (f"{registry} {' '.join(split(pin))}" for registry, group in self._pins.items() for pin in group)
        return [*wheels, *others]

    def npm(self, name):
        """The folder of an unpacked npm package."""
        (pin,) = self._matching("npm", name)
        target = self._folder / "npm" / pin.replace("/", "_")
        if not target.exists():
            packed = self._folder / "npm" / "packed"
            packed.mkdir(parents=True, exist_ok=True)
            info = json.loads(run("npm", "pack", "--json", pin, "--pack-destination", packed))[0]
            self._check("npm", pin, info["integrity"])
            with tarfile.open(packed / info["filename"]) as archive:
                archive.extractall(target, filter="data")
        return target / "package"

    def go(self, path):
        """The pinned versions of a Go module, oldest first: version -> files.

        A module that asks for a newer Go than the installed one is still downloaded and verified; only its zip is read.
        """
        return {split(pin)[1]: Module(self._download(pin), pin) for pin in self._matching("go", path)}

    def _download(self, pin):
        cache = str((self._folder / "go").resolve())
        env = {**os.environ, "GOMODCACHE": cache, "GOFLAGS": "-modcacherw -mod=mod", "GOTOOLCHAIN": "local"}
        command = ["go", "mod", "download", "-json", pin]
        answer = subprocess.run(command, env=env, cwd=self._folder, stdout=subprocess.PIPE, check=False).stdout
        info = json.loads(answer)
        if "Zip" not in info:
            raise RuntimeError(f"{pin}: {info.get('Error')}")
        self._check("go", pin, info["Sum"])
        return Path(info["Zip"])

    def _matching(self, registry, name):
        return [pin for pin in self._pins[registry] if split(pin)[0] == name]

    def _check(self, registry, pin, got):
        if got != self._pins[registry][pin]:
            raise RuntimeError(f"{pin}: checksum {got} is not the one in packages.json")


class Module:
    """The files in the zip of a Go module."""

    def __init__(self, file, pin):
        self._file, self._prefix = file, f"{pin}/"

    def read(self, folder, suffix):
        """The files below `folder` whose names end in `suffix`: path inside the module -> bytes, in order."""
        with zipfile.ZipFile(self._file) as archive:
            names = sorted(name for name in archive.namelist() if name.startswith(self._prefix + folder))
            return {name[len(self._prefix) :]: archive.read(name) for name in names if name.endswith(suffix)}


def split(pin):
    """Name and version of `name@version`."""
    name, _, version = pin.rpartition("@")
    return name, version


def run(*command):
    """What a command prints; its failure is ours."""
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True).stdout
