"""The page of changes, and the dates that history gives to papers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import feedparser
import pytest

from site_builder.history import Change, ChangeKind, History, Span
from site_builder.library import Library
from site_builder.pages import Page, SiteFacts, make_templates, render
from site_builder.pages.changes import KINDS, MOST_LISTED, MOST_WEEKS
from site_builder.site import Site as Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    ReadHtml = Callable[[str], Any]
    Parts = dict[str, Any]

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def change(kind: ChangeKind, words: str, days: int = 0, key: str = "vouw2020blunt") -> Change:
    """Make a change that was made so many days ago."""
    return Change(NOON - days * DAY, kind, key, "Blunt & <Blunter>", words)


@pytest.fixture
def build(tiny_survey: Path) -> Callable[..., Parts]:
    """Give a function that renders the tiny survey with a history."""

    def parts(*changes: Change, **history: Any) -> Parts:
        library, _ = Library.load(tiny_survey)
        facts = SiteFacts(Place("Planes"), History(changes, **history))
        return {part.uri: part for part in render(library, make_templates(), facts)}

    return parts


def test_changes_stand_by_week(build: Callable[..., Parts], read_html: ReadHtml) -> None:
    """Each week has its Monday, its numbers and its changes in words, the newest week first."""
    parts = build(
        change(ChangeKind.PUBLISHED, "published in JPA 2020"),
        change(ChangeKind.ADDED, "added", 7),
        change(ChangeKind.CORRECTED, "title corrected", 8, "folder2019first"),
    )
    html = read_html(parts["changes/"].body)
    assert [h.text for h in html.all("h2")] == ["Week of 2026-11-23", "Week of 2026-11-16"]
    assert [h.text for h in html.all("h3")] == ["Published", "Added", "Corrected"]
    lines = [" ".join(item.text.split()) for item in html.all("li")]
    assert lines == [
        "Blunt & <Blunter>: published in JPA 2020",
        "Blunt & <Blunter>",
        "Blunt & <Blunter>: title corrected",
    ]
    assert "1 added, 1 corrected" in html.text()
    assert html.all("a", href="../papers/folder2019first/")


def test_what_is_gone_has_no_link(build: Callable[..., Parts], read_html: ReadHtml) -> None:
    """A paper that was removed is named, and nothing leads to a page that is not there."""
    parts = build(change(ChangeKind.REMOVED, "removed", key="gone2000gone"))
    html = read_html(parts["changes/"].body)
    assert "Removed Blunt & <Blunter>" in html.text()
    assert not [a for a in html.all("a") if "papers/" in a.get("href")]
    (entry,) = feedparser.parse(parts["changes.atom.xml"].content).entries
    assert entry.link == "changes/"


def test_long_weeks_are_cut(build: Callable[..., Parts], read_html: ReadHtml) -> None:
    """A week in which very much was done lists some of it, and leads to the page of all of it."""
    parts = build(*[change(ChangeKind.ADDED, "added")] * 1200, change(ChangeKind.REMOVED, "gone"))
    html = read_html(parts["changes/"].body)
    assert len(html.all("li")) == MOST_LISTED + 2
    more = html.one("a", href="../changes/2026-11-23/#added")
    assert more.text == f"and {1200 - MOST_LISTED:,} more"
    whole = read_html(parts["changes/2026-11-23/"].body)
    assert [h.get("id") for h in whole.all("h2")] == ["added", "removed"]
    assert len(whole.all("li")) == 1201
    assert whole.one("a", href="../../changes/")


def test_short_weeks_have_no_page_of_their_own(build: Callable[..., Parts]) -> None:
    """What the page of changes tells in full is not told twice."""
    parts = build(*[change(ChangeKind.ADDED, "added")] * MOST_LISTED)
    assert [uri for uri in parts if uri.startswith("changes/")] == ["changes/"]


def test_old_weeks_are_counted(build: Callable[..., Parts], read_html: ReadHtml) -> None:
    """The page goes back a year of weeks, and leads to those before."""
    weeks = [change(ChangeKind.ADDED, "added", 7 * number) for number in range(MOST_WEEKS + 1)]
    parts = build(*weeks)
    html = read_html(parts["changes/"].body)
    assert len(html.all("h2")) == MOST_WEEKS
    assert "1 earlier week is not shown." in html.text()
    assert html.one("a", href="../changes/2025-11-24/").text == "Week of 2025-11-24"
    assert "Added" in parts["changes/2025-11-24/"].body


def test_missing_history_is_told(build: Callable[..., Parts]) -> None:
    """Where git has nothing to tell, the page says so and why."""
    page = build(note="git was not found")["changes/"]
    assert "No changes are known." in page.body
    assert "git was not found" in page.body
    assert page.updated is None


def test_every_kind_has_a_heading() -> None:
    """No kind of change is left out of the page."""
    assert [*KINDS] == [*ChangeKind]


def test_papers_have_dates(build: Callable[..., Parts]) -> None:
    """A paper's page says when it came, by its own word before git's, and when it was changed."""
    added, changed = NOON - 9 * DAY, NOON
    path = "papers/vouw2020blunt.yaml"
    page = build(
        change(ChangeKind.CORRECTED, "title corrected"), spans={path: Span(added, changed)}
    )["papers/vouw2020blunt/"]
    assert 'Added <time datetime="2026-11-23">' in page.body
    assert 'Last changed <time datetime="2026-11-25">' in page.body
    assert page.updated == changed.date()


def test_unchanged_papers_have_no_date_of_change(build: Callable[..., Parts]) -> None:
    """A paper that has not been changed since it was added says no more than that."""
    path = "papers/vouw2020blunt.yaml"
    page = build(change(ChangeKind.ADDED, "added"), spans={path: Span(NOON, NOON)})[
        "papers/vouw2020blunt/"
    ]
    assert "Added <time" in page.body
    assert "Last changed" not in page.body


@pytest.mark.parametrize(("days", "is_told"), [(9, False), (2, False), (1, True), (0, True)])
def test_a_change_is_told_from_the_next_day_on(
    build: Callable[..., Parts], days: int, *, is_told: bool
) -> None:
    """What changed on the day that a paper came is a part of its coming, whatever the second."""
    changed = change(
        ChangeKind.CORRECTED, "title corrected", days
    )  # the record says: added 2 days ago
    first = min(NOON - 2 * DAY, changed.date) - dt.timedelta(seconds=1)
    spans = {"papers/vouw2020blunt.yaml": Span(first, changed.date)}
    page = build(changed, spans=spans)["papers/vouw2020blunt/"]
    assert ("Last changed" in page.body) == is_told


def test_lists_are_as_new_as_their_papers(build: Callable[..., Parts]) -> None:
    """A list was last changed when the last of its papers was; pages without papers do not say."""
    spans = {
        "papers/vouw2020blunt.yaml": Span(NOON - 20 * DAY, NOON - 20 * DAY),
        "papers/gleiter2022glide.yaml": Span(NOON - 10 * DAY, NOON - 10 * DAY),
    }
    parts = build(spans=spans)
    dates = {uri: p.updated for uri, p in parts.items() if isinstance(p, Page) and p.updated}
    last = (NOON - 10 * DAY).date()
    assert dates["venues/jpa/"] == dates["fold/dart/"] == dates["papers/"] == last
    assert dates["fold/blunt-dart/"] == (NOON - 20 * DAY).date()
    assert "years/2019/" not in dates


def test_files_do_not_depend_on_the_day(build: Callable[..., Parts]) -> None:
    """Two builds of the same records and history are alike, whenever they are made."""
    assert build(change(ChangeKind.ADDED, "added")) == build(change(ChangeKind.ADDED, "added"))
