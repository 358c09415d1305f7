"""Surveys of many records that are hostile together: what `check` and `build` cost there.

Run by `python bench/hostile.py --crowds`.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Records = Iterator[dict[str, object]]

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
PAPERS = 10_000
WORDS = ["".join(random.Random(n).choices("abcdefghijklmnop", k=7)) for n in range(4_000)]  # noqa: S311 (no secret)


def paper(number: int, **fields: object) -> dict[str, object]:
    """Make a good record whose title and abstract are like no other's."""
    chance = random.Random(number)  # noqa: S311 (no secret)
    title = " ".join(chance.choices(WORDS, k=8)).capitalize()
    abstract = " ".join(chance.choices(WORDS, k=160)).capitalize()
    good = {"title": title, "authors": [f"Ann Smith{number % 3_000}"], "year": 2020}
    good |= {"venue": "JPA", "fold": ["dart"], "abstract": f"{abstract}."}
    return good | fields


def ordinary() -> Records:
    """Make records that have nothing wrong."""
    return (paper(n) for n in range(PAPERS))


def dangling() -> Records:
    """Make one record of 1,000 relations that lead nowhere, among ordinary ones."""
    yield from ordinary()
    relations = [{"kind": "uses", "paper": f"nobody{n}", "source": "T"} for n in range(1_000)]
    yield paper(PAPERS, relations=relations)


def alike() -> Records:
    """Make records whose titles are nearly the same."""
    return (paper(n, title=f"A Survey of Paper Aeroplanes {n}") for n in range(PAPERS))


def unknown_venues() -> Records:
    """Make records that each name a venue of their own, which nobody knows."""
    return (paper(n, venue=f"Nowhere {n}") for n in range(PAPERS))


def same_doi() -> Records:
    """Make records that all claim one DOI."""
    return (paper(n, doi="10.1000/same") for n in range(PAPERS))


def crowded() -> Records:
    """Make 1,000 records of 1,000 authors."""
    return (paper(n, authors=[f"Ann Smith{a}" for a in range(1_000)]) for n in range(1_000))


def strangers() -> Records:
    """Make 40 records of 1,000 authors of their own."""
    return (paper(n, authors=[f"Ann Smith{n}x{a}" for a in range(1_000)]) for n in range(40))


CROWDS: dict[str, tuple[Callable[[], Records], bool]] = {
    "ordinary": (ordinary, False),
    "1,000 dangling relations among 10,000": (dangling, False),
    "10,000 alike titles": (alike, False),
    "10,000 unknown venues": (unknown_venues, False),
    "10,000 of one DOI": (same_doi, False),
    "1,000 x 1,000 authors": (crowded, False),
    "40 x 1,000 authors": (strangers, True),
    "3,000 categories, 10,000 papers": (ordinary, True),
}
"""What is measured, and whether its site is built too."""


def main() -> None:
    """Measure each crowd; a row for each."""
    print("| what | check | told | build | site |\n|---|---|---|---|---|")
    for name, (records, is_built) in CROWDS.items():
        with tempfile.TemporaryDirectory() as folder:
            root = written(Path(folder) / "survey", records(), 3_000 if "categories" in name else 0)
            seconds, told = cost(root, "check")
            row = [name, f"{seconds:.1f} s", f"{len(told):,} bytes", "", ""]
            if is_built:
                seconds, _ = cost(root, "build", "--out", "site")
                size = sum(path.stat().st_size for path in root.glob("site/**/*") if path.is_file())
                row[3:] = [f"{seconds:.1f} s", f"{size / 1_000_000:,.0f} MB"]
            print(f"| {' | '.join(row)} |", flush=True)


def written(root: Path, records: Records, categories: int) -> Path:
    """Write a survey, with so many categories more."""
    shutil.copytree(TINY, root)
    for number, record in enumerate(records):
        path = root / "papers" / f"smith2020n{number}.yaml"
        path.write_text(yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
    if categories:
        taxonomy = root / "taxonomy.yaml"
        found = yaml.load(taxonomy.read_text("utf-8"), yaml.CSafeLoader)
        more = ({"id": f"c{n}", "title": f"C {n}", "description": "D."} for n in range(categories))
        found["facets"][0]["categories"] += more
        taxonomy.write_text(yaml.dump(found, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
    return root


def cost(root: Path, *arguments: str) -> tuple[float, bytes]:
    """Run a command; return seconds of processor time, its children's too, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "site_builder", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if b"Traceback" in done.stderr:
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, done.stdout + done.stderr
