"""Drawings are made together, kept, and what is wrong with one is told."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.figures import Press, press
from site_builder.figures.values import Chart, Table
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how many charts each run of the drawing program gets."""
    found: list[int] = []
    run = subprocess.run

    def counting(*args: Any, **options: Any) -> Any:
        found.append(len(json.loads(options["input"])))
        return run(*args, **options)

    monkeypatch.setattr(press.subprocess, "run", counting)
    return found


def chart(number: int) -> Chart:
    """Make a small chart."""
    spec = {"data": {"values": [{"a": number}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
    return Chart(f"Chart {number}", "Said.", Table((), ()), spec)


def test_charts_are_drawn_together(runs: list[int]) -> None:
    """Charts that are asked for together are drawn in one run, each once."""
    studio = Press()
    studio.begin([chart(1), chart(2), chart(1)])
    studio.begin([chart(2)])
    pictures = [studio.figure(chart(n)).svg for n in (1, 2, 1)]
    assert runs == [2]
    assert pictures[0] == pictures[2] != pictures[1]


def test_drawings_are_kept(runs: list[int], tmp_path: Path) -> None:
    """A later build takes drawings from the file; what it does not use is kept no longer."""
    cache = tmp_path / ".cache" / "figures.json"
    first = Press(cache)
    pictures = [first.figure(chart(n)) for n in (1, 2)]
    first.keep()
    second = Press(cache)
    assert second.figure(chart(1)) == pictures[0]
    second.keep()
    assert runs == [1, 1]
    assert list(json.loads(cache.read_text())) == [press.digest(chart(1).spec)]


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00"])
def test_broken_cache_is_no_cache(tmp_path: Path, content: str) -> None:
    """A file of drawings that cannot be read is passed over."""
    cache = tmp_path / "figures.json"
    cache.write_text(content)
    assert Press(cache).figure(chart(1)).svg


def test_wrong_specification_is_told() -> None:
    """What cannot be drawn is told by its title; the others are drawn."""
    wrong = Chart("Wrong", "Said.", Table((), ()), {"mark": "nothing", "data": {"url": "/x.csv"}})
    studio = Press()
    studio.begin([wrong, chart(1)])
    with pytest.raises(SurveyError, match="the figure 'Wrong' cannot be drawn"):
        studio.figure(wrong)
    assert studio.figure(chart(1)).svg


def test_broken_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When the drawing program fails, its last words are told."""
    program = tmp_path / "worker.py"
    program.write_text("raise SystemExit('no engine here')")
    monkeypatch.setattr(press, "WORKER", program)
    with pytest.raises(SurveyError, match="cannot be drawn: no engine here"):
        Press().figure(chart(1))
