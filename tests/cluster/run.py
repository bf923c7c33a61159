"""Builds the cluster and runs the tests against it: `run.py [NAME ..]`, all or those with a name in theirs, some at once; says so
and ends well where it cannot be built."""

import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.append(str(HERE.parent))

import beside  # noqa: E402
import helm  # noqa: E402
import plane  # noqa: E402

# What takes longest begins first.
LONG = ("test_manifests", "kill", "test_nouns", "out_of_reach")


def unavailable():
    """Why there can be no cluster here; nothing if there can."""
    if shutil.which("go") is None:
        return "there is no Go here"
    listed = subprocess.run(["go", "list", "-deps", "./plane"], cwd=HERE, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return f"Go's modules cannot be had: {listed.stderr.strip().splitlines()[-1]}"
    return None


def each(suite):
    """The tests of a suite by their names; those of a class that share a cluster are one."""
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from each(one)
        else:
            kind = type(one)
            shares = kind.setUpClass.__func__ is not unittest.TestCase.setUpClass.__func__
            yield f"{kind.__module__}.{kind.__qualname__}" if shares else one.id()


def main():
    """The exit code says whether a test failed."""
    reason = unavailable()
    if reason is not None:
        print(f"skipped: {reason}")
        return
    plane.build()
    without = helm.build()
    if without is not None:
        print(f"without charts: {without}")
    wanted = sys.argv[1:]
    found = dict.fromkeys(each(unittest.TestLoader().discover(str(HERE))))
    chosen = [name for name in found if not wanted or any(word in name for word in wanted)]
    chosen.sort(key=lambda name: not any(word in name for word in LONG))
    sys.exit(not beside.run({name: [sys.executable, "-m", "unittest", name] for name in chosen}, HERE, at_once=3))


if __name__ == "__main__":
    main()
