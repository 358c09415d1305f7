"""What a search looks up: people and papers as the library has them, identifiers, and within its budget."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.explore import as_json
from site_builder.web import explorer
from site_builder.web.link_names import link_names, short
from site_builder.web.lookup import Place, identifiers, lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.identities import Person

BUDGET = 150
"""Kilobytes of gzip that a thousand papers may need, in all files that are looked into."""


@pytest.fixture(scope="module")
def library(real_library: Library) -> Library:
    """Read the survey of this repository."""
    return real_library


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, Any]:
    """Return what is looked up in it, no places."""
    return lookup(library, [], {})


def test_authors_are_those_of_the_library(library: Library, found: dict[str, Any]) -> None:
    """Read as scripts read them, the numbers name each paper's authors in their order."""
    assert not found["isCut"]
    for paper, read in zip(library.papers.values(), read_authors(found), strict=True):
        assert read == [family(person) for person in library.authors_of(paper)]


def test_people_are_bounded(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more people those with the most papers are looked up; of others first authors leave a gap."""
    most = 30
    monkeypatch.setattr("site_builder.web.lookup.MOST_PEOPLE", most)
    found = lookup(library, [], {})
    by_papers = sorted(library.people.values(), key=lambda person: -len(person.papers))
    least = len(by_papers[most - 1].papers)
    surely = {person.slug for person in by_papers if len(person.papers) > least}
    maybe = {person.slug for person in by_papers if len(person.papers) == least}
    assert found["isCut"]
    assert len(found["people"]) == most
    for paper, read in zip(library.papers.values(), read_authors(found), strict=True):
        first, *others = authors = library.authors_of(paper)
        known = [person for person in authors if person.slug in surely]
        assert {family(person) for person in known} <= set(read)
        assert set(read) <= {None, *(family(p) for p in authors if p.slug in surely | maybe)}
        assert not read or read[0] in {None, family(first)}
        assert None not in read[1:]
        assert not read or read[0] or others


def read_authors(found: dict[str, Any]) -> Iterator[list[str | None]]:
    """Read rows as scripts do: the family names of each paper's authors, None for a gap."""
    next_one = 0
    for row in found["authors"]:
        read: list[str | None] = []
        for number in row:
            next_one += number == 0
            name = None if number < 0 else found["people"][(number or next_one) - 1]
            read.append(name and name.partition(",")[0])
        yield read
    assert next_one == len(found["people"])


def family(person: Person) -> str:
    """Return what stands before the comma of an inverted name."""
    return person.name.last or person.name.given


def test_columns_agree(library: Library, found: dict[str, Any]) -> None:
    """Each column says something of every paper, in the order of the explorer's."""
    asked_for = identifiers(library)
    columns = [found[name] for name in ("authors", "arxiv", "weight")]
    for column in (*columns, asked_for["doi"], asked_for["links"]):
        assert len(column) == len(library.papers)
    for paper, arxiv, doi in zip(
        library.papers.values(), found["arxiv"], asked_for["doi"], strict=True
    ):
        assert (arxiv, doi) == (paper.arxiv_id or "", (paper.doi or "").lower())


def test_places_say_what_they_are(library: Library) -> None:
    """A place keeps its count of none apart from not being counted; what is empty is left out."""
    places = [Place("Task", "task/x/", "X", count=0), Place("Page", "y/", "Y", ("why",))]
    assert lookup(library, places, {})["places"] == [
        {"kind": "Task", "uri": "task/x/", "title": "X", "count": 0},
        {"kind": "Page", "uri": "y/", "title": "Y", "names": ["why"]},
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://openreview.net/forum?id=aBc", "https://openreview.net/pdf?id=aBc"),
        ("https://a.org/x/Some_2022_paper.pdf", "https://a.org/html/Some_2022_paper.html"),
        ("https://www.a.org/b/", "http://a.org/b"),
        ("https://a.org/v1/b21a.html", "https://a.org/v1/b21a"),
    ],
)
def test_dress_does_not_count(one: str, other: str) -> None:
    """Two addresses of one work share a name."""
    assert set(link_names(one)) & set(link_names(other))


@given(url=st.text())
def test_any_text_is_named(url: str) -> None:
    """No text, however little of an address it is, is an error; names are short."""
    assert all(1 <= len(short(name)) <= 7 for name in link_names(url))


def test_data_keep_their_budget(library: Library, found: dict[str, Any]) -> None:
    """What is looked into stays small for what the survey holds."""
    data = explorer.papers(library, lambda _: "")
    size = sum(
        len(gzip.compress(as_json(each).encode(), 9))
        for each in (data, found, identifiers(library))
    )
    assert size / 1000 <= BUDGET * len(library.papers) / 1000
