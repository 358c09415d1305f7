"""Count what one command does: function calls by room, files and bytes. No clock is asked.

python bench/work_counts.py NAME SURVEY OUT   prints the counts as JSON; the command makes OUT

Calls are those that cProfile sees. One made by our code counts for its room, whatever it calls; all
others count for the libraries. Every module is loaded before anything is counted, and the survey is
so small that no second process helps, so that two runs count the same.
"""

from __future__ import annotations

import cProfile
import json
import os
import pkgutil
import pstats
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import site_builder
from site_builder.cli import main as survey

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("site_builder", "templates", "theme")
"""Where our code lies: of these folders, what stands in them are rooms."""
LIBRARIES = "libraries"
COMPREHENSIONS = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})
"""Python 3.12 and later do not call them."""
WAITING = frozenset({"subprocess.py", "threading.py", "selectors.py", "queue.py"})
"""Modules whose calls are as many as another program, git say, takes its time."""
COMMANDS = {
    "build": ("build", "--workers", "1", "--out"),  # other processes are not counted
    "check": ("check",),
    "export bibtex": ("export", "bibtex", "--out"),
    "export csl-json": ("export", "csl-json", "--out"),
    "export jsonl": ("export", "jsonl", "--out"),
    "export-docs": ("export-docs",),
}
"""The commands that are counted; one that writes ends with where to."""
NOT_OURS = ("assets/", "pagefind/")
"""What a site has of the theme and of the search program."""


def main() -> None:
    """Run a command under the profiler; print what it did."""
    name, home, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    load_everything()
    writes = COMMANDS[name][-1] in {"--out", "export-docs"}
    arguments = [*COMMANDS[name], *([str(out)] if writes else [])]
    os.chdir(home)
    profile = cProfile.Profile()
    printed, sys.stdout = sys.stdout, sys.stderr
    try:
        profile.runcall(survey, arguments, standalone_mode=False)
    finally:
        sys.stdout = printed
    counts = {"calls": dict(calls(pstats.Stats(profile)))}
    if out.exists():
        counts |= written(out)
    print(json.dumps(counts))


def load_everything() -> None:
    """Import all modules of the engine, and with them what they use."""
    for module in pkgutil.walk_packages(site_builder.__path__, "site_builder."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def calls(stats: pstats.Stats) -> Counter[str]:
    """Sum up calls by the room that made them."""
    found: Counter[str] = Counter()
    for (_, _, called), (_, _, _, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if called not in COMPREHENSIONS:
            for (path, _, _), each in callers.items():
                if Path(path).name not in WAITING:
                    found[room(path)] += each[1]
    return found


def room(path: str) -> str:
    """Name the room that a file of code belongs to."""
    place = Path(path)
    if not place.is_relative_to(ROOT):
        return LIBRARIES
    top, *below = place.relative_to(ROOT).parts
    if top not in ROOMS:
        return LIBRARIES
    return "/".join([top, *below[:-1]][:2])


def written(out: Path) -> dict[str, dict[str, int]]:
    """Count files and their bytes by the end of their names."""
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for path in [out] if out.is_file() else sorted(out.rglob("*")):
        name = path.name if path == out else path.relative_to(out).as_posix()
        if path.is_file() and not name.startswith(NOT_OURS):
            files[path.suffix or "none"] += 1
            size[path.suffix or "none"] += path.stat().st_size
    return {"files": dict(files), "bytes": dict(size)}


if __name__ == "__main__":
    main()
