"""A survey that changes, or breaks, while it is writer."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.assistant import snapshot
from site_builder.assistant.news import News, news
from site_builder.assistant.papers import Get, get
from site_builder.assistant.snapshot import Held
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


def test_edits_are_seen(writer: Any) -> None:
    """What is edited, added or taken away is so in the next answer; a page that cites, too."""
    papers = writer.root / "papers"
    assert writer.ask("search_papers", query="lantern")["total"] == 0
    path = papers / "gleiter2021unsorted.yaml"
    path.write_text(path.read_text("utf-8").replace("Über das", "Lantern"), "utf-8")
    assert writer.ask("search_papers", query="lantern")["total"] == 1
    (papers / "folder2023heavy.yaml").unlink()
    assert "unknown key" in writer.refusal("get_paper", paper="folder2023heavy")
    (writer.root / "docs" / "near.md").write_text("# Near\n\n[@gleiter2022glide]\n", "utf-8")
    found = writer.ask("get_paper", paper="gleiter2022glide")
    assert [page["title"] for page in found["cited_in"]] == ["Near"]
    (writer.root / "docs" / "near.md").unlink()
    assert "cited_in" not in writer.ask("get_paper", paper="gleiter2022glide")


def test_broken_record_leaves_the_rest(writer: Any) -> None:
    """A record that breaks is told of, with its place; everything else is answered; mended, it is back."""
    path = writer.root / "papers" / "vouw2020blunt.yaml"
    sound = path.read_text("utf-8")
    for broken, why in (
        ("title: [", "papers/vouw2020blunt.yaml:2:1: not valid YAML"),
        (sound.replace("venue: JPA", "venue: JPAA"), "unknown venue 'JPAA'"),
        ("title: \ud83d\n".encode("utf-8", "surrogatepass"), "is not UTF-8"),
    ):
        path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
        found = writer.ask("search_papers", query="dart")
        assert "vouw2020blunt" not in [paper["key"] for paper in found["papers"]]
        assert found["notes"][0].startswith("papers/vouw2020blunt.yaml is left out: ")
        assert why in writer.refusal("get_paper", paper="vouw2020blunt")
    path.write_text(sound, "utf-8")
    assert "notes" not in writer.ask("get_paper", paper="vouw2020blunt")


def test_broken_registry_is_told(writer: Any) -> None:
    """Where a registry breaks, papers are found all the same, and nothing new can be proposed."""
    (writer.root / "taxonomy.yaml").write_text("facets: [", "utf-8")
    found = writer.ask("search_papers", query="AeroNet")
    assert (found["total"], found["notes"][0][:15]) == (1, "taxonomy.yaml: ")
    refusal = writer.refusal("propose_record", record={"title": "x"})
    assert refusal.startswith("taxonomy.yaml must be mended first")


def test_no_records(writer: Any) -> None:
    """Where the records are gone, each call says so, and the next works when they are back."""
    papers = writer.root / "papers"
    papers.rename(writer.root / "elsewhere")
    assert "papers" in writer.refusal("search_papers")
    (writer.root / "elsewhere").rename(papers)
    assert writer.ask("search_papers")["total"] == 5
    (writer.root / "mkdocs.yml").write_text("- no settings", "utf-8")
    assert writer.ask("list_categories")["survey"] == "Survey"


def test_no_history(planes: Path) -> None:
    """Where git has nothing to tell, nothing is new, and a note says why."""
    shutil.rmtree(planes / ".git")
    found = news(Held(planes), News())
    assert (found.papers, bool(found.notes)) == ([], True)


def test_unchanged_survey_is_read_once(planes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as no file changes, no file is read again."""
    held = Held(planes)
    first = held.now()

    def read(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(snapshot.Library, "load", read)
    assert held.now() is first
    assert get(held.now(), Get(paper="gleiter2022glide")).key == "gleiter2022glide"


def test_many_errors_are_cut(planes: Path) -> None:
    """However many records are broken, an answer names a few and says that there are more."""
    for number in range(40):
        (planes / "papers" / f"x2020{number}.yaml").write_text("title: [", "utf-8")
    notes = Held(planes).now().notes
    assert len(notes) == snapshot.MOST_TOLD + 1
    assert notes[-1] == "some records have errors and are left out: see `survey check`"


def test_no_survey(tmp_path: Path) -> None:
    """A folder without records is a plain error."""
    with pytest.raises(SurveyError, match="papers"):
        Held(tmp_path).now()
