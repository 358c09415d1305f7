"""The page of releases, its feed, and how the present state is cited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from pybtex.database import parse_string

from site_builder.history import State
from site_builder.library import Library
from site_builder.pages import Asset, make_templates, render
from site_builder.pages.facts import SiteFacts
from site_builder.site import Repository, Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]
    ReadHtml = Callable[[str], Any]

FILE = """\
releases:
  - {version: "2026.10", date: 2026-10-02, doi: 10.5281/zenodo.7, counts: {papers: 3}}
  - version: "2026.11"
    date: 2026-11-23
    summary: Noses & <b>more</b>, $1.5\\times$.
    counts: {papers: 4, results: 1}
    changes: [1 paper added, "@x <i>"]
"""
COMMIT = "0123456789abcdef0123456789abcdef01234567"
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
STATE = State(COMMIT, NOON)


def rendered(root: Path, state: State = STATE, url: str = "") -> tuple[Any, str]:
    """Render the page and the feed."""
    facts = SiteFacts(
        Site("Planes", "https://planes.example/"),
        creator="Folders",
        repository=Repository(url),
        state=state,
    )
    library, problems = Library.load(root)
    assert problems == []
    parts = {part.uri: part for part in render(library, make_templates(), facts)}
    feed = parts["releases.atom.xml"]
    assert isinstance(feed, Asset)
    return parts["releases/"], str(feed.content)


def words(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def entries(html: Any) -> list[Any]:
    """Read the entries of the page by another reader of BibTeX."""
    texts = [each.text for each in html.all("pre")]
    return [next(iter(parse_string(text, "bibtex").entries.values())) for text in texts]


def test_none(make_survey: MakeSurvey, read_html: ReadHtml) -> None:
    """Before any release the page says how to cite what is there: by day and commit, and no DOI."""
    page, feed = rendered(make_survey())
    html = read_html(page.body)
    assert "of 2026-11-28, commit 0123456789ab." in words(html.one("section", id="cite").text)
    assert "No version has been released yet" in page.body
    (entry,) = entries(html)
    assert entry.fields["note"].startswith("Version of 2026-11-28, commit 0123456789ab")
    assert "doi" not in entry.fields
    assert "doi" not in page.body.lower()
    assert len(html.all("h2")) == 1
    assert feedparser.parse(feed).entries == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State(), "The survey keeps changing."),
        (State(COMMIT, NOON, ("a",)), "of 2026-11-28, with changes that are in no commit yet."),
    ],
)
def test_state(make_survey: MakeSurvey, read_html: ReadHtml, state: State, said: str) -> None:
    """What is of no commit is cited without one."""
    page, _ = rendered(make_survey(), state)
    assert said in words(read_html(page.body).one("section", id="cite").text)
    assert COMMIT[:12] not in page.body


def test_list(make_survey: MakeSurvey, read_html: ReadHtml) -> None:
    """Releases stand with the newest first, each with what it holds, what changed, and its entry."""
    page, feed = rendered(make_survey({"releases.yaml": FILE}), url="https://github.com/us/planes")
    html = read_html(page.body)
    heads = [words(each.text) for each in html.all("h2")]
    assert heads == [
        "Cite this version",
        "Version 2026.11 2026-11-23",
        "Version 2026.10 2026-10-02",
    ]
    newest = words(html.one("section", id="release-2026.11").text)
    assert "Noses & <b>more</b>," in newest
    assert "It holds 4 papers and 1 result." in newest
    assert "1 paper added @x <i>" in newest
    assert "first release" not in newest
    assert "first release" in html.one("section", id="release-2026.10").text
    links = {words(each.text): each.get("href") for each in html.all("a")}
    assert links["Files of 2026.11"] == "https://github.com/us/planes/releases/tag/v2026.11"
    assert links["doi:10.5281/zenodo.7"] == "https://doi.org/10.5281/zenodo.7"
    assert links["0123456789ab"] == f"https://github.com/us/planes/commit/{COMMIT}"
    assert links["2026.11"] == "#release-2026.11"
    _, new, old = entries(html)
    assert new.fields["note"] == "Version 2026.11"
    assert new.fields["howpublished"] == r"\url{https://github.com/us/planes/releases/tag/v2026.11}"
    assert (old.fields["doi"], old.fields["year"]) == ("10.5281/zenodo.7", "2026")
    read = feedparser.parse(feed)
    assert [each.title for each in read.entries] == ["Version 2026.11", "Version 2026.10"]
    assert read.entries[0].link == "https://planes.example/releases/"


@pytest.mark.parametrize(
    ("url", "release", "commit"),
    [
        ("https://gitlab.com/us/p/", "https://gitlab.com/us/p/-/releases/v1.0", "https://gitlab.com/us/p/-/commit/c"),
        ("https://codeberg.org/us/p", "https://codeberg.org/us/p/releases/tag/v1.0", "https://codeberg.org/us/p/commit/c"),
        ("https://forge.example/us/p", "", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_forges(url: str, release: str, commit: str) -> None:
    """Only of hosts that are known is it said where they have releases and commits."""
    assert (Repository(url).release("v1.0"), Repository(url).commit("c")) == (release, commit)
