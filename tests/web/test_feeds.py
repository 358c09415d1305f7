from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shares import thinned

from site_builder.history import Change, ChangeKind, Span
from site_builder.library import Library
from site_builder.record.kinds import StatusKind
from site_builder.record.models import Paper, Status
from site_builder.site import Site
from site_builder.web import feeds

if TYPE_CHECKING:
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Site("Folds & <Throws>", "https://example.org/folds/")
NOWHERE = Site("Folds & <Throws>")
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def kinds(root: Path) -> Library:
    """Read ten papers that differ in what metadata depend on."""
    return Library.load(root / "tests" / "data" / "kinds")[0]


def parsed(text: str) -> Any:
    """Read a feed as a reader's program does; it must find nothing to mend."""
    found = feedparser.parse(
        text.encode(), response_headers={"content-type": "application/atom+xml"}
    )
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def xml(text: str) -> ET.Element:
    """Parse a feed as XML; the test fails where it is not well-formed."""
    return ET.fromstring(text.encode())  # noqa: S314 (we wrote it)


def ids(text: str) -> list[str]:
    """Give the ids of a feed and its entries."""
    return [element.text or "" for element in xml(text).iter(f"{ATOM}id")]


def test_newest_papers_first(kinds: Library) -> None:
    """Papers come by the day they were added, then by key; one without a day is left out."""
    found = parsed(feeds.Feeds(kinds, SITE, {}).newest())
    keys = [entry.link.rstrip("/").rpartition("/")[2] for entry in found.entries]
    assert keys == [
        "dahl2021preprint",
        "eich2017report",
        "falk2016thesis",
        "gold2015book",
        "hall2014mononym",
        "ito2013script",
        "cole2020workshop",
        "bell2019conference",
        "ahn2018journal",
    ]


def test_entry_says_what_its_record_says(kinds: Library) -> None:
    """An entry has the paper's title, authors, summary, categories, dates and addresses."""
    entry = parsed(feeds.Feeds(kinds, SITE, {}).newest()).entries[-1]
    assert entry.title == "On α-Folds & Kites: 5% <More>"  # noqa: RUF001 (the letter alpha)
    assert [author.name for author in entry.authors] == [
        "Józef van den Vouw Jr.",
        "Shell Xu Hu",
        "The Hall Team",
    ]
    assert entry.summary == "Folds more."
    assert entry.published == entry.updated == "2026-11-20T00:00:00Z"
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("fold/blunt-dart", "Blunt dart"),
        ("fold/glider", "Glider"),
        ("flying-place/indoors", "Indoors"),
    ]
    assert [(link.rel, link.href) for link in entry.links] == [
        ("alternate", "https://example.org/folds/papers/ahn2018journal/"),
        ("related", "https://doi.org/10.1000/fold(2018)1:3%3Ca%3E%23b"),
        ("related", "https://arxiv.org/abs/1803.00001"),
    ]


def test_feed_says_whose_it_is(kinds: Library) -> None:
    """A feed has the site's title, its own address, the page's, and its newest entry's date."""
    feed = parsed(feeds.Feeds(kinds, SITE, {}).newest()).feed
    assert (feed.title, feed.author, feed.updated) == (
        "Folds & <Throws>",
        "Folds & <Throws>",
        "2026-11-23T00:00:00Z",
    )
    assert [(link.rel, link.href) for link in feed.links] == [
        ("alternate", "https://example.org/folds/"),
        ("self", "https://example.org/folds/feed.atom.xml"),
    ]


def test_category_feed(kinds: Library) -> None:
    """A category's feed has its papers and those of all below it."""
    node = kinds.taxonomy.get("fold", "dart")
    assert node is not None
    found = parsed(feeds.Feeds(kinds, SITE, {}).category(node))
    assert [entry.title[:5] for entry in found.entries] == ["Bells", "On α-"]  # noqa: RUF001
    assert found.feed.title == "Dart – Folds & <Throws>"  # noqa: RUF001 (a dash is meant)
    assert [link.href for link in found.feed.links] == [
        "https://example.org/folds/fold/dart/",
        "https://example.org/folds/fold/dart.atom.xml",
    ]


