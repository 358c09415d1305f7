"""What browsers read of a survey to explore it: columns that agree, trees, and every word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.latex import to_text
from site_builder.library import Library
from site_builder.record.kinds import StatusKind
from site_builder.record.models import Status
from site_builder.text.names import fold, value_slug
from site_builder.web import explorer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.record.models import Paper

    MakeSurvey = Callable[..., Path]

MADE_UP = {
    "papers/folder2019first.yaml": """\
title: 'Über $x^2$ folds: a "start"'
method: Fold
authors: [Éva Folder, Kaiyang Zhou]
year: 2019
venue: Journal of Folds
fold: [dart]
links: {code: https://example.org/}
sheets: 1
summary: It folds naïvely.
abstract: Nothing \\emph{unfolds}, it unfolds.
added: 2026-01-02
""",
}


def first_author(paper: Paper) -> str:
    """Name the first author alone."""
    return paper.authors[0].name.family


KEYED = ("key", "authors", "year")
"""The columns that a whole key is put together from."""


def whole(key: str, authors: str, year: int) -> str:
    """Put back what the column of keys leaves out."""
    first = "".join(re.findall("[a-z]", re.split(r" and | et al\.", authors)[0].lower()))
    return f"{first}{year}{key[1:]}" if key.startswith("~") else key


@pytest.fixture(scope="module", params=["tiny", "real"])
def library(request: pytest.FixtureRequest, root: Path, tiny_survey: Path) -> Library:
    """Give each of the two surveys in turn."""
    return Library.load(root if request.param == "real" else tiny_survey)[0]


@pytest.fixture(scope="module")
def data(library: Library) -> dict[str, Any]:
    """Give what the explorer reads of it."""
    return explorer.papers(library, first_author)


def test_links_are_those_of_the_papers(library: Library) -> None:
    """Each paper of which the PDF or the code is known has both places, by its key."""
    found = explorer.links(library)
    for key, paper in library.papers.items():
        pdf, code = found.get(key, ["", ""])
        assert code == (paper.links.code or "")
        is_kept = not (paper.status and paper.status.kind is StatusKind.WITHDRAWN)
        assert bool(pdf) == bool(paper.links.pdf or (paper.arxiv_id and is_kept))
        assert pdf in {"", paper.links.pdf, f"https://arxiv.org/pdf/{paper.arxiv_id}"}
    assert all(any(urls) for urls in found.values())


def names_of(library: Library) -> list[str]:
    """Name what the explorer lists as facets: those of the taxonomy, then the survey's own."""
    own = (field.id for field in library.fields if field.facet and not field.is_range)
    return [*library.taxonomy.facet_ids, *own]


def test_columns_agree(library: Library, data: dict[str, Any]) -> None:
    """Every column has a value for every paper, in the order of keys, which is the index's too."""
    columns = data["papers"]
    assert [whole(*of) for of in zip(*map(columns.get, KEYED), strict=True)] == sorted(
        library.papers
    )
    assert {len(column) for column in columns.values()} == {len(library.papers)}


def test_columns_say_what_records_say(library: Library, data: dict[str, Any]) -> None:
    """Numbers lead back to the venue, the day and the categories of each record."""
    columns = data["papers"]
    places = [
        (name, category["id"])
        for name, shown in zip(names_of(library), data["facets"], strict=True)
        for category in shown["categories"]
    ]
    for n, paper in enumerate(library.papers.values()):
        assert data["days"][columns["added"][n]] == str(paper.added or "")
        assert data["venues"][columns["venue"][n]]["title"] == paper.venue
        assert columns["title"][n] == to_text(paper.title)
        said = {(facet, name) for facet, names in paper.categories.items() for name in names}
        said |= {
            (field.id, value_slug(text))
            for field in library.fields
            if field.facet and not field.is_range
            for text in field.texts(paper.extra.get(field.id))
        }
        assert {places[number] for number in columns["categories"][n]} == said


def test_features_are_bits(library: Library, data: dict[str, Any]) -> None:
    """Code and results are one bit each, in the order of their names."""
    names = [feature["id"] for feature in data["features"]]
    for paper, bits in zip(library.papers.values(), data["papers"]["features"], strict=True):
        has = {name for bit, name in enumerate(names) if bits >> bit & 1}
        withdrawn = paper.status and paper.status.kind.value == "withdrawn"
        expected = {"code": paper.links.code, "results": paper.results, "withdrawn": withdrawn}
        assert has == {name for name, value in expected.items() if value}


def test_trees_have_parents_first(library: Library, data: dict[str, Any]) -> None:
    """A category stands after the one that it is part of, so that one pass builds the tree."""
    for facet, shown in zip(library.taxonomy.facets, data["facets"], strict=False):
        for number, category in enumerate(shown["categories"]):
            node = library.taxonomy.nodes[facet.id, category["id"]]
            parent = category["parent"]
            assert (parent is None) == (not node.ancestors)
            assert parent is None or parent < number
            assert parent is None or shown["categories"][parent]["id"] == node.ancestors[-1].id


def test_every_facet_has_a_parameter_of_its_own(make_survey: MakeSurvey) -> None:
    """A facet that is named like another parameter of the address gets a name beside it."""
    taxonomy = "facets:\n" + "".join(
        f"  - {{id: {name}, title: T, description: D, categories: [{{id: a, title: A, description: D}}]}}\n"
        for name in ("year", "venue", "own_way")
    )
    library, _ = Library.load(make_survey({"taxonomy.yaml": taxonomy}))
    names = [explorer.parameter(facet) for facet in library.taxonomy.facets]
    assert names == ["facet-year", "facet-venue", "own-way"]


def test_every_word_is_known(library: Library) -> None:
    """The vocabulary has each word of titles, methods, texts, names, categories and their aliases."""
    known = set(explorer.words(library)["words"].split(" "))
    for paper in library.papers.values():
        names = [author.name.display for author in paper.authors]
        texts = filter(None, [paper.title, paper.method, paper.summary, paper.abstract, *names])
        assert explorer.words_of(texts) <= known
    for node in library.taxonomy.nodes.values():
        assert explorer.words_of([node.title, *node.category.aliases]) <= known


def test_words_are_counted_by_paper(make_survey: MakeSurvey) -> None:
    """A frequency is a number of papers, not of occurrences; the words stand in order."""
    library, _ = Library.load(make_survey(MADE_UP))
    found = explorer.words(library)
    words = found["words"].split(" ")
    assert words == sorted(words)
    counts = dict(zip(words, found["counts"], strict=True))
    assert [counts[word] for word in ("eva", "naively", "unfolds")] == [1, 1, 1]
    assert "emph" not in counts


@given(st.lists(st.text()))
def test_words_are_folded(texts: list[str]) -> None:
    """Whatever a text holds, its words are letters and digits as `fold` leaves them."""
    for word in explorer.words_of(texts):
        assert explorer.WORD.fullmatch(word)
        assert fold(word) == word


def test_what_became_of_papers_is_a_feature(tiny_survey: Path) -> None:
    """Papers can be chosen by what became of them where there are such, and only there."""
    tiny = Library.load(tiny_survey)[0]
    assert [each["id"] for each in explorer.papers(tiny, first_author)["features"]] == [
        "code",
        "results",
    ]
    status = Status(kind=StatusKind.WITHDRAWN)
    papers = dict(tiny.papers)
    papers["folder2019first"] = papers["folder2019first"].model_copy(update={"status": status})
    found = explorer.papers(replace(tiny, papers=papers), first_author)
    assert found["features"][-1] == {"id": "withdrawn", "title": "Withdrawn"}
    bits = dict(zip(sorted(papers), found["papers"]["features"], strict=True))
    assert [key for key, each in bits.items() if each & 4] == ["folder2019first"]
