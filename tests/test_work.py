"""What commands do is counted, and more of it than is recorded fails: bench/work.py."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = {"build": {"calls": {"pages": 10_000, "latex": 50_000}, "bytes": {".html": 1_000_000}}}


@pytest.fixture
def work(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the script as a module."""
    monkeypatch.syspath_prepend(str(root / "bench"))
    return importlib.import_module("work")


@pytest.mark.slow
def test_no_command_does_more_than_recorded(root: Path) -> None:
    """Calls, files and bytes of each command are at most those of bench/work.json, and little more."""
    command = [sys.executable, str(root / "bench" / "work.py")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("what", "part", "now", "said"),
    [
        ("calls", "pages", 10_499, []),
        ("calls", "latex", 51_500, []),
        ("calls", "latex", 40_000, []),
        ("calls", "pages", 11_000, ["build: calls of pages grew from 10,000 to 11,000 (+10.0%)"]),
        ("calls", "new", 900, ["build: calls of new grew from 0 to 900 (new)"]),
        (
            "bytes",
            ".html",
            1_030_001,
            [
                "build: bytes grew from 1,000,000 to 1,030,001 (+3.0%)",
                "build: bytes of .html grew from 1,000,000 to 1,030,001 (+3.0%)",
            ],
        ),
    ],
)
def test_what_grew_is_said(work: Any, what: str, part: str, now: int, said: list[str]) -> None:
    """Each count beyond the tolerance is told from what to what, as a whole and in its part."""
    after = {"build": {what: {**BEFORE["build"][what], part: now}}}
    assert list(work.growths(BEFORE, after, with_calls=True)) == said


def test_calls_of_another_python_are_not_compared(work: Any) -> None:
    """Pythons call differently, so only files and bytes are held against those of another one."""
    after = {"build": {"calls": {"pages": 99_999}, "bytes": {".html": 2_000_000}}}
    told = list(work.growths(BEFORE, after, with_calls=False))
    assert [line.split(" grew")[0] for line in told] == ["build: bytes", "build: bytes of .html"]


def test_a_record_that_is_far_too_high_is_told(work: Any) -> None:
    """Work that was saved is told, so that the record is made to hold it."""
    after = {"build": {"calls": {"pages": 10_000, "latex": 1_000}}}
    assert list(work.shrunk(BEFORE, after, with_calls=True)) == [
        "build: calls fell from 60,000 to 11,000: worth recording (--renew)"
    ]
