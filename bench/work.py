"""Hold the work that commands do against what is recorded: calls, files and bytes, no seconds.

python bench/work.py             count, compare with bench/work.json; ends with 1 where more is done
python bench/work.py --renew     record what is done now
python bench/work.py --only build check

Counted is a survey of sixty made-up papers, so what is added to the collection changes nothing.
Calls are compared under the Python that they were recorded with; files and bytes under any.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import grow
from filelock import FileLock
from work_counts import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
    """Command, what is counted, part of it."""

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "work.json"
SOURCE = HERE.parent / "tests" / "data" / "tiny"
PLACE = HERE.parent / "build" / "work"
PAPERS = 60
TOLERANCE = 0.03
"""By how much a count may grow before it is called growth."""
LEAST = {"calls": 500, "files": 0, "bytes": 1_000}
"""What a small count may grow by, however large a part of it that is."""
PYTHON = "{}.{}".format(*sys.version_info)


def main() -> int:
    """Count, compare or record; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="record what is done now")
    parser.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--recorded", type=Path, default=RECORDED, help="another file of counts")
    asked = parser.parse_args()
    now = counted(asked.only)
    if asked.renew:
        renew(asked.recorded, now)
        print(f"{asked.recorded.name} has the counts of {', '.join(asked.only)}")
        return 0
    recorded = json.loads(asked.recorded.read_text("utf-8"))
    before = {name: recorded["commands"].get(name, {}) for name in asked.only}
    same_python = recorded["python"] == PYTHON
    if not same_python:
        print(f"calls were recorded with Python {recorded['python']}; here files and bytes count")
    found = list(growths(before, now, with_calls=same_python))
    print("\n".join(found or ["no command does more than is recorded"]))
    for line in shrunk(before, now, with_calls=same_python):
        print(line)
    if found:
        print("If that is meant, record it: python bench/work.py --renew", file=sys.stderr)
    return int(bool(found))


def renew(place: Path, now: Counts) -> None:
    """Write counts into the file of records; those of commands that were not run stay."""
    kept = json.loads(place.read_text("utf-8"))["commands"] if place.exists() else {}
    said = {"python": PYTHON, "papers": PAPERS, "commands": {**kept, **now}}
    place.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", "utf-8")


def counted(names: list[str]) -> dict[str, Any]:
    """Run each command on the survey, in a process of its own; return the counts by command.

    Always at the same place, each with a folder of its own: what stands beside is looked at, too.
    """
    PLACE.parent.mkdir(exist_ok=True)
    with FileLock(PLACE.with_suffix(".lock")):
        shutil.rmtree(PLACE, ignore_errors=True)
        grow(SOURCE, PLACE / "survey", PAPERS)
        for number in range(len(names)):
            (PLACE / str(number)).mkdir()

        def count(number: int) -> Any:
            return counts_of(names[number], PLACE / "survey", PLACE / str(number) / "out")

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(names, pool.map(count, range(len(names))), strict=True))


def counts_of(name: str, survey: Path, out: Path) -> Any:
    """Count one command; raises SystemExit with what it said where it fails."""
    environment = os.environ | {"PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    environment |= {"XDG_CACHE_HOME": str(PLACE / "cache")}  # what was kept before is not made now
    command = [sys.executable, str(HERE / "work_counts.py"), name, str(survey), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def growths(before: Counts, now: Counts, *, with_calls: bool) -> Iterator[str]:
    """Say of each count that grew by more than the tolerance from what to what."""
    for command, what, part, was, now_is in pairs(before, now, with_calls=with_calls):
        if now_is - was > max(was * TOLERANCE, LEAST[what]):
            more = f"{(now_is - was) / was:+.1%}" if was else "new"
            where = f" of {part}" if part else ""
            yield f"{command}: {what}{where} grew from {was:,} to {now_is:,} ({more})"


def shrunk(before: Counts, now: Counts, *, with_calls: bool) -> Iterator[str]:
    """Say of each whole that is now far below its record, which then holds nothing back."""
    for command, what, part, was, now_is in pairs(before, now, with_calls=with_calls):
        if not part and was - now_is > max(was * TOLERANCE, LEAST[what]):
            yield f"{command}: {what} fell from {was:,} to {now_is:,}: worth recording (--renew)"


def pairs(
    before: Counts, now: Counts, *, with_calls: bool
) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield every count as recorded and as it is: of each command the whole, then its parts."""
    for command, counts in now.items():
        for what, parts in counts.items():
            if what == "calls" and not with_calls:
                continue
            recorded = before.get(command, {}).get(what, {})
            yield command, what, "", sum(recorded.values()), sum(parts.values())
            for part in sorted(parts):
                yield command, what, part, recorded.get(part, 0), parts[part]


if __name__ == "__main__":
    sys.exit(main())
