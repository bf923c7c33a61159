"""Every test here, some files at once: they wait more than they work."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
AT_ONCE = 3
# Those that take longest begin first.
LONG = ("test_crash.py", "test_machines.py", "test_state.py", "test_apply.py")


def run(path):
    """Runs one file; what it printed, whether it passed, and how long it took."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, str(path)], cwd=HERE, capture_output=True, text=True, check=False)
    return path.name, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began


def main():
    """All files; the exit code says whether all passed."""
    paths = sorted(HERE.glob("test_*.py"), key=lambda path: (path.name not in LONG, path.name))
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for name, passed, told, took in pool.map(run, paths):
            failed += not passed
            print(f"{name:20} {'passed' if passed else 'FAILED'} in {took:.0f} s", flush=True)
            if not passed:
                print(told, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
