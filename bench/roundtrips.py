"""Send the records of a survey out to each format and back, and account for every difference.

python bench/roundtrips.py [SURVEY]           figures; the survey of this repository unless told
python bench/roundtrips.py SURVEY --show 5    and examples of each kind of difference
python bench/roundtrips.py --table            the table of the documentation (docs/citing.md)

A difference is accounted for where tests/support/losses.py lists it as what the format cannot hold;
it ends with 1 where one is not. Of 10,000 papers each format takes some ten seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from losses import LOSSES, table  # noqa: E402 (the path is set above)
from roundtrips import FIELDS, SUFFIXES, returned  # noqa: E402

from site_builder.library import Library  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

UNTOLD = "NOT ACCOUNTED FOR"
SHOWN = 300


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("survey", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--show", type=int, default=0, metavar="N")
    parser.add_argument("--table", action="store_true")
    asked = parser.parse_args()
    if asked.table:
        print(table())
        return 0
    library, problems = Library.load(asked.survey)
    print(f"{len(library.papers):,} records of {asked.survey.name}, {len(problems):,} problems")
    return max(measured(library, name, asked.show) for name in SUFFIXES)


def measured(library: Library, name: str, show: int) -> int:
    """Print the figures of one format; return 1 where a difference is not accounted for."""
    begun = time.process_time()
    back = returned(library, name)
    kinds: Counter[str] = Counter()
    examples: defaultdict[str, list[str]] = defaultdict(list)
    changed: set[str] = set()
    for key, paper in library.papers.items():
        if key not in back.papers:
            kinds[f"{UNTOLD}: did not come back"] += 1
            examples[f"{UNTOLD}: did not come back"].append(f"{key}: {back.refused.get(key)}")
            continue
        for field, there, here in differences(paper, library, back.papers[key], back.library):
            changed.add(key)
            kind = why(field, name, paper, library)
            kinds[kind] += 1
            examples[kind].append(f"{key}: {there!r} -> {here!r}")
    same = len(library.papers) - len(changed)
    seconds = time.process_time() - begun
    print(f"\n{name}: {same:,} of {len(library.papers):,} equal in every field, {seconds:.1f} s")
    for kind, count in kinds.most_common():
        print(f"  {count:6,} {kind}")
        for each in examples[kind][:show]:
            print(f"           {each[:SHOWN]}")
    return int(any(UNTOLD in kind for kind in kinds))


def differences(
    paper: Paper, library: Library, other: Paper, its: Library
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields that differ, with what went out and what came back."""
    for field, read in FIELDS.items():
        there, here = read(paper, library), read(other, its)
        if there != here:
            yield field, there, here


def why(field: str, name: str, paper: Paper, library: Library) -> str:
    """Say why a field differs, as the list of losses does."""
    for loss in LOSSES:
        if name in loss.formats and loss.holds(field, paper, library):
            return f"{field}: {loss.words or 'the format has no place for it'}"
    return f"{field}: {UNTOLD}"


if __name__ == "__main__":
    sys.exit(main())
