"""The curator's page: what waits, each piece led to where the work is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.coverage.upkeep import DeadLink, Proposal, Waiting
from site_builder.history import History, Span
from site_builder.library import Library
from site_builder.pages import make_templates, render
from site_builder.pages.facts import SiteFacts
from site_builder.site import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

RECORD = "title: {}\nauthors: [Ann Kite]\nyear: 2022\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
PEOPLE = "people:\n  - {id: kite-a, name: Ann Kite}\n  - {id: kite-b, name: Ann Kite}\n"
FORGE = "https://github.com/folds/survey"
EDIT = f"{FORGE}/edit/main/"
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 1 }}"


def span(day: str) -> Span:
    """Give when a file was changed last."""
    return Span(None, dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"))


FACTS = SiteFacts(
    repository=Repository(FORGE, EDIT),
    history=History(
        spans={
            "papers/folder2019first.yaml": span("2024-01-01"),
            "papers/kite2022one.yaml": span("2026-01-01"),
        }
    ),
    waiting=Waiting(
        (Proposal(HOSTILE, f"{FORGE}/issues/7", 7), Proposal("Without an address")),
        (
            DeadLink(
                "https://dead.example.org/?a='\"<b>",
                dt.date(2025, 3, 4),
                ("papers/kite2022one.yaml", "venues.yaml"),
            ),
        ),
    ),
)


@pytest.fixture
def root(make_survey: MakeSurvey) -> Path:
    """Give a survey in which work of every kind waits."""
    return make_survey(
        {
            "papers/kite2022one.yaml": RECORD.format("Kites in the Wind"),
            "papers/kite2022two.yaml": RECORD.format("Kites in the Winds"),
            "people.yaml": PEOPLE,
        }
    )


def page_of(root: Path, facts: SiteFacts, read_html: Callable[[str], Any]) -> Any:
    """Render the page and read it."""
    library = Library.load(root)[0]
    parts = render(library, make_templates(root), facts)
    (body,) = [part.body for part in parts if part.uri == "coverage/"]
    return read_html(body)


def test_everything_leads_to_where_it_is_done(root: Path, read_html: Callable[[str], Any]) -> None:
    """Proposals lead to the forge, pairs to both records and their editors, links to the record."""
    html = page_of(root, FACTS, read_html)
    ids = [h.get("id") for h in html.all("h2")]
    waiting = ["proposals", "pairs", "people", "dead-links", "quiet", "stale"]
    assert [each for each in ids if each in waiting] == waiting
    hrefs = {a.get("href") for a in html.all("a")}
    assert hrefs >= {
        f"{FORGE}/issues/7",
        f"{FORGE}/issues",
        f"{FORGE}/pulls",
        "../papers/kite2022two/",
        f"{EDIT}papers/kite2022two.yaml",
        f"{EDIT}people.yaml",
        f"{EDIT}venues.yaml",
        f"{EDIT}papers/folder2019first.yaml",
    }
    text = html.text()
    assert "2 papers that were proposed wait for an answer." in text
    assert HOSTILE in text
    assert "gone since 2025-03-04" in text
    assert "changed last on 2024-01-01" in text


def test_an_hour_of_work(root: Path, read_html: Callable[[str], Any]) -> None:
    """The table of what an hour pays ranks fields and other work together, each led to its list."""
    html = page_of(root, FACTS, read_html)
    body = html.text()
    for title in ("Proposals waiting", "Pairs that may be one paper", "Links that died"):
        assert title in body
    hrefs = {a.get("href") for a in html.all("a")}
    assert {"#proposals", "#pairs", "#people", "#dead-links", "#quiet", "#stale"} <= hrefs


def test_where_nobody_said(root: Path, read_html: Callable[[str], Any]) -> None:
    """Without these files nothing is counted, and without a forge nothing leads there."""
    html = page_of(root, replace(FACTS, waiting=Waiting()), read_html)
    assert html.all("h2", id="proposals")
    assert "waits for an answer" not in html.text()
    assert not html.all("h2", id="dead-links")
    html = page_of(root, SiteFacts(), read_html)
    assert not html.all("h2", id="proposals")
    assert not html.all("h2", id="stale")
    assert html.all("h2", id="pairs")
