"""The search index of the built site, made by Pagefind's program."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pagefind.service import get_executable

from site_builder.problems import SurveyError, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER: Final = "pagefind"
"""Where a site keeps its index; browsers look for it there."""
KEPT: Final = ".pagefind-kept"
"""Where the index waits while MkDocs empties the site's folder: it leaves hidden entries alone."""
FRESH: Final = ".pagefind-fresh"
"""Where a new index grows while the old one is in use."""
UNUSED: Final = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
"""Pagefind's own search boxes and more, which come with every index; our pages use none of it."""
NOT_TEXT: Final = ".headerlink"
"""What stands in a page without being said: the signs after headings that link to them."""

Run = subprocess.Popen[str]


def index(site: Path) -> None:
    """Index a site's pages; raises SurveyError when that fails."""
    run = _start(site)
    said, _ = run.communicate()
    _finish(site, run, said)


def _start(site: Path) -> Run:
    """Begin to index; the old index stays until the new one is finished."""
    shutil.rmtree(site / FRESH, ignore_errors=True)
    command: list[str | Path] = [_program(), "--site", site, "--output-path", site / FRESH]
    command += ["--exclude-selectors", NOT_TEXT, "--silent"]
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

    Readers search the index of the build before until the new one takes its place.
    """

    site: Path
    tell: Callable[[str], None]
    """Says to the person at the terminal why there is no new index."""
    _run: Run | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def set_aside(self) -> None:
        """Before a build: stop indexing pages that are about to go, hide the index from MkDocs."""
        self.stop()
        if (self.site / FOLDER).is_dir():
            shutil.rmtree(self.site / KEPT, ignore_errors=True)
            (self.site / FOLDER).rename(self.site / KEPT)

    def renew(self) -> None:
        """After a build: bring the index back, and begin a new one."""
        if (self.site / KEPT).is_dir():
            (self.site / KEPT).rename(self.site / FOLDER)
        with self._lock:
            self._run = _start(self.site)
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
        """End a run that nobody waits for any more."""
        with self._lock:
            run, self._run = self._run, None
        if run:
            run.kill()
            run.wait()
