"""Measure how a build grows with the survey: parts of one survey, each built on its own.

python bench/slopes.py SURVEY [--sizes 1000 2000 5000 10000] [--workers 2]

Each part has every so many of the survey's records. Prints a line for each: processor time, the
most memory of all processes and what each had at that moment, files, bytes; then what a thousand
papers more cost between the last two parts.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Measured, Memory, measure

ROW = "| {:,} | {:.1f} s | {:,.0f} MiB | {} | {:,} | {:,.1f} MB |"


class Shares(Memory):
    """Remembers, too, what each process had when all together had the most."""

    last: tuple[int, ...] = ()

    def __init__(self, session: int) -> None:
        super().__init__(session)
        Shares.last = ()

    def see(self, sizes: list[int]) -> None:
        """Take notice of the processes, too, where they have the most."""
        total = sum(sizes) / 1024
        if total > (self.most or 0):
            self.most, Shares.last = total, tuple(s // 1024 for s in sorted(sizes, reverse=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("survey", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 2000, 5000, 10000])
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    print("| papers | processor | memory | of which each process | files | size |")
    print("|--:|--:|--:|---|--:|--:|", flush=True)
    found: list[tuple[int, Measured]] = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = part(asked.survey, size, Path(folder) / "survey")
            row = build(root, Path(folder) / "site", asked.workers)
        found.append((size, row))
        each = " + ".join(f"{share:,}" for share in Shares.last if share)
        print(
            ROW.format(size, row.processor, row.memory or 0, each, row.files, row.bytes / 1e6),
            flush=True,
        )
    if len(found) > 1:
        (fewer, small), (more, large) = found[-2:]
        per = (more - fewer) / 1000
        print(
            f"\nA thousand more: {(large.processor - small.processor) / per:.2f} s, "
            f"{((large.memory or 0) - (small.memory or 0)) / per:.0f} MiB, "
            f"{(large.files - small.files) / per:,.0f} files, "
            f"{(large.bytes - small.bytes) / 1e6 / per:.1f} MB"
        )


def part(survey: Path, size: int, root: Path) -> Path:
    """Copy a survey with so many of its records, taken evenly."""
    left_out = shutil.ignore_patterns("papers", "site", ".*")
    shutil.copytree(survey, root, ignore=left_out)
    (root / "papers").mkdir()
    names = sorted((survey / "papers").glob("*.yaml"))
    for number in range(min(size, len(names))):
        path = names[number * len(names) // size]
        shutil.copy(path, root / "papers" / path.name)
    return root


def build(root: Path, out: Path, workers: int) -> Measured:
    """Build a survey's site."""
    command = [sys.executable, "-m", "site_builder", "build", "--out", str(out)]
    return measure([*command, "--workers", str(workers)], root, out, memory=Shares)


if __name__ == "__main__":
    main()
