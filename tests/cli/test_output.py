"""What becomes of output that nobody can take: one line, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import chdir
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from site_builder.cli import main
from site_builder.curation.services import today
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
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


TARGETS = ("/proc/nowhere/x", "/dev/null/x", "loop", "loop/x", "nul\0", "a\udc00")
WRITERS = (
    ["export", "bibtex", "--out"],
    ["export", "parquet", "--out"],
    ["cite", "paper.tex", "--out"],
    ["schema", "--out"],
    ["answer", "event.json", "--out"],
    ["build", "--out"],
    ["links", "--memory"],
    ["export-docs"],
    ["new"],
)


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
@pytest.mark.parametrize("target", TARGETS, ids=ascii)
def test_impossible_targets(
    make_survey: Callable[..., Path], tmp_path: Path, command: list[str], target: str
) -> None:
    """No command answers a target that cannot be written with a traceback: it says what is wrong."""
    event = {"action": "opened", "issue": {"number": 1, "body": "### Paper\n\nx\n"}}
    form = "body: [{type: input, id: paper, attributes: {label: Paper}}]\n"
    root = make_survey({".github/ISSUE_TEMPLATE/add-a-paper.yml": form})
    (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
    (tmp_path / "paper.tex").write_text(r"\cite{folder2019first}", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    with chdir(tmp_path):
        done = CliRunner().invoke(main, ["--root", str(root), *command, target])
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in ({1, 2} if command[0] == "build" else {2}), done.output
    assert "rror: " in done.stderr


def test_epoch_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOURCE_DATE_EPOCH that is no number of seconds is told instead of being passed over."""
    for wrong in ("abc", "9" * 30, "1.5", "²"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SurveyError, match="SOURCE_DATE_EPOCH is"):
            today()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert today() == "2026-11-23"
