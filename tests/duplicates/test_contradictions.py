"""When two descriptions are of one work, and when of two."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.duplicates.contradictions import Facts, contradiction
from site_builder.duplicates.works import DuplicateIndex
from site_builder.record.models import Paper, VenueKind

KINDS = {"arXiv": VenueKind.PREPRINT, "J": VenueKind.JOURNAL, "C": VenueKind.CONFERENCE}


def paper(**fields: Any) -> Paper:
    """Make a record."""
    known = {"key": "k", "title": "Kites and Strings", "authors": ["Ann Kite"], "year": 2020}
    return Paper.model_validate({**known, "venue": "J", **fields})


def found(ours: Paper, year: int = 2020, title: str = "Kites and strings", **facts: Any) -> bool:
    """Tell whether a record is found to be of the work that is described."""
    doubles = DuplicateIndex(kinds=KINDS)
    doubles.add(ours)
    known = Facts(**{"type": "article", "families": frozenset({"kite"}), **facts})
    return doubles.find(title, year, "", "", known) is not None


@pytest.mark.parametrize(
    ("ours", "theirs", "is_one"),
    [
        ({}, {}, True),
        ({"volume": "1"}, {"volume": "1"}, True),
        ({"volume": "1"}, {"volume": "2"}, False),
        ({"volume": "01"}, {"volume": "1"}, True),
        ({"number": "1"}, {"number": "2"}, False),
        ({"pages": "1-8"}, {"pages": "1\u20138"}, True),
        ({"pages": "1-8"}, {"pages": "1"}, True),
        ({"pages": "1-8"}, {"pages": "11-18"}, False),
        ({"volume": "1"}, {"pages": "1-8"}, True),
        ({"type": "thesis"}, {}, False),
        ({"type": "thesis", "degree": "master"}, {"type": "thesis", "degree": "doctoral"}, False),
        ({"type": "thesis"}, {"type": "thesis", "degree": "doctoral"}, True),
        ({"venue": "C"}, {}, False),
        ({"venue": "C"}, {"type": "paper-conference"}, True),
        ({"venue": "arXiv"}, {"volume": "1"}, True),
        ({"venue": "arXiv"}, {"type": "thesis"}, True),
        ({"venue": "arXiv"}, {"type": "dataset"}, False),
        ({"type": "chapter", "booktitle": "A"}, {"type": "chapter", "booktitle": "B"}, False),
        ({"type": "chapter", "booktitle": "A"}, {"type": "chapter", "booktitle": "a"}, True),
        ({}, {"type": ""}, True),
    ],
)
def test_contradictions(ours: dict[str, Any], theirs: dict[str, Any], is_one: bool) -> None:  # noqa: FBT001 (a column)
    """Volume, number, pages, type, degree and book that differ make two works of one title."""
    assert found(paper(**ours), **theirs) is is_one


@pytest.mark.parametrize(
    ("ours", "year", "facts", "is_one"),
    [
        ({"venue": "arXiv"}, 2025, {}, True),
        ({"venue": "arXiv"}, 2015, {}, True),
        ({"venue": "arXiv"}, 2026, {}, False),
        ({"venue": "J"}, 2017, {"type": "preprint"}, True),
        ({"venue": "J"}, 2022, {}, False),
        ({"venue": "arXiv"}, 2022, {"type": "preprint"}, False),
        ({"venue": "arXiv"}, 2022, {"families": frozenset({"line"})}, False),
    ],
)
def test_pairs(ours: dict[str, Any], year: int, facts: dict[str, Any], is_one: bool) -> None:  # noqa: FBT001 (a column)
    """A preprint and its publication are one up to five years apart, with an author in common."""
    assert found(paper(**ours), year, **facts) is is_one
    assert not found(paper(**ours), year, title="Kites and strings II", **facts)


def test_ids_of_books() -> None:
    """Chapters that bear the DOI of their book are no certain doubles."""
    doubles = DuplicateIndex(kinds=KINDS)
    doubles.add(paper(doi="10.1000/book", type="chapter", pages="1-8"))
    other = Facts(type="chapter", pages="9-20")
    double = doubles.find("Another Chapter Altogether", 2020, "", "10.1000/BOOK", other)
    assert double
    assert not double.certain
    same = doubles.find("Kites and Strings", 2020, "", "10.1000/book", other)
    assert same
    assert same.certain


def test_contradiction_is_mutual() -> None:
    """What contradicts is contradicted."""
    for one in (Facts(type="thesis"), Facts(volume="1"), Facts(type="preprint")):
        for other in (Facts(type="article", volume="2"), Facts(type="dataset"), Facts()):
            assert bool(contradiction(one, other)) is bool(contradiction(other, one))
