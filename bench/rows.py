"""What is measured: each row is one contender or one command, on one survey."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import browser
import parts
import peers
import serving
from corpus import COPIED
from measure import Measured, measure, remove
from surveys import REAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = (sys.executable, "-m", "site_builder")


@dataclass(frozen=True)
class Place:
    """Where a row finds its survey, and where it may write."""

    size: str
    survey: Path
    home: Path

    @property
    def site(self) -> Path:
        """Our own site, as the row `build` leaves it."""
        return self.home / "site"

    @property
    def copy(self) -> Path:
        """A copy of the survey that may be edited."""
        return self.home / "copy"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    title: str
    run: Callable[[Place], Measured]
    prepare: Callable[[Place], None] = lambda _: None
    needs_peers: bool = False


def command(
    *arguments: str, out: str = "", into: str = "", fine: tuple[int, ...] = (0,)
) -> Callable[[Place], Measured]:
    """Make a row of a command of ours, which writes to `out` where it writes."""

    def run(place: Place) -> Measured:
        target = place.home / out if out else None
        told = [*OURS, *arguments, *([into] if into else []), *([str(target)] if target else [])]
        return measure(told, place.survey, target, fine)

    return run


def peer(
    name: str, told: Callable[[Path], list[str]], out: str = "site"
) -> Callable[[Place], Measured]:
    """Make a row of another generator."""

    def run(place: Place) -> Measured:
        target = place.home / name
        remove(target / ".cache")
        return measure(told(target / out), target, target / out)

    return run


def prepared(name: str, write: Callable[[Path, Path], None], place: Place) -> None:
    """Write a generator's input anew."""
    remove(place.home / name)
    write(place.survey, place.home / name)


def copied(place: Place) -> None:
    """Copy the survey, so that a record of it can be edited."""
    remove(place.copy)
    names = ("papers", *COPIED) if place.size == REAL else [p.name for p in place.survey.iterdir()]
    place.copy.mkdir(parents=True)
    for name in names:
        source = place.survey / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, place.copy / name)


def bibliography(place: Place) -> None:
    """Export the survey, and empty the copy that it is imported into."""
    copied(place)
    told = [*OURS, "export", "bibtex", "--out", str(place.home / "all.bib")]
    measure(told, place.survey, place.home / "all.bib")


def imported(place: Place) -> Measured:
    """Import the survey's own bibliography into one that has its registries alone."""
    papers = place.copy / "papers"
    remove(papers)
    papers.mkdir()
    told = [*OURS, "import", str(place.home / "all.bib"), "--yes"]
    return measure(told, place.copy, None)


def served(place: Place) -> Measured:
    """Edit a record of the copy while it is served."""
    return serving.measure_edit([*OURS, "serve"], place.copy)


def profiled(place: Place) -> Measured:
    """Build under a profiler."""
    return parts.measure_parts(place.survey, place.home / "profiled")


def browsed(place: Place) -> Measured:
    """Open our own site in a browser; it is built if the row `build` has not."""
    if not place.site.exists():
        measure([*OURS, "build", "--out", str(place.site)], place.survey, place.site)
    return browser.measure_site(place.site)


ROWS = {
    "build": Row("our site, everything on", command("build", into="--out", out="site")),
    "mkdocs": Row(
        "plain Markdown pages: MkDocs, Material, its search",
        peer("mkdocs", peers.mkdocs),
        partial(prepared, "mkdocs", peers.write_mkdocs),
        needs_peers=True,
    ),
    "hugo": Row(
        "one plain layout: Hugo, Pagefind",
        peer("hugo", peers.hugo),
        partial(prepared, "hugo", peers.write_hugo),
        needs_peers=True,
    ),
    "zensical": Row(
        "our pages by `survey export-docs`: Zensical",
        peer("zensical", peers.zensical),
        partial(prepared, "zensical", peers.write_zensical),
        needs_peers=True,
    ),
    "export-docs": Row("`survey export-docs`", command("export-docs", out="exported")),
    "check": Row("`survey check`", command("check", fine=(0, 1))),
    "bibtex": Row("`survey export bibtex`", command("export", "bibtex", into="--out", out="bib")),
    "csl-json": Row(
        "`survey export csl-json`", command("export", "csl-json", into="--out", out="csl")
    ),
    "jsonl": Row("`survey export jsonl`", command("export", "jsonl", into="--out", out="jsonl")),
    "import": Row("`survey import` of our own BibTeX", imported, bibliography),
    "serve": Row("`survey serve`: one title edited", served, copied),
    "parts": Row("parts of our build, by cProfile", profiled),
    "browser": Row("explorer and search in Chromium", browsed),
}
"""Every row, by the name that `--only` takes; in this order they take turns."""
