"""Files that are whole at every moment."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from site_builder.files import atomic
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    """List what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_replace(tmp_path: Path) -> None:
    """A file gets its new text and keeps its permissions; nothing else is left."""
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    atomic.replace(path, "neu: é\n")
    assert path.read_bytes() == "neu: é\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["a.yaml"]


def test_replace_makes_a_file(tmp_path: Path) -> None:
    """A file that is not there yet is made, with the permissions that other programs would give."""
    atomic.replace(tmp_path / "a.yaml", "x")
    (tmp_path / "b.yaml").touch()
    assert (tmp_path / "a.yaml").stat().st_mode == (tmp_path / "b.yaml").stat().st_mode


def test_replace_follows_links(tmp_path: Path) -> None:
    """A symbolic link stays; what it leads to is written."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    atomic.replace(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def create(path: Path, text: str) -> None:
    """Write one new file."""
    atomic.create_all({path: text})


@pytest.mark.parametrize("hard_links", [True, False])
def test_create_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, hard_links: bool
) -> None:
    """A new file is made where there is none; one that is there stays, on any file system."""
    if not hard_links:
        monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.yaml"
    create(path, "first")
    with pytest.raises(SurveyError, match=r"a\.yaml cannot be written: File exists"):
        create(path, "second")
    assert path.read_text() == "first"
    assert names(tmp_path) == ["a.yaml"]


def refuse(*_: object, **__: object) -> None:
    """Stand in for a file system without hard links."""
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("write", [atomic.replace, create])
def test_what_cannot_be_written(tmp_path: Path, write: object) -> None:
    """A folder that is missing, or text that no file can hold, is told in one line."""
    assert callable(write)
    with pytest.raises(SurveyError, match="cannot be written: No such file or directory"):
        write(tmp_path / "nowhere" / "a.yaml", "x")
    with pytest.raises(SurveyError, match=r"cannot be written: .*surrogates"):
        write(tmp_path / "a.yaml", "\ud800")
    assert names(tmp_path) == []


def test_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old file is whole and no part of the new one stays."""
    path = tmp_path / "a.yaml"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SurveyError, match="No space left"):
        atomic.replace(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.yaml"]


def full(_: int) -> None:
    """Stand in for a disk without room."""
    raise OSError(28, "No space left on device")


def test_sweep(tmp_path: Path) -> None:
    """Unfinished files of long ago are removed; others stay."""
    for name in (".a.yaml.123.part", ".b.yaml.456.part", "c.part", "d.yaml"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    os.utime(tmp_path / ".b.yaml.456.part")
    atomic.sweep(tmp_path)
    assert names(tmp_path) == [".b.yaml.456.part", "c.part", "d.yaml"]
