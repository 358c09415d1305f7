"""What waits for whoever keeps a survey: it follows from files and from git, and never from a clock."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from site_builder.cli import main
from site_builder.coverage import Coverage
from site_builder.coverage.upkeep import Task, Upkeep
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    MakeSurvey = Callable[..., Path]
    Site = Any

RECORD = "title: {}\nauthors: [{}]\nyear: {}\nvenue: JPA\nfold: [{}]\nsummary: Ours.\n"
FIRST = "folder2019first"


def upkeep(root: Path, **changed: str) -> Upkeep:
    """Read what waits in a survey whose records changed on some days."""
    days = {key: dt.date.fromisoformat(day) for key, day in changed.items()}
    return Upkeep(Coverage.of(Library.load(root)[0]), days)


def stats(root: Path, *arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["--root", str(root), "stats", *map(str, arguments)])


def test_pairs(make_survey: MakeSurvey) -> None:
    """Nearly equal titles wait, unless a record explains why they are two papers."""
    files = {
        "papers/kite2020one.yaml": RECORD.format("Kites in the Wind", "Ann Kite", 2020, "dart"),
        "papers/kite2020two.yaml": RECORD.format("Kites in the Winds", "Ann Kite", 2020, "dart"),
    }
    root = make_survey(files)
    assert [(a.key, b.key) for a, b in upkeep(root).pairs] == [("kite2020one", "kite2020two")]
    path = root / "papers/kite2020two.yaml"
    path.write_text(path.read_text() + "checks: {similar-title: A reply of the same authors.}\n")
    assert upkeep(root).pairs == ()


def test_people(make_survey: MakeSurvey) -> None:
    """A name waits that may be any of two people of people.yaml, with both."""
    people = "people:\n  - {id: kite-a, name: Ann Kite}\n  - {id: kite-b, name: Ann Kite}\n"
    record = RECORD.format("Kites", "Ann Kite", 2020, "dart")
    root = make_survey({"papers/kite2020one.yaml": record, "people.yaml": people})
    (found,) = upkeep(root).people
    assert (found.paper.key, found.name) == ("kite2020one", "Ann Kite")
    assert found.candidates == ("kite-a", "kite-b")


@pytest.mark.parametrize(("year", "wanted"), [(2022, set()), (2023, {"dart"})])
def test_quiet_categories(make_survey: MakeSurvey, year: int, wanted: set[str]) -> None:
    """A category is quiet whose newest paper is two years older than the survey's newest."""
    files = {
        "papers/kite2020new.yaml": RECORD.format("Winds of Halls", "Ann Kite", year, "glider"),
        "papers/roe2021old.yaml": RECORD.format("Kites and Roofs", "Bob Roe", 2021, "blunt-dart"),
    }
    found = upkeep(make_survey(files, papers=False)).quiet
    assert {each.node.id for each in found} == wanted


def test_records_that_nobody_looked_at(make_survey: MakeSurvey) -> None:
    """A record waits that was changed last a year before the newest change; without git none does."""
    root = make_survey()
    days = {FIRST: "2024-01-01", "vouw2020blunt": "2024-06-01", "gleiter2022glide": "2025-05-31"}
    assert [(p.key, str(day)) for p, day in upkeep(root, **days).stale] == [(FIRST, "2024-01-01")]
    days["gleiter2022glide"] = "2024-12-30"
    assert upkeep(root, **days).stale == ()
    assert upkeep(root).stale == ()


def test_an_hour_of_it(make_survey: MakeSurvey) -> None:
    """An hour pays the points of what gets done in it, no more than there is; the best is first."""
    found = upkeep(make_survey(), **{FIRST: "2020-01-01", "vouw2020blunt": "2024-06-01"})
    assert [task.kind.id for task in found.tasks] == ["quiet", "stale"]
    for task in found.tasks:
        assert task.per_hour == min(task.count, 60 // task.kind.minutes)
        assert task.points_per_hour == task.kind.points * task.per_hour
    assert Task(found.tasks[0].kind, 1_000).per_hour == 60 // found.tasks[0].kind.minutes


LINKS = {
    "https://dead.example.org/kites": (0, 4),
    "https://young.example.org/kites": (3, 4),
    "https://elsewhere.example.org/": (0, 4),
}
PAGE = (
    "links: {project: 'https://dead.example.org/kites', video: 'https://young.example.org/kites'}\n"
)


@pytest.fixture
def root(make_survey: MakeSurvey, tmp_path: Path) -> Path:
    """Give a survey with what earlier runs left beside it."""
    gone = {
        url: {"kind": "gone", "said": "410", "gone_since": since * 86_400, "at": at * 86_400}
        for url, (since, at) in LINKS.items()
    }
    (tmp_path / "links.json").write_text(json.dumps({"form": 1, "links": gone}))
    proposals = [
        {"number": 7, "title": "Add a paper: <b>Kites</b>", "url": "https://example.org/7"},
        {"number": 3, "title": "Add a paper: Winds", "url": "javascript:alert(1)", "more": 1},
    ]
    (tmp_path / "proposals.json").write_text(json.dumps(proposals))
    record = RECORD.format("Kites", "Ann Kite", 2022, "dart") + PAGE
    return make_survey({"papers/kite2022kites.yaml": record})


def test_what_earlier_runs_left(root: Path, tmp_path: Path) -> None:
    """Proposals and links come from two files; a link counts that is named here and long gone."""
    given = "--proposals", tmp_path / "proposals.json", "--links", tmp_path / "links.json"
    data = json.loads(stats(root, *given, "--format", "json").stdout)
    assert data["dead_links"] == [
        {
            "url": "https://dead.example.org/kites",
            "since": "1970-01-01",
            "places": ["papers/kite2022kites.yaml"],
        }
    ]
    assert [(each["number"], each["url"]) for each in data["proposals"]] == [
        (3, ""),
        (7, "https://example.org/7"),
    ]
    assert {each["work"]: each["count"] for each in data["tasks"]}["proposals"] == 2
    text = stats(root, *given).stdout
    assert "PROPOSALS WAITING" in text
    assert "LINKS THAT DIED" in text
    data = json.loads(stats(root, "--format", "json").stdout)
    assert (data["proposals"], data["dead_links"]) == (None, None)


@pytest.mark.parametrize("text", ["{}", "[{}]", "[", '[{"title": 3}]', "[[]]"])
def test_a_broken_list_is_told(root: Path, tmp_path: Path, text: str) -> None:
    """A file that is no list of proposals is told in one line, with how to write one."""
    (tmp_path / "proposals.json").write_text(text)
    done = stats(root, "--proposals", tmp_path / "proposals.json")
    assert done.exit_code == 2
    assert "is no list of proposals" in done.stderr
    assert "gh issue list --json number,title,url" in done.stderr


EXCLUDED = """\
reasons:
  - {id: wet, name: Too wet, description: Under water.}
  - {id: dry, name: Too dry, description: On sand., stage: eligibility}
excluded:
  - {title: Kites in Rain, year: 2020, reason: wet}
  - {title: Strings in Rain, year: 2020, reason: wet}
"""


def test_what_was_left_out_is_told(make_survey: MakeSurvey) -> None:
    """The command counts what was left out by reason."""
    root = make_survey({"excluded.yaml": EXCLUDED})
    data = json.loads(stats(root, "--format", "json").stdout)
    assert data["left_out"] == [{"reason": "wet", "stage": "screening", "papers": 2}]
    assert "WHAT WAS LEFT OUT" in stats(root).stdout
    assert "| wet | Too wet | screening | 2 |" in stats(root, "--format", "markdown").stdout
