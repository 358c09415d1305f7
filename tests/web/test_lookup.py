"""What a search looks up: people and papers as the library has them, identifiers, and within its budget."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library import Library
from site_builder.pages.explore import as_json
from site_builder.web import explorer
from site_builder.web.link_names import link_names, short
from site_builder.web.lookup import Place, lookup

if TYPE_CHECKING:
    from pathlib import Path

BUDGET = 150
"""Kilobytes of gzip that a thousand papers may need, in both files that are looked into."""


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    """Read the survey of this repository."""
    return Library.load(root)[0]


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, Any]:
    """Return what is looked up in it, no places."""
    return lookup(library, [], {})


def test_authors_are_those_of_the_library(library: Library, found: dict[str, Any]) -> None:
    """Read as scripts read them, the numbers name each paper's authors in their order."""
    next_one = 0
    for paper, row in zip(library.papers.values(), found["authors"], strict=True):
        read = []
        for number in row:
            if number == 0:
                next_one += 1
            read.append(found["people"][(number or next_one) - 1])
        assert [name.partition(",")[0] for name in read] == [
            person.name.last or person.name.given for person in library.authors_of(paper)
        ]
    assert next_one == len(found["people"])


def test_columns_agree(library: Library, found: dict[str, Any]) -> None:
    """Each column says something of every paper, in the order of the explorer's."""
    for column in ("authors", "arxiv", "doi", "links", "weight"):
        assert len(found[column]) == len(library.papers)
    for paper, arxiv, doi in zip(
        library.papers.values(), found["arxiv"], found["doi"], strict=True
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
    size = sum(len(gzip.compress(as_json(each).encode(), 9)) for each in (data, found))
    assert size / 1000 <= BUDGET * len(library.papers) / 1000
