"""A site is built beside the old one and takes its place in one step, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import warnings
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site import staging
from site_builder.mkdocs_site.staging import Stage
from site_builder.problems import SurveyError
from site_builder.targets import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def allow(_: Path) -> None:
    """Take any folder."""


def stage(site: Path, told: list[str] | None = None) -> Stage:
    """Enter the stage of a site."""
    return Stage(site, allow, [].append if told is None else told.append)


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def publish(site: Path, files: dict[str, str]) -> None:
    """Build a site of these files."""
    entered = stage(site)
    try:
        put(entered.fresh, files)
        entered.publish()
    finally:
        entered.close()


@pytest.fixture(params=["exchanged", "moved away first"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put sites into place in both ways that systems have."""
    if request.param != "exchanged":
        monkeypatch.setattr(staging, "exchange", lambda *_: False)
    return str(request.param)


OLD = {"index.html": "old", "papers/a/index.html": "a"}
NEW = {"index.html": "new", "papers/b/index.html": "b"}


@pytest.mark.usefixtures("way")
def test_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """After a build the folder has its files and no other, and nothing lies beside it."""
    site = tmp_path / "deep" / "site"
    for files in (OLD, NEW):
        publish(site, files)
        assert contents(site) == {name: text.encode() for name, text in files.items()}
        assert SITE.is_on(site)
        assert list(site.parent.iterdir()) == [site]


@pytest.mark.usefixtures("way")
def test_hidden_entries_stay(tmp_path: Path) -> None:
    """What is hidden in a site's folder and no build made stays there, as MkDocs keeps it."""
    site = tmp_path / "site"
    publish(site, OLD | {".well-known/made.txt": "1"})
    put(site, {".nojekyll": "", ".git/config": "x", ".well-known/mine.txt": "2"})
    publish(site, NEW | {".well-known/made.txt": "3"})
    kept = {".nojekyll": "", ".git/config": "x", ".well-known/mine.txt": "2"}
    expected = NEW | kept | {".well-known/made.txt": "3"}
    assert contents(site) == {name: text.encode() for name, text in expected.items()}


def test_link_leads_to_the_site(tmp_path: Path) -> None:
    """Where the folder is a link, what it leads to is replaced, and the link stays."""
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    publish(tmp_path / "site", OLD)
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "real" / "index.html").read_text() == "old"


def test_permissions_stay(tmp_path: Path) -> None:
    """The new site's folder lets in whom the old one did."""
    publish(tmp_path / "site", OLD)
    (tmp_path / "site").chmod(0o2750)
    publish(tmp_path / "site", NEW)
    assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o2750


STEPS = {f"os.{name}" for name in ("chmod", "chown", "mkdir", "remove", "rename", "rmdir")}
"""What changes folders, a step each, by the names of Python's audit events."""
EXCHANGE = "ctypes.dlopen"
"""The event right before two folders change places."""


def test_killed_at_any_step(tmp_path: Path, way: str) -> None:
    """Whichever step is the last, a whole site is left, and the next build leaves no trace."""
    site, limit, code, seen = tmp_path / "site", -1, 1, set()
    while code:
        limit += 1
        shutil.rmtree(site, ignore_errors=True)
        publish(site, OLD)
        put(site, {".git/config": "x"})
        code = run_until(limit, lambda: publish(site, NEW))
        seen.add(site.exists())
        assert not site.exists() or texts(site) in (OLD, NEW)
        stage(site).close()
        assert texts(site) in (OLD, NEW)
        assert (site / ".git" / "config").is_file()
        assert list(tmp_path.iterdir()) == [site]
    assert limit > 10
    assert (False in seen) == (way != "exchanged")


def texts(site: Path) -> dict[str, str]:
    """Read the files of a site but hidden ones."""
    return {n: text.decode() for n, text in contents(site).items() if not n.startswith(".")}


def run_until(limit: int, work: Callable[[], None]) -> int:
    """Work in another process that dies before its next step after so many; return its exit code."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = count()

    def audit(event: str, _: object) -> None:
        if (event in STEPS or event == EXCHANGE) and next(steps) >= limit:
            os._exit(9)

    sys.addaudithook(audit)
    try:
        work()
    finally:
        os._exit(0)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_failure_at_any_step(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a step fails, the site that was there is whole, and nothing lies beside it."""
    site = tmp_path / "site"
    publish(site, OLD)
    real = Path.rename
    for limit in count():
        calls = count()

        def fail(path: Path, to: Path, calls: Iterator[int] = calls, limit: int = limit) -> Path:
            if next(calls) == limit:
                raise OSError(number, os.strerror(number))
            return real(path, to)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", fail)
            with suppress(SurveyError):
                publish(site, NEW)
        if texts(site) == NEW:
            break
        assert texts(site) == OLD
        stage(site).close()
        assert texts(site) == OLD
        assert list(tmp_path.iterdir()) == [site]
    assert limit > 0


def test_unpublished_site_is_not_seen(tmp_path: Path) -> None:
    """A build that is given up leaves nothing, whether there was a site before or not."""
    site = tmp_path / "site"
    for there in ({}, OLD):
        if there:
            publish(site, OLD)
        entered = stage(site)
        put(entered.fresh, NEW)
        entered.close()
        assert (texts(site) if site.exists() else {}) == there
        assert not (tmp_path / ".site.part").exists()


def test_other_build_waits(tmp_path: Path) -> None:
    """Of two builds of one site the second waits, says so, and then makes a whole site, too."""
    site, told = tmp_path / "site", []
    first = stage(site)
    put(first.fresh, OLD)
    is_told = threading.Event()

    def tell(words: str) -> None:
        told.append(words)
        is_told.set()

    def second() -> None:
        entered = Stage(site, allow, tell)
        put(entered.fresh, NEW)
        entered.publish()
        entered.close()

    other = threading.Thread(target=second)
    other.start()
    is_told.wait()
    first.publish()
    first.close()
    other.join()
    assert texts(site) == NEW
    assert told == [f"another build is at work on {site}: waiting until it ends"]
    assert list(tmp_path.iterdir()) == [site]


def test_link_in_place_of_the_stage_is_refused(tmp_path: Path) -> None:
    """Where the hidden folder beside the site is a link, nothing behind it is touched."""
    (tmp_path / "papers" / "old").mkdir(parents=True)
    (tmp_path / ".site.part").symlink_to("papers")
    with pytest.raises(SurveyError, match=r"\.site\.part cannot be made"):
        stage(tmp_path / "site")
    assert (tmp_path / "papers" / "old").is_dir()


def test_things_of_others_beside_the_site_stay(tmp_path: Path) -> None:
    """What no build put into the hidden folder beside the site is still there afterwards."""
    put(tmp_path / ".site.part", {"mine/x": "x"})
    (tmp_path / ".site.part" / "1").symlink_to("mine")
    publish(tmp_path / "site", NEW)
    assert texts(tmp_path / "site") == NEW
    assert (tmp_path / ".site.part" / "mine" / "x").is_file()


def test_site_of_others_is_not_replaced(tmp_path: Path) -> None:
    """What came into the folder while a site was built is asked about again, and stays."""
    site, answers = tmp_path / "site", iter([None, None, SurveyError("not yours")])

    def check(_: Path) -> None:
        if answer := next(answers):
            raise answer

    entered = Stage(site, check, [].append)
    put(site, {"thesis.tex": "mine"})
    with pytest.raises(SurveyError, match="not yours"):
        entered.publish()
    entered.close()
    assert texts(site) == {"thesis.tex": "mine"}