def test_relative_links_lead_from_the_feed(kinds: Library) -> None:
    """Without the site's address, links count from where the feed lies, and none is to itself."""
    node = kinds.taxonomy.get("fold", "dart")
    assert node is not None
    root = xml(feeds.Feeds(kinds, NOWHERE, {}).category(node))
    hrefs = [
        link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "alternate"
    ]
    assert hrefs[:2] == ["../fold/dart/", "../papers/bell2019conference/"]
    top = xml(feeds.Feeds(kinds, NOWHERE, {}).newest())
    assert [link.get("href") for link in top.findall(f"{ATOM}link")] == ["./"]


def test_ids_do_not_depend_on_the_site(kinds: Library) -> None:
    """An entry's id is a URN that neither the site's address and name nor the feed changes."""
    here, there = (
        feeds.Feeds(kinds, NOWHERE, {}).newest(),
        feeds.Feeds(kinds, Site("B", "https://b.org"), {}).newest(),
    )
    assert ids(here) == ids(there)
    assert len(set(ids(here))) == len(ids(here)) == 10
    assert all(each.startswith("urn:uuid:") for each in ids(here))
    node = kinds.taxonomy.get("fold", "dart")
    assert node is not None
    assert set(ids(feeds.Feeds(kinds, SITE, {}).category(node))[1:]) <= set(ids(here))


def test_ids_are_for_ever() -> None:
    """Ids that were once given out stay the same: readers would see every paper as new."""
    assert feeds.urn("papers/ahn2018journal") == "urn:uuid:e2b122a6-1aab-5528-8cb7-7e0c86ef883f"
    assert feeds.urn("feed.atom.xml") == "urn:uuid:4ce42791-d8ed-5216-8cc0-0f5d257e5274"


def test_renamed_paper_keeps_its_id(kinds: Library) -> None:
    """A paper's id comes from its first key, whatever it is called now, and from nothing else."""
    entry = parsed(feeds.Feeds(kinds, SITE, {}).newest()).entries[5]
    assert entry.link.endswith("/ito2013script/")
    assert entry.id == feeds.urn("papers/ito2012script")


def test_updated_comes_from_history(kinds: Library) -> None:
    """The date of the last change is the one given; it is never before the paper was added."""
    early = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    spans = {"dahl2021preprint": Span(None, NOON), "eich2017report": Span(early, early)}
    found = parsed(feeds.Feeds(kinds, SITE, spans).newest())
    assert [entry.updated for entry in found.entries[:2]] == [
        "2026-11-25T12:00:00Z",
        "2026-11-23T00:00:00Z",
    ]
    assert found.feed.updated == "2026-11-25T12:00:00Z"


def test_day_of_adding_from_history(kinds: Library) -> None:
    """A record that does not say when it was added has the day of its first commit."""
    found = parsed(feeds.Feeds(kinds, SITE, {"jung2012undated": Span(NOON, NOON)}).newest())
    assert found.entries[0].title == "Nobody Knows When"
    assert found.entries[0].published == "2026-11-25T12:00:00Z"


def test_fifty_newest(real_papers: Library) -> None:
    """A feed has fifty entries at most."""
    assert len(parsed(feeds.Feeds(real_papers, SITE, {}).newest()).entries) == 50


@pytest.fixture(scope="module")
def real_papers(real_library: Library) -> Library:
    """Read the survey of this repository."""
    return real_library


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_real_feeds_are_well_formed(real_papers: Library, share: int) -> None:
    """Every feed of the real survey is read without complaint, and no two have one id."""
    library = thinned(real_papers, share)
    nodes = list(library.taxonomy.nodes.values())
    texts = [feeds.Feeds(library, SITE, {}).category(node) for node in nodes]
    texts.append(feeds.Feeds(library, SITE, {}).newest())
    assert len({parsed(text).feed.id for text in texts}) == len(texts)
    assert all(held_by_rfc_4287(text) for text in texts)


