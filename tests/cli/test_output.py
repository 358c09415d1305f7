"""What becomes of output that nobody can take: one line, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from site_builder.curation.services import today
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("export bibtex > /dev/full", "writing failed: No space left on device"),
        ("check --format json > /dev/full", "writing failed: No space left on device"),
        ("--help > /dev/full", "writing failed: No space left on device"),
        ("export bibtex >&-", "standard output is closed: say where to write with --out FILE"),
        ("export bibtex --out /proc/nowhere", "/proc/nowhere cannot be written"),
        ("schema --out /proc/nowhere", "/proc/nowhere cannot be written"),
        (f"export bibtex --out {'x' * 300}", "File name too long"),
    ],
)
def test_output_that_nobody_takes(tiny_survey: Path, arguments: str, said: str) -> None:
    """A full disk, a closed output or an impossible file is told in one line, with exit code 2."""
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m site_builder {arguments}"],
        cwd=tiny_survey,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_epoch_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOURCE_DATE_EPOCH that is no number of seconds is told instead of being passed over."""
    for wrong in ("abc", "9" * 30, "1.5", "²"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SurveyError, match="SOURCE_DATE_EPOCH is"):
            today()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert today() == "2026-11-23"
