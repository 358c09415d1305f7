"""A build over an earlier site: the same bytes as a fresh one, and what stays is not written."""

from __future__ import annotations

import errno
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site import run as mkdocs_run
from site_builder.mkdocs_site.earlier import Earlier, settle
from site_builder.mkdocs_site.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MKDOCS = (
    "site_name: {}\ntheme: {{name: material, font: false}}\nplugins: [survey: {{search: {}}}]\n"
)
LONG_AGO = 1_000_000_000 * 10**9
"""A time of a file's last change, in nanoseconds."""


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def age(folder: Path) -> None:
    """Let all files have been changed long ago."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, ns=(LONG_AGO, LONG_AGO))


def fresh_files(folder: Path) -> set[str]:
    """Return the files that were written after `age`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix() for p in files if p.stat().st_mtime_ns != LONG_AGO}


@pytest.fixture
def built(make_survey: Callable[..., Path]) -> Path:
    """Give a survey with a site whose files are old."""
    root = make_survey({"mkdocs.yml": MKDOCS.format("Planes", "false")})
    assert mkdocs_run.build(root)
    age(root / "site")
    return root


def no_links(*_: object, **__: object) -> None:
    """Stand in for a file system without hard links."""
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("has_links", [True, False], ids=["links", "no links"])
def test_unchanged_survey_writes_nothing(
    built: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    has_links: bool,
    workers: int,
) -> None:
    """Where nothing was edited, every file keeps its bytes and its time, and the last line says so."""
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    before = contents(built / "site")
    caplog.set_level("INFO")
    assert mkdocs_run.build(built, workers=workers)
    assert contents(built / "site") == before
    assert fresh_files(built / "site") == set()
    assert re.search(
        rf"/site: 0 files written, {len(before):,} kept, 0 removed$", caplog.text, re.MULTILINE
    )


def test_edits_write_what_differs(
    built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After edits a build over the earlier site gives a fresh build's bytes; the rest keeps its time."""
    record = built / "papers" / "folder2019first.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("First Folds", "Early Creases"), encoding="utf-8")
    (built / "papers" / "gleiter2021unsorted.yaml").unlink()
    before = contents(built / "site")
    caplog.set_level("INFO")
    assert mkdocs_run.build(built)
    after = contents(built / "site")
    assert mkdocs_run.build(built, out=tmp_path / "fresh")
    assert after == contents(tmp_path / "fresh")
    same = {name for name, content in after.items() if before.get(name) == content}
    assert fresh_files(built / "site") == after.keys() - same
    assert "papers/folder2019first/index.html" in fresh_files(built / "site")
    gone = len(before.keys() - after.keys())
    said = f"{len(after) - len(same)} files written, {len(same)} kept, {gone} removed"
    assert said in caplog.text
    assert gone


def test_search_index_keeps_its_time(make_survey: Callable[..., Path]) -> None:
    """The index of the same pages is the same, and so are its times."""
    root = make_survey({"mkdocs.yml": MKDOCS.format("Planes", "true")})
    assert mkdocs_run.build(root)
    age(root / "site")
    assert mkdocs_run.build(root)
    assert fresh_files(root / "site") == set()


def test_odd_earlier_site_lends_nothing_wrong(built: Path, tmp_path: Path) -> None:
    """Whatever became of the earlier site, the new one has a fresh build's bytes, and files alone."""
    wanted = contents(built / "site")
    page = built / "site" / "papers" / "folder2019first" / "index.html"
    page.write_bytes(bytes(len(page.read_bytes())))  # the size and the time that it had
    os.utime(page, ns=(LONG_AGO, LONG_AGO))
    other = tmp_path / "other.bib"
    other.write_bytes((built / "site" / "survey.bib").read_bytes())
    (built / "site" / "survey.bib").unlink()
    (built / "site" / "survey.bib").symlink_to(other)
    (built / "site" / "survey.ris").unlink()
    (built / "site" / "survey.ris").mkdir()
    (built / "site" / "survey.csv").unlink()
    os.mkfifo(built / "site" / "survey.csv")
    shutil.rmtree(built / "site" / "years")
    (built / "site" / "years").write_text("no folder", encoding="utf-8")
    (built / "site" / "feed.atom.xml").chmod(0o600)
    assert mkdocs_run.build(built)
    assert contents(built / "site") == wanted
    assert not (built / "site" / "survey.bib").is_symlink()
    assert (built / "site" / "feed.atom.xml").stat().st_mode & 0o777 != 0o600
    assert other.stat().st_nlink == 1


def test_others_at_work_on_the_site_get_files_of_their_own(built: Path) -> None:
    """Where a hook changes the finished site, it changes no file of the one in place."""
    hook = (
        "def on_post_build(config):\n"
        "    page = config.site_dir + '/survey.bib'\n"
        "    with open(page, 'a') as file:\n"
        "        file.write('% mine')\n"
        "    raise RuntimeError('broken')\n"
    )
    (built / "hook.py").write_text(hook, encoding="utf-8")
    config = built / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    before = contents(built / "site")
    with pytest.raises(RuntimeError, match="broken"):
        mkdocs_run.build(built)
    assert contents(built / "site") == before


def test_lent_file_is_the_same_file(tmp_path: Path) -> None:
    """A file that stays is linked and not written; another of the same size is written."""
    old = Output(tmp_path / "old")
    for name in ("a/x", "a/y"):
        old.write(name, b"same")
    new = Output(tmp_path / "new", earlier=Earlier.at(old.site))
    new.write("a/x", b"same")
    new.write("a/y", b"else")
    new.write("b/z", b"")
    assert (old.site / "a/x").samefile(new.site / "a/x")
    assert not (old.site / "a/y").samefile(new.site / "a/y")
    assert contents(old.site) == {"a/x": b"same", "a/y": b"same"}
    assert str(settle(new.site, old.site)) == "2 files written, 1 kept, 0 removed"


def test_no_earlier_site(tmp_path: Path) -> None:
    """A first build has nothing to keep."""
    assert Earlier.at(tmp_path / "none") is None
    Output(tmp_path / "new").write("x", b"")
    assert settle(tmp_path / "new", tmp_path / "none") == (1, 0, 0)
