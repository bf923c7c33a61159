"""Every test here, some files at once."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))

import beside  # noqa: E402

# Those that take longest begin first.
LONG = ("test_crash.py", "test_machines.py", "test_state.py", "test_apply.py")


def main():
    """The exit code says whether all passed."""
    files = sorted((path.name for path in HERE.glob("test_*.py")), key=lambda name: (name not in LONG, name))
    sys.exit(not beside.run({name: [sys.executable, name] for name in files}, HERE, at_once=3))


if __name__ == "__main__":
    main()
