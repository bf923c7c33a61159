"""Compares workloads that nouns say with the same as people write them: `nouns.py PROGRAMS EMITTED`.

Below PROGRAMS each folder has `expected.yaml`, written by hand as one writes manifests, beside the program that says the same,
and `departures`: what means something else, and why. A line of it is `KIND/NAME PLACE WHY`, and holds for all places that begin so;
`+KIND/NAME WHY` is an object more, `-KIND/NAME WHY` one less; `*` is any text. `departures` of PROGRAMS holds for all folders.
What differs without a line is an error, and so is a line that nothing needs any more.
"""

import re
import sys
from pathlib import Path

from plain import plain
from same import differences, objects

FEWEST = 10


def pattern(text):
    """A text in which `*` is any."""
    return re.compile(".*".join(re.escape(part) for part in text.split("*")))


def departures(path):
    """The lines of a file: sign, object, place, and the line itself."""
    for line in path.read_text().splitlines() if path.exists() else []:
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split(maxsplit=2 if line[0] not in "+-" else 1)
        sign, name = (line[0], words[0][1:]) if line[0] in "+-" else ("", words[0])
        yield sign, pattern(name), pattern(words[1]) if not sign else None, line


def found(expected, emitted):
    """What differs: sign, object, place, and in words."""
    for key in sorted(expected.keys() - emitted.keys()):
        yield "-", key, "", f"{key} is not there"
    for key in sorted(emitted.keys() - expected.keys()):
        yield "+", key, "", f"{key} is there too"
    for key in sorted(expected.keys() & emitted.keys()):
        for place in differences(expected[key], emitted[key]):
            yield "", key, place.split(": ")[0], f"{key}{place}"


def read(folder):
    """The objects of a folder by kind and name, brought to their meaning."""
    return {f"{kind}/{name}": plain(one) for (kind, _, name), one in objects(folder).items()}


def compared(folder, emitted, common, used):
    """What is wrong with a folder."""
    lines = list(departures(folder / "departures"))
    wrong = []
    for sign, name, place, words in found(read(folder), read(emitted)):
        holds = [
            line
            for of, object_, where, line in lines + common
            if of == sign and object_.fullmatch(name) and (where is None or where.match(place))
        ]
        used.update(holds)
        wrong += [] if holds else [words]
    return wrong + [f"nothing needs: {line}" for *_, line in lines if line not in used]


def main(programs, emitted):
    """Compares all; the exit code says whether something differs without a reason."""
    folders = sorted(path.parent for path in Path(programs).glob("*/expected.yaml"))
    common = list(departures(Path(programs) / "departures"))
    used, wrong = set(), []
    for folder in folders:
        place = Path(emitted) / folder.name / "placeholder-helm"
        wrong += [f"{folder.name}: {words}" for words in compared(folder, place, common, used)]
    wrong += [f"nothing needs: {line}" for *_, line in common if line not in used]
    print(*wrong, sep="\n")
    print(f"{len(folders)} workloads, {len(used)} departures, {len(wrong)} differences")
    sys.exit(1 if wrong or len(folders) < FEWEST else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
