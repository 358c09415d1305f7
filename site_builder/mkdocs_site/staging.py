"""A site that is built beside the one that readers see, and takes its place in one step.

While it is being built, the new site lies in the hidden folder `.site.part` beside the folder
`site`. When it is whole the two change places, and the old one is removed. A build that is killed,
at whatever moment, leaves the old site or the new one in place, and the rest to the next build,
which knows what it finds by these rules:

- A folder named by the number of its own inode was never in place: it is half a site.
- One named by another number was in place: it changed places with a new site. One named `old` was
  moved away where the system cannot exchange two folders; it goes back if nothing came after it.
- What was in place may have hidden entries that no build made, such as `.git`: they move to the
  site.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder.files.atomic import SUFFIX
from site_builder.mkdocs_site.earlier import Earlier, settle
from site_builder.problems import SurveyError, printable
from site_builder.targets import SITE, check_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

NEW: Final = "new"
"""A folder that has no number yet."""
OLD: Final = "old"
"""The site that was in place, while nothing is."""
OURS: Final = (".survey-", ".pagefind-")
"""How hidden entries begin that builds make, and that therefore do not outlive one."""
HERE: Final = -100
"""AT_FDCWD: relative paths begin at the current folder (fcntl.h)."""
EXCHANGE: Final = 2
"""RENAME_EXCHANGE (renameat2(2)), and RENAME_SWAP on macOS (rename(2))."""
IMPOSSIBLE: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""How systems and file systems say that they cannot exchange."""


class Stage:
    """The place in which one build makes a site; other builds of the same site wait until it ends.

    Either `publish` or nothing, then `close`.
    """

    def __init__(
        self, site: Path, check: Callable[[Path], None], tell: Callable[[str], None]
    ) -> None:
        """Wait for other builds of this site, clean up after killed ones, and make a new folder.

        `check` raises SurveyError where the site's folder must not be replaced. Raises SurveyError,
        too, where nothing can be made beside it. A link leads to the site that is meant.
        """
        self.site, self._check, self._tell = Path(os.path.realpath(site)), check, tell
        check(self.site)
        if os.path.ismount(self.site):
            raise SurveyError(f"{self.site} is a mount point: name a folder in it")
        self._work = self.site.with_name(f".{self.site.name}{SUFFIX}")
        with _told(f"{self._work} cannot be made"):
            self._lock = _locked(self._work, self._wait)
        try:
            with _told(f"{self._work} cannot be used"):
                self._recover()
                check(self.site)
                self.fresh = self._new()
        except BaseException:
            self.close()
            raise

    def publish(self) -> None:
        """Put the new site in the place of the old one; raises SurveyError where that fails."""
        with _told(f"{self.site} cannot be replaced"):
            self._check(self.site)
            (self.fresh / SITE.name).mkdir(exist_ok=True)
            self._put_in_place()

    def close(self) -> None:
        """Remove what is not in place, and let other builds go on."""
        try:
            self._recover()
            with suppress(OSError):  # what could not be removed is left for the next build
                self._work.rmdir()
        except OSError as error:
            self._tell(f"{self._work} cannot be removed: {error.strerror}")
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)  # for copies of this process, too
            os.close(self._lock)

    def _wait(self) -> None:
        self._tell(f"another build is at work on {self.site}: waiting until it ends")

    def _new(self) -> Path:
        """Make a folder that bears its own number, with the permissions of the old site."""
        place = self._work / NEW
        place.mkdir()
        with suppress(FileNotFoundError):
            old = self.site.stat()
            with suppress(OSError):
                os.chown(place, -1, old.st_gid)
            place.chmod(stat.S_IMODE(old.st_mode))
        return place.rename(self._work / str(place.stat().st_ino))

    def _put_in_place(self) -> None:
        if not self.site.exists():
            self.fresh.rename(self.site)
        elif not exchange(self.fresh, self.site):
            self.site.rename(self._work / OLD)
            self.fresh.rename(self.site)  # where this fails, `close` puts the old one back

    def _recover(self) -> None:
        """Bring back a site that is out of place, and remove what is in nobody's way."""
        for place in sorted(self._leftovers()):
            if _was_in_place(place):
                if not os.path.lexists(self.site):
                    place.rename(self.site)
                    continue
                _carry(place, self.site)
            shutil.rmtree(place, ignore_errors=True)

    def _leftovers(self) -> Iterator[Path]:
        for path in self._work.iterdir():
            is_ours = path.name in {NEW, OLD} or path.name.isdecimal()
            if is_ours and path.is_dir() and not path.is_symlink():
                yield path


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn errors of the system into a SurveyError that says what cannot be done, and why."""
    try:
        yield
    except OSError as error:
        raise SurveyError(f"{printable(what, 400)}: {error.strerror}") from None


def _was_in_place(place: Path) -> bool:
    return place.name == OLD or (place.name != NEW and place.name != str(place.stat().st_ino))


def _carry(old: Path, site: Path) -> None:
    """Move the hidden entries of an old site that no build made to the one in its place."""
    for path in list(old.iterdir()):
        if path.name.startswith(".") and not path.name.startswith(OURS):
            _move(path, site / path.name)


def _move(old: Path, new: Path) -> None:
    """Move a file or folder; where both are there the new file stays, and folders become one."""
    if not os.path.lexists(new):
        old.rename(new)
    elif all(path.is_dir() and not path.is_symlink() for path in (old, new)):
        for inner in list(old.iterdir()):
            _move(inner, new / inner.name)


def _locked(folder: Path, wait: Callable[[], None]) -> int:
    """Make a folder and lock it; return the descriptor that holds the lock."""
    while True:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir()
        try:
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError:  # the build before has just removed it
            continue
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(number, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(number), folder.stat()):
                return number
        os.close(number)


class StagedBuild:
    """One build by MkDocs, which takes the stage for the site's folder."""

    def __init__(self, config: MkDocsConfig, root: Path, tell: Callable[[str], None]) -> None:
        """Begin; raises SurveyError for a folder that must not be built into."""
        own = [Path(place) for place in (config.docs_dir, config.theme.custom_dir) if place]
        check = partial(check_folder, root=root, mark=SITE, more=own)
        self._config, self._tell = config, tell
        self._stage = Stage(Path(config.site_dir), check, tell)
        config.site_dir = str(self._stage.fresh)

    @property
    def earlier(self) -> Earlier | None:
        """The site that is in place, if there is one."""
        return Earlier.at(self._stage.site)

    def end(self, *, is_whole: bool) -> None:
        """Publish the site if it is whole; raises SurveyError where that fails."""
        self._config.site_dir = str(self._stage.site)  # `mkdocs gh-deploy` goes on with it
        try:
            if is_whole:
                with _told(f"{self._stage.fresh} cannot be read"):
                    tally = settle(self._stage.fresh, self._stage.site)
                self._stage.publish()
                self._tell(f"The site is in {self._stage.site}: {tally}")
        finally:
            self._stage.close()


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, and return whether this system can do that.

    Python has no function for it; the C library has. Raises OSError where it fails otherwise.
    """
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*names, EXCHANGE)
        else:
            failed = library.renameat2(HERE, names[0], HERE, names[1], EXCHANGE)
    except AttributeError:  # an older library
        return False
    number = ctypes.get_errno()
    if failed and number not in IMPOSSIBLE:
        raise OSError(number, os.strerror(number), str(other))
    return not failed
