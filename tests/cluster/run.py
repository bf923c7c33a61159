"""Builds the cluster and runs the tests against it: `run.py [TEST ..]`; says so and ends well where it cannot be built."""

import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import helm  # noqa: E402
import plane  # noqa: E402


def unavailable():
    """Why there can be no cluster here; nothing if there can."""
    if shutil.which("go") is None:
        return "there is no Go here"
    listed = subprocess.run(["go", "list", "-deps", "./plane"], cwd=HERE, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return f"Go's modules cannot be had: {listed.stderr.strip().splitlines()[-1]}"
    return None


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
    loader = unittest.TestLoader()
    names = sys.argv[1:]
    tests = loader.loadTestsFromNames(names) if names else loader.discover(str(HERE))
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful())


if __name__ == "__main__":
    main()
