"""Readers open what a figure rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from site_builder.record.origins import Sources

    MakeSurvey = Callable[..., Path]
    Site = Any

FF, NIGHT = "papers/smith2020folding.yaml", "papers/roe2021night.yaml"
RECORD = """\
title: {title}
method: {method}
authors: [Ann Smith]
year: 2020
venue: JPA
fold: [dart]
doi: 10.1000/{method}
links: {{code: 'https://github.com/ann/{method}'}}
"""


def sources(make_survey: MakeSurvey) -> tuple[Sources, Library]:
    """Two papers with code of their own."""
    files = {
        FF: RECORD.format(title="Folding by Hand", method="FF-9"),
        NIGHT: RECORD.format(title="Night Flights", method="Night"),
    }
    library, _ = Library.load(make_survey(files))
    return library.sources, library


def test_works(make_survey: MakeSurvey) -> None:
    """A source is called by its work: a repository by its paper, a page by its host, words by themselves."""
    read, library = sources(make_survey)
    paper = library.papers["roe2021night"]
    texts = (
        "ann/FF-9:logs/end.json",
        "the FF-9 paper, Table 2",
        "the paper's abstract",
        "the paper's repository",
        "bob/lists:README.md (sheets)",
        "www.fold.example/log",
        "a letter",
    )
    found = read.of(paper, texts)
    assert [(each.origin.name, each.origin.place) for each in found] == [
        ("FF-9", "logs/end.json"),
        ("FF-9", "Table 2"),
        ("Night", ""),
        ("Night", ""),
        ("lists", "README.md"),
        ("fold.example", ""),
        ("a letter", ""),
    ]
    links = [(part.url, part.uri) for each in found if (part := each.link)]
    assert links == [
        ("https://github.com/ann/FF-9/blob/HEAD/logs/end.json", ""),
        ("", "papers/smith2020folding/"),
        ("https://doi.org/10.1000/Night", ""),
        ("https://github.com/ann/Night", ""),
        ("https://github.com/bob/lists/blob/HEAD/README.md", ""),
        ("https://www.fold.example/log", ""),
    ]


def test_a_name_of_two_papers_is_no_link(make_survey: MakeSurvey) -> None:
    """A name that several papers have leads to none of them."""
    record = RECORD.format(title="Folding by Hand", method="FF-9")
    files = {FF: record, NIGHT: record.replace("by Hand", "at Night")}
    library, _ = Library.load(make_survey(files))
    (found,) = library.sources.of(library.papers["roe2021night"], ("the FF-9 paper",))
    assert found.link is None


def test_most_sources_of_results_can_be_opened(real_library: Library) -> None:
    """Of the sources of this collection's figures nineteen in twenty lead to what they name."""
    read = real_library.sources
    found = [
        source
        for paper in real_library.papers.values()
        for result in paper.results
        for source in read.of(paper, result.source)
    ]
    assert sum(each.link is not None for each in found) >= 0.95 * len(found)
