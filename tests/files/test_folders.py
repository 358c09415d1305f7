"""Whole folders: put in place at once, or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from site_builder.files import folders
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path

OURS = {"a", "b", ".ours"}


def held(folder: Path) -> dict[str, bytes]:
    """Give the files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a folder with files of an earlier run, and what somebody else has hidden in it."""
    folder = tmp_path / "place" / "made"
    folders.replace(folder, {"a": b"1", ".ours": b"1"}, OURS)
    (folder / ".theirs").mkdir()
    (folder / ".theirs/x").write_bytes(b"x")
    return folder


def test_replaced(old: Path) -> None:
    """What was ours is gone, hidden files of others stay, and nothing lies beside the folder."""
    old.chmod(0o750)
    folders.replace(old, {"b/c": b"2"}, OURS)
    assert held(old) == {"b/c": b"2", ".theirs/x": b"x"}
    assert [path.name for path in old.parent.iterdir()] == ["made"]
    assert old.stat().st_mode & 0o777 == 0o750


def test_link(old: Path, tmp_path: Path) -> None:
    """A link stays, and what it leads to is replaced."""
    (tmp_path / "link").symlink_to(old)
    folders.replace(tmp_path / "link", {"b": b"2"}, OURS)
    assert (tmp_path / "link").is_symlink()
    assert held(old) == {"b": b"2", ".theirs/x": b"x"}


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_failure(old: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Where the disk is full, or the folder cannot be put in place, the old one is whole."""
    before, calls = held(old), list[object]()
    real = getattr(os, call)

    def fail(*arguments: object) -> object:
        calls.append(arguments)
        if call == "fsync" or len(calls) == 2:  # the first moves the old folder away
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(SurveyError, match="cannot be written: No space left"):
        folders.replace(old, {"a": b"2", "b": b"2"}, OURS)
    assert calls
    assert held(old) == before
    assert [path.name for path in old.parent.iterdir()] == ["made"]


def test_no_folder_can_be_made(tmp_path: Path) -> None:
    """A file in the way is told in a line."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(SurveyError, match="file/made cannot be written: "):
        folders.replace(tmp_path / "file" / "made", {"a": b"1"}, OURS)
