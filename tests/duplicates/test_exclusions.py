"""Whether a paper was left out before: by what it is known, and what it is told by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.duplicates.exclusions import Exclusions, Work
from site_builder.record.exclusions import Exclusion, Reason

REASON = Reason(id="wet", name="Too $w$et", description="Under water.")
PAGE = "https://openreview.net/forum?id=abc_DEF"
KNOWN = Exclusion(
    title="Folding by Moonlight",
    year=2020,
    arxiv_id="2001.00001",
    doi="10.1000/moon",
    url=PAGE,
    reason="wet",
    note="twice",
    by="Ann",
    date="2026-11-23",  # type: ignore[arg-type]  # as it is read
)
BARE = Exclusion(title="Kites in Strong Wind", reason="gone")


def exclusions(*entries: Exclusion) -> Exclusions:
    """Index some entries."""
    found = Exclusions({"wet": REASON})
    for number, entry in enumerate(entries):
        found.add(number, entry)
    return found


ONE = [
    Work(arxiv_id="2001.00001"),
    Work(doi="10.1000/MOON"),
    Work(doi="10.48550/arXiv.2001.00001"),
    Work(pages=(PAGE,)),
    Work(pages=("http://openreview.net/pdf?id=abc_DEF",)),
    Work(pages=("https://arxiv.org/abs/2001.00001v3",)),
    Work("Another title", 1990, doi="10.1000/moon"),
    Work("Folding by moonlight", 2021),
    Work("Folding by moonlight."),
]
OTHERS = [
    Work(),
    Work(year=2020),
    Work("", 2020, "2001.00002"),
    Work("Folding by moonlight", 2020, "2001.00002"),
    Work("Folding by moonlight", 2020, doi="10.1000/sun"),
    Work("Folding by moonlight", 2015),
    Work("Folding by sunlight", 2020),
    Work(pages=("https://openreview.net/forum?id=abc_def", "https://example.org/")),
]


@pytest.mark.parametrize("work", ONE)
def test_same(work: Work) -> None:
    """One identifier, the page, or a title of the time is enough."""
    found = exclusions(BARE, KNOWN).excluded(work)
    assert found is not None
    assert (found.number, found.exclusion, found.reason) == (1, KNOWN, REASON)
    assert found.certain is not bool(work.title and not work.doi)


@pytest.mark.parametrize("work", OTHERS)
def test_other(work: Work) -> None:
    """Other identifiers show another paper, whatever its title; what is empty says nothing."""
    assert exclusions(BARE, KNOWN).excluded(work) is None


def test_told() -> None:
    """People are told the reason, the note, who decided and when, as far as the entry says."""
    found = exclusions(BARE, KNOWN)
    known, bare = found.excluded(ONE[0]), found.excluded(Work("Kites in strong wind", 1990))
    assert known is not None
    assert bare is not None
    assert known.told == "it was left out before by Ann on 2026-11-23: Too wet (twice)"
    assert bare.told == "it was left out before: gone"


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(0, 9))
def test_first_of_equal_ones(numbers: list[int], wanted: int) -> None:
    """The first entry with an identifier is the one that is found, and nothing without one."""
    entries = [
        Exclusion(title=f"{'abcdefghij'[n] * 9} {place}", doi=f"10.1000/{n}", reason="wet")
        for place, n in enumerate(numbers)
    ]
    found = exclusions(*entries).excluded(Work(doi=f"10.1000/{wanted}"))
    assert (found.number if found else None) == (
        numbers.index(wanted) if wanted in numbers else None
    )