def held_by_rfc_4287(text: str) -> bool:
    """Check what RFC 4287 requires of a feed (4.1.1) and of entries (4.1.2)."""
    feed = xml(text)
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            (element,) = each.findall(f"{ATOM}{name}")
            assert element.text
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in entries:
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
        assert all(name.text for name in entry.findall(f"{ATOM}author/{ATOM}name"))
    return True


def test_empty_feed(kinds: Library) -> None:
    """A category without papers has a feed all the same, whose date is no build's."""
    empty = kinds.without(set(kinds.papers))
    text = feeds.Feeds(empty, SITE, {}).newest()
    assert held_by_rfc_4287(text)
    assert parsed(text).feed.updated == "1970-01-01T00:00:00Z"


def test_changes() -> None:
    """The feed of changes tells each in words and leads to its paper."""
    found = [
        Change(NOON, ChangeKind.PUBLISHED, "a2020b", "A & B", "published in JPA 2021"),
        Change(NOON, ChangeKind.MOVED, "a2020b", "A & B", "moved from Dart to Glider (Fold)"),
    ]
    text = feeds.changes(found, SITE)
    assert held_by_rfc_4287(text)
    entries = parsed(text).entries
    assert [entry.title for entry in entries] == [
        "A & B: published in JPA 2021",
        "A & B: moved from Dart to Glider (Fold)",
    ]
    assert {entry.link for entry in entries} == {"https://example.org/folds/papers/a2020b/"}
    assert {entry.updated for entry in entries} == {"2026-11-25T12:00:00Z"}
    assert len(set(ids(text))) == 3
    assert ids(text) == ids(feeds.changes(found, NOWHERE))


def test_no_clock(kinds: Library) -> None:
    """Two feeds from one library are the same bytes."""
    assert feeds.Feeds(kinds, SITE, {}).newest() == feeds.Feeds(kinds, SITE, {}).newest()


@dataclass(frozen=True)
class News:
    """A change as strangers might have made it."""

    title: str
    words: str
    date: dt.datetime = NOON
    kind: str = "x"
    key: str = "a"


@given(title=st.text(), words=st.text())
@example(title="\x00\x0b\x1b\ufffe\ud800", words="]]></title><script>alert(1)</script>&amp;")
def test_any_text_is_text(title: str, words: str) -> None:
    """Whatever a text holds, the feed is well-formed XML, and the text stays text."""
    root = xml(feeds.changes([News(title, words)], SITE))
    shown = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
    kept = "".join(c for c in f"{title}: {words}" if c.isprintable())
    assert "".join(c for c in shown if c.isprintable()) == kept
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} == {
        *("feed", "id", "title", "updated", "author", "name", "link", "entry", "published")
    }


@given(text=st.text(min_size=1))
def test_any_record_makes_a_feed(kinds: Library, text: str) -> None:
    """Whatever a record's texts hold, its feed is well-formed."""
    before = kinds.papers["ahn2018journal"]
    fields = {**dict(before), "title": text, "summary": text, "doi": f"10.1000/{text}"}
    library = Library(kinds.root, kinds.taxonomy, papers={"a": Paper.model_construct(**fields)})
    assert held_by_rfc_4287(feeds.Feeds(library, SITE, {}).newest())


def test_feed_tells_what_became_of_a_paper(kinds: Library) -> None:
    """A retracted paper's title says so, its summary begins with the notice, and cut lists end."""
    paper = kinds.papers["dahl2021preprint"]
    status = Status(kind=StatusKind.RETRACTED, note="Torn", source="https://e.org/a_b")
    update = {"status": status, "authors_cut": True}
    papers = {**kinds.papers, paper.key: paper.model_copy(update=update)}
    entry = parsed(feeds.Feeds(replace(kinds, papers=papers), SITE, {}).newest()).entries[0]
    assert entry.title == "[retracted] Drafts in a Draught"
    assert entry.summary.startswith("Retracted. Torn. See https://e.org/a_b ")
    assert [author.name for author in entry.authors] == ["Dora Dahl", "others"]
