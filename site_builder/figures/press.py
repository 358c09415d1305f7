"""Charts to pictures: drawn together in a process of its own, while other pages are made."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder.figures.inert import redrawn
from site_builder.figures.values import Figure
from site_builder.problems import SurveyError, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from site_builder.figures.values import Chart, Spec

WORKER: Final = Path(__file__).with_name("worker.py")
PATIENCE: Final = 120
"""Seconds after which drawing counts as hung; a chart takes some hundredths of one."""
CACHE: Final = Path(".cache", "figures.json")
"""Where drawings may be kept between builds, relative to the survey's root."""

Drawing = dict[str, str]
"""What became of a specification: `svg`, or `error`."""


class Press:
    """Draws charts, to be asked early and read late; what is drawn once is kept."""

    def __init__(self, cache: Path | None = None) -> None:
        """Begin with the drawings of earlier builds, if there is a file of them."""
        self._cache: Final = cache
        self._drawn: Final = _read(cache) if cache else {}
        self._coming: Final[dict[str, Future[dict[str, Drawing]]]] = {}
        self._used: Final[dict[str, Drawing]] = {}
        self._threads: Final = ThreadPoolExecutor(max_workers=1)

    def begin(self, charts: Iterable[Chart]) -> None:
        """Begin to draw charts, without waiting for them."""
        specs = {digest(chart.spec): chart.spec for chart in charts}
        known = self._drawn.keys() | self._coming.keys()
        new = {name: spec for name, spec in specs.items() if name not in known}
        if new:
            job = self._threads.submit(_draw, new)
            self._coming.update(dict.fromkeys(new, job))

    def figure(self, chart: Chart, root: str = "") -> Figure:
        """Give a chart's figure for a page from which `root` is the way up.

        Raises SurveyError where it cannot be drawn.
        """
        name = digest(chart.spec)
        if name not in self._drawn:
            self.begin([chart])
            self._drawn.update(self._coming[name].result())
        drawing = self._used[name] = self._drawn[name]
        if "svg" not in drawing:
            reason = printable(drawing.get("error", "no reason given"), 300)
            raise SurveyError(f"the figure {quoted(chart.title)} cannot be drawn: {reason}")
        picture = redrawn(drawing["svg"], chart.title, root)
        return Figure(chart.title, chart.description, chart.table, picture)

    def keep(self) -> None:
        """Keep the drawings that were used since they were last kept, and no others."""
        if self._cache and self._used:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            new = self._cache.with_suffix(".new")
            new.write_text(json.dumps(self._used), encoding="utf-8")
            new.replace(self._cache)
            self._used.clear()


def digest(spec: Spec) -> str:
    """Name a specification by its content and by what draws it."""
    text = f"{version('vl-convert-python')} {json.dumps(spec, sort_keys=True)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _draw(specs: dict[str, Spec]) -> dict[str, Drawing]:
    done = subprocess.run(  # noqa: S603 - our own program, with data on its standard input
        [sys.executable, "-P", str(WORKER)],
        input=json.dumps(list(specs.values())),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SurveyError(f"the figures cannot be drawn: {reason}")
    return dict(zip(specs, json.loads(done.stdout), strict=True))


def _read(cache: Path) -> dict[str, Drawing]:
    """Read what earlier builds kept; a file that cannot be read is as good as none."""
    try:
        found = json.loads(cache.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
