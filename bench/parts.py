"""Measure where our own build's time goes: seconds of one process by room, told by cProfile.

python bench/parts.py SURVEY OUT     prints them as JSON, with what other programs took beside
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from measure import CommandFailed, Measured, Memory, put_aside, start
from work_counts import LIBRARIES, room

MOST = 8
"""Parts that are told; the others are one."""


def measure_parts(survey: Path, out: Path) -> Measured:
    """Build under a profiler, in a process of its own; further figures are seconds by room."""
    put_aside(out)
    process = start([sys.executable, __file__, str(survey), str(out)], survey)
    with Memory(process.pid) as memory:
        said = process.communicate()[0].decode(errors="replace")
    if process.returncode:
        raise CommandFailed(said)
    found = Counter(json.loads(said.splitlines()[-1]))
    whole, others = found.pop("seconds"), found.pop("programs")
    top = dict(found.most_common(MOST))
    top["all other code"] = sum(found.values()) - sum(top.values())
    top["other programs and processes"] = others
    return Measured(whole, sum(found.values()) + others, memory.most, more=top)


def main() -> None:
    """Build a survey's site under the profiler, in this process alone."""
    from site_builder.mkdocs_site import run  # noqa: PLC0415 (loading it is no part of building)

    survey, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    os.chdir(survey)
    profile = cProfile.Profile(time.process_time)
    begun = time.perf_counter()
    if not profile.runcall(run.build, survey, out=out, workers=1):
        sys.exit(1)
    seconds = time.perf_counter() - begun
    found: Counter[str] = Counter()
    for (path, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if path == "~":  # built in: what calls it is what takes the time
            for (caller, _, _), each in callers.items():
                found[place(caller)] += each[2]
        else:
            found[place(path)] += own
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {"seconds": seconds, "programs": used.ru_utime + used.ru_stime}
    print(json.dumps(found | figures))


def place(path: str) -> str:
    """Name the room or library that a file of code belongs to."""
    found = room(path)
    if found != LIBRARIES:
        return found
    _, installed, below = path.rpartition("site-packages/")
    return below.split("/")[0] if installed else "Python's own"


if __name__ == "__main__":
    main()
