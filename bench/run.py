"""Measure everything, each contender in turn, and tell medians (`make bench`).

python bench/run.py                                       the real survey, and 10,000 papers
python bench/run.py --sizes real --only build mkdocs      some rows of some sizes
python bench/run.py --sizes 60 --runs 1 --only build      under a minute
python bench/run.py --papers FILE.jsonl.gz                papers of your own: see surveys.py
python bench/run.py --sizes 100000 --write                and put the table into bench/README.md

Without a file of papers, sizes are made of the real records and words drawn from their abstracts.
Peers are installed into build/peers; all else that is written stands in build/bench.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import peers
import report
from measure import CommandFailed, Measured, medians, remove
from rows import ROWS, Place
from surveys import REAL, ROOT, survey_of

HOME = ROOT / "build" / "bench"
USUAL = (REAL, "10000")
"""A hundred thousand papers take the better part of an hour: by choice."""


def main() -> int:
    """Measure, print the table, and write it where asked; end with 1 where a command failed."""
    asked = arguments().parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    if any(ROWS[name].needs_peers for name in asked.only):
        peers.install()
    results, failed = [], False
    for size in asked.sizes:
        place = Place(size, survey_of(size, asked.papers, HOME), HOME / size)
        remove(place.home)
        place.home.mkdir()
        found, is_whole = measured(place, asked.only, asked.runs)
        failed |= not is_whole
        results.append(
            {"size": size, "papers": count(place), "rows": found, **circumstances(asked)}
        )
        if not asked.keep:
            remove(place.home)
    (HOME / "results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    print(report.tables(results))
    if asked.write and not failed:
        report.write(results)
    return int(failed)


def arguments() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", default=USUAL, type=size, metavar="N|real")
    parser.add_argument(
        "--only",
        nargs="+",
        default=list(ROWS),
        choices=ROWS,
        metavar="ROW",
        help=f"of {', '.join(ROWS)}",
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--papers", type=Path, help="a JSONL file of papers, may be packed (.gz)")
    parser.add_argument("--keep", action="store_true", help="leave sites and inputs in build/bench")
    parser.add_argument("--write", action="store_true", help="renew bench/README.md and its plot")
    return parser


def size(text: str) -> str:
    """Read a size of the command line: `real` or a number."""
    if text != REAL and not (text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text}: write {REAL}, or how many papers")
    return text


def circumstances(asked: argparse.Namespace) -> dict[str, Any]:
    """Say under what conditions figures came about."""
    source = "words drawn from the real records" if asked.papers is None else "real papers"
    return {
        "runs": asked.runs,
        "source": source,
        "processors": os.cpu_count() or 1,
        "more": " --papers FILE.jsonl.gz" if asked.papers else "",
    }


def count(place: Place) -> int:
    """Count a survey's records."""
    return sum(1 for _ in (place.survey / "papers").glob("*.yaml"))


def measured(place: Place, names: list[str], runs: int) -> tuple[dict[str, Any], bool]:
    """Run the rows in turn, as often as asked; return medians by row, and whether all went well.

    A row that fails is told and left out; the others go on.
    """
    found: dict[str, list[Measured]] = {}
    loads: dict[str, list[float]] = {}
    broken: set[str] = set()
    for turn in range(runs):
        for name in names:
            if name in broken:
                continue
            try:
                if not turn:
                    ROWS[name].prepare(place)
                loads.setdefault(name, []).append(os.getloadavg()[0])
                run = ROWS[name].run(place)
            except (CommandFailed, OSError) as error:
                print(f"{name}: {error}", file=sys.stderr)
                broken.add(name)
                continue
            found.setdefault(name, []).append(run)
            print(f"{place.size} {name}: {run.seconds:.2f} s", file=sys.stderr)
    whole = {
        name: {**asdict(medians(each)), "load": max(loads[name])} for name, each in found.items()
    }
    return whole, not broken


if __name__ == "__main__":
    sys.exit(main())
