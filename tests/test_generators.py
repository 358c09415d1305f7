"""The same mkdocs.yml under MkDocs and under its fork ProperDocs, which keeps plugins."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

GENERATOR = re.compile(
    rb'<meta (?:name="generator" content="[^"]*"|content="[^"]*" name=generator)>'
)
"""All in which they differ, as it is and minified: each says its own name and version."""
COMMANDS = {
    "mkdocs": ("mkdocs", "build", "--strict"),
    "properdocs": ("properdocs", "build", "--strict", "-f", "mkdocs.yml"),
}


def built(name: str, survey: Path, out: Path) -> dict[str, bytes]:
    """Build a survey's site by one generator; return its files without their generator's name."""
    command = [sys.executable, "-m", *COMMANDS[name], "--site-dir", str(out)]
    done = subprocess.run(command, cwd=survey, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(out).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_properdocs_builds_the_same_site(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """ProperDocs makes every file that MkDocs makes, byte for byte but for the generator's name."""
    root = make_survey({"papers/gleiter2021unsorted.yaml": None})  # it warns, and they are strict
    ours, its = (built(name, root, tmp_path / name) for name in COMMANDS)
    assert "papers/gleiter2022glide/index.html" in ours
    assert its.keys() == ours.keys()
    assert [name for name, content in its.items() if content != ours[name]] == []


@pytest.mark.slow
def test_properdocs_says_the_same_of_a_mistake(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A wrong record is told with its place, and no site is left where strictness was asked for."""
    root = make_survey({"papers/smith2020x.yaml": "title: A\nauthors: [A B]\nyear: 2020\n"})
    said = {}
    for name, arguments in COMMANDS.items():
        command = [sys.executable, "-m", *arguments, "--site-dir", str(tmp_path / name)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        said[name] = re.findall(r"papers/smith2020x\.yaml:.*", done.stdout + done.stderr)
        assert done.returncode != 0
        assert not (tmp_path / name / "index.html").exists()
    assert said["mkdocs"] != []
    assert said["properdocs"] == said["mkdocs"]
