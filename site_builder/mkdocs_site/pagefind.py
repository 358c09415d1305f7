"""The search index of the built site, made by Pagefind's program."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
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
STALE: Final = ".pagefind-stale"
"""Where the old one is removed from."""
UNUSED: Final = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
"""Pagefind's own search boxes and more, which come with every index; our pages use none of it."""
NOT_TEXT: Final = ".headerlink"
"""What stands in a page without being said: the signs after headings that link to them."""
SEARCHED: Final = b"data-pagefind-body"
"""How a page says that the search may find it."""
PATTERN: Final = re.compile(r"[^\w.-]")


class IndexRun:
    """Pagefind's program at work on a site; the old index stays until the new one is finished."""

    def __init__(self, site: Path, tops: Iterable[str]) -> None:
        """Begin to index the pages at the top of a site and in its folders that `tops` names.

        Only pages that say so (`data-pagefind-body`) are taken up; naming where they are spares
        Pagefind from parsing all others. Raises SurveyError where there is no program.
        """
        self.site = site
        shutil.rmtree(site / FRESH, ignore_errors=True)
        command: list[str | Path] = [_program(), "--site", site, "--output-path", site / FRESH]
        command += ["--glob", _glob(tops), "--exclude-selectors", NOT_TEXT, "--silent"]
        self._said = TemporaryFile()  # noqa: SIM115 (closed by whoever ends the run)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the wheel's own program)
                command, stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT
            )
        except OSError as error:
            self._said.close()
            raise SurveyError(f"the search index cannot be made: {error}") from None

    def wait(self) -> None:
        """Wait for the end, whoever brings it about."""
        self._process.wait()

    def stop(self) -> None:
        """End the run without an index."""
        self._process.kill()
        self._process.wait()
        self._said.close()

    def finish(self) -> None:
        """Put the new index in the place of the old; raises SurveyError when there is none."""
        code = self._process.wait()
        with self._said as said:
            said.seek(0)
            reason = printable(" ".join(said.read().decode(errors="replace").split()), 300)
        if code:
            shutil.rmtree(self.site / FRESH, ignore_errors=True)
            reason = reason or f"exit code {code}"
            raise SurveyError(f"the search index cannot be made: {reason}")
        for pattern in UNUSED:
            for path in (self.site / FRESH).glob(pattern):
                path.unlink()
        shutil.rmtree(self.site / STALE, ignore_errors=True)
        with suppress(FileNotFoundError):
            (self.site / FOLDER).rename(self.site / STALE)  # no reader is to see half of it
        (self.site / FRESH).rename(self.site / FOLDER)
        shutil.rmtree(self.site / STALE, ignore_errors=True)


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


@dataclass
class EarlyIndex:
    """The index of a site that is being written: begun once there seems to be no more to find.

    Pages with something to find are written one after the other. Where one comes late after all,
    the run is begun anew, after everything is written.
    """

    site: Path
    tops: set[str]
    """Files and folders at the top of the site in which there is something to find."""
    may_begin: bool = True
    """Whether to begin before everything is written."""
    _has_seen: bool = False
    """Whether a page with something to find has been written."""
    _run: IndexRun | None = None

    def see(self, name: str, *, is_searched: bool) -> None:
        """Record a page that has been written."""
        if is_searched:
            self.tops.add(name.partition("/")[0])
            self._has_seen = True
            self.may_begin &= self._run is None
            self.stop()
        elif self._has_seen and self.may_begin and self._run is None:
            self._run = IndexRun(self.site, self.tops)

    def finish(self) -> None:
        """Wait for the index; raises SurveyError when there is none."""
        run, self._run = self._run or IndexRun(self.site, self.tops), None
        run.finish()

    def stop(self) -> None:
        """End what has been begun."""
        run, self._run = self._run, None
        if run:
            run.stop()


@dataclass
class BackgroundIndex:
    """The index of a site that is served while it is edited: renewed without being waited for.

    Until a new index takes its place readers search the old one.
    """

    site: Path
    tell: Callable[[str], None]
    """Says to the person at the terminal why there is no new index."""
    _run: IndexRun | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, tops: Iterable[str]) -> None:
        """Begin a new index after a build."""
        with self._lock:
            self._run = IndexRun(self.site, tops)
            threading.Thread(target=self._wait, args=[self._run], daemon=True).start()

    def _wait(self, run: IndexRun) -> None:
        run.wait()
        with self._lock:
            if self._run is not run:
                return  # a later build stopped it
            self._run = None
            try:
                run.finish()
            except SurveyError as error:
                self.tell(str(error))

    def stop(self) -> None:
        """End a run whose pages are about to change."""
        with self._lock:
            run, self._run = self._run, None
        if run:
            run.stop()


@dataclass
class SiteIndex:
    """The index of a site through all builds of a run: only the first one waits for it."""

    site: Path
    is_served: bool
    tell: Callable[[str], None]
    _early: EarlyIndex | None = None
    _background: BackgroundIndex | None = None

    def begin(self, tops: set[str]) -> None:
        """Begin a build that has something to find in these places at the top of the site."""
        self._early = EarlyIndex(self.site, tops, may_begin=self._background is None)

    def see(self, name: str, *, is_searched: bool) -> None:
        """Record a page that has been written."""
        if self._early:
            self._early.see(name, is_searched=is_searched)

    def finish(self) -> None:
        """End a build with an index, or with one on its way; raises SurveyError when it fails."""
        early, self._early = self._early, None
        if early and self._background:
            self._background.renew(early.tops)
        elif early:
            early.finish()
            self._background = BackgroundIndex(self.site, self.tell) if self.is_served else None

    def stop(self) -> None:
        """End whatever runs: the pages are about to change, or nobody needs them any more."""
        for running in (self._early, self._background):
            if running:
                running.stop()
