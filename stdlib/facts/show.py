"""Prints facts for people: `show.py aws.ec2.Subnet` one entry, `show.py aws.ec2.` the names that start so."""

import json
import sys
from pathlib import Path

from container import Container


def main(wanted):
    """Prints the entry `wanted`, or else the names of all entries that start with it."""
    containers = [Container.open(file) for file in sorted(Path(__file__).resolve().parent.glob("*.facts"))]
    entries = [entry for entry in (container.get(wanted) for container in containers) if entry is not None]
    names = [name for container in containers for name in container.names() if name.startswith(wanted)]
    print(*(json.dumps(entry, indent=2, ensure_ascii=False) for entry in entries) if entries else names, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
