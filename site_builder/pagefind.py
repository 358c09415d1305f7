"""The search index of the built site, made by Pagefind's program."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pagefind.service import get_executable

from site_builder.problems import SurveyError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FOLDER: Final = "pagefind"
"""Where a site keeps its index; browsers look for it there."""
FRESH: Final = ".pagefind-fresh"
"""Where a new index grows while the old one is in use."""
UNUSED: Final = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
"""Pagefind's own search boxes and more, which come with every index; our pages use none of it."""
NOT_TEXT: Final = ".headerlink"
"""What stands in a page without being said: the signs after headings that link to them."""
PATTERN: Final = re.compile(r"[^\w.-]")

Run = subprocess.Popen[str]


def index(site: Path, tops: Iterable[str]) -> None:
    """Index the pages at the top of a site and in its folders that `tops` names.

    Only pages that say so (`data-pagefind-body`) are taken up; naming where they are spares
    Pagefind from parsing all others. Raises SurveyError when it fails.
    """
    run = _start(site, tops)
    said, _ = run.communicate()
    _finish(site, run, said)


def _start(site: Path, tops: Iterable[str]) -> Run:
    """Begin to index; the old index stays until the new one is finished."""
    shutil.rmtree(site / FRESH, ignore_errors=True)
    command: list[str | Path] = [_program(), "--site", site, "--output-path", site / FRESH]
    command += ["--glob", _glob(tops), "--exclude-selectors", NOT_TEXT, "--silent"]
    try:
        return subprocess.Popen(  # noqa: S603 (the wheel's own program)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise SurveyError(f"the search index cannot be made: {error}") from None


def _glob(tops: Iterable[str]) -> str:
    """Match pages in these places; what has a meaning in patterns matches as any character."""
    places = sorted(PATTERN.sub("?", top) for top in tops)
    return f"{{{','.join(p if p.endswith('.html') else f'{p}/**/*.html' for p in places)}}}"


def _program() -> Path:
    """Find the program, which a wheel carries."""
    try:
        found = get_executable()
    except FileNotFoundError:
        found = None
    if found is None:
        raise SurveyError("the search index cannot be made: pip install 'pagefind[bin]'")
    return found


def _finish(site: Path, run: Run, said: str) -> None:
    """Put a finished index in the place of the old one."""
    if run.returncode:
        shutil.rmtree(site / FRESH, ignore_errors=True)
        reason = printable(" ".join(said.split()), 300) or f"exit code {run.returncode}"
        raise SurveyError(f"the search index cannot be made: {reason}")
    for pattern in UNUSED:
        for path in (site / FRESH).glob(pattern):
            path.unlink()
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    (site / FRESH).rename(site / FOLDER)


@dataclass
class BackgroundIndex:
    """The index of a site that is served while it is edited: renewed without being waited for.

    Until a new index takes its place readers search the old one.
    """

    site: Path
    tell: Callable[[str], None]
    """Says to the person at the terminal why there is no new index."""
    _run: Run | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, tops: Iterable[str]) -> None:
        """Begin a new index after a build."""
        with self._lock:
            self._run = _start(self.site, tops)
            threading.Thread(target=self._wait, args=[self._run], daemon=True).start()

    def _wait(self, run: Run) -> None:
        said, _ = run.communicate()
        with self._lock:
            if self._run is not run:
                return  # a later build stopped it
            self._run = None
            try:
                _finish(self.site, run, said)
            except SurveyError as error:
                self.tell(str(error))

    def stop(self) -> None:
        """End a run whose pages are about to change."""
        with self._lock:
            run, self._run = self._run, None
        if run:
            run.kill()
            run.wait()
