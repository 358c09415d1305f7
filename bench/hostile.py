"""Measure what one hostile record costs each command, and print the slowest.

python bench/hostile.py             the records of the catalogue that are long or deep
python bench/hostile.py --all       all of them
python bench/hostile.py --crowds    many records that are hostile together, in large surveys
python bench/hostile.py --most 5    end with 1 when a command takes longer than so many seconds

The records are those of tests/hostile/catalogue.yaml, each alone in a small survey. Times are those
of a program of its own, from its start to its end, as a person at a terminal waits.
Crowds are surveys of up to 10,000 papers, made of words that are drawn at random; of those the
processor's time is told, and how large their site is.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import crowds
import yaml

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
CATALOGUE = ROOT / "tests" / "hostile" / "catalogue.yaml"
GOOD = (
    "title: A Paper\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
)
PATIENCE = 120
SHOWN = 12
COMMANDS = {
    "check": ("check",),
    "build": ("build", "--out", "site"),
    "fmt": ("fmt",),
    "cite": ("cite", "all.tex"),
    "import": ("import", "all.bib", "--yes"),
    **{
        f"export {name}": ("export", name, "--out", "out")
        for name in (
            "bibtex",
            "biblatex",
            "ris",
            "csl-json",
            "csv",
            "jsonl",
            "latex-table",
            "markdown",
        )
    },
}
"""What is run on each record, in a copy of the survey."""
COUNTS = {
    "6,000 authors": ("authors", [f"Ann{n} Smith{n}" for n in range(6_000)]),
    "5,000 results": (
        "results",
        [
            {"benchmark": "long-hall", "metric": "distance", "value": n % 60, "variant": f"v{n}"}
            | {"trainable_params_m": n, "provenance": "paper", "source": "T1"}
            for n in range(5_000)
        ],
    ),
    "1,000 relations": (
        "relations",
        [{"kind": "uses", "paper": "folder2019first", "source": "T1"}] * 1_000,
    ),
    "20 former keys": ("former_keys", [f"old{n}" for n in range(20)]),
    "1,000 sources": ("sources", [f"b{n}" for n in range(1_000)]),
}
"""The largest lists that a record may hold."""


def main() -> None:
    """Run every command on every record; print the slowest."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="the short records too")
    arguments.add_argument("--crowds", action="store_true", help="large surveys instead")
    arguments.add_argument("--most", type=float, default=0, help="seconds that no command may pass")
    chosen = arguments.parse_args()
    if chosen.crowds:
        crowds.main()
        return
    found = []
    for name, record in records(with_short=chosen.all).items():
        found += [(seconds, command, name) for command, seconds in measured(record).items()]
        print(f"{name}: {max(found)[0]:.2f} s at most so far", file=sys.stderr)
    for seconds, command, name in sorted(found, reverse=True)[:SHOWN]:
        print(f"{seconds:6.2f} s  {command:18}  {name}")
    sys.exit(bool(chosen.most and max(found)[0] > chosen.most))


def records(*, with_short: bool) -> dict[str, str]:
    """Write the records of the catalogue, by name; and a good one, to compare with."""
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    found = {"a good record": GOOD}
    for name, given in catalogue["inert"].items():
        if with_short or isinstance(given, dict):
            text = long(given)
            line = " ".join(text.split())[:1_000].strip()
            fields = {"title": line, "method": line, "abstract": text, "notes": text}
            found[name] = dumped(fields | {"authors": [{"literal": line}], "comment": line})
    for name, case in catalogue["refused"].items():
        given = case.get("text", case.get("more"))
        if "file" not in case and (with_short or isinstance(given, dict)):
            found[name] = long(given) if "text" in case else f"{GOOD}{long(given)}\n"
    return found | {name: dumped({field: value}) for name, (field, value) in COUNTS.items()}


def long(given: Any) -> str:
    """Spell out a text of the catalogue; where it is repeated, fill twenty thousand characters."""
    if not isinstance(given, dict):
        return str(given)
    times = given["times"]
    if "last" not in given and "before" not in given and "close" not in given:
        times = max(times, 19_000 // len(given["repeat"]))
    run, close = (str(given.get(name, "")) * times for name in ("repeat", "close"))
    before, within, last = (str(given.get(name, "")) for name in ("before", "end", "last"))
    return before + run + within + close + last


def dumped(fields: dict[str, Any]) -> str:
    """Write a good record with other fields."""
    return yaml.safe_dump({**yaml.safe_load(GOOD), **fields}, allow_unicode=True)


def measured(record: str) -> dict[str, float]:
    """Time each command on a survey with one more record."""
    with tempfile.TemporaryDirectory() as name:
        survey = Path(name) / "survey"
        shutil.copytree(TINY, survey)
        (survey / "papers" / "smith2020paper.yaml").write_text(record, encoding="utf-8")
        text = record[:1_000_000]
        (survey / "all.tex").write_text(f"\\cite{{smith2020paper}}{text}", encoding="utf-8")
        entry = f"@article{{a, title={{{text}}}, author={{{text}}}, year=2020}}"
        (survey / "all.bib").write_text(entry, encoding="utf-8")
        return {command: timed(survey, *given) for command, given in COMMANDS.items()}


def timed(survey: Path, *arguments: str) -> float:
    """Time one command; one that hangs counts with our patience, a traceback ends everything."""
    command = [sys.executable, "-m", "site_builder", *arguments]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            command, cwd=survey, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return PATIENCE
    if "Traceback" in done.stderr:
        sys.exit(done.stderr)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
