"""Writes the programs of the suites, corpora, library and examples to `corpus/evaluate`, where the fuzzer starts from.

`python3 tests/fuzz/seeds.py`. How a program of several files is one text: `src/program.rs`.
"""

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FOLDERS = ["tests/corpus", "tests/stages", "tests/suites", "examples", "stdlib", "compiler"]


def cases(page):
    """The programs of a Markdown page: each heading's blocks of `cld` and `text`, by the names of their files."""
    programs, block = [{}], None
    for line in page.splitlines(keepends=True):
        if line.startswith("```"):
            words = line[3:].split()
            name = None if block is not None or not words else words[-1] if len(words) == 2 else "main.cld"
            opens = block is None and words and words[0] in ("cld", "text")
            block = name if opens else "" if block is None else None
            if opens:
                programs[-1].setdefault(name, "")
        elif block:
            programs[-1][block] += line
        elif block is None and line.startswith("#"):
            programs.append({})
    return [program for program in programs if "main.cld" in program]


def joined(program):
    """All files as one text."""
    rest = [f"//// {name}\n{text}" for name, text in program.items() if name != "main.cld"]
    return "".join([program["main.cld"], *rest])


def main():
    into = HERE / "corpus" / "evaluate"
    into.mkdir(parents=True, exist_ok=True)
    seeds = set()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".cld":
                seeds.add(path.read_text())
            elif path.suffix == ".md":
                seeds.update(joined(program) for program in cases(path.read_text()))
    for number, seed in enumerate(sorted(seeds)):
        (into / f"seed{number:04}").write_text(seed)
    print(f"{len(seeds)} programs in {into.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
