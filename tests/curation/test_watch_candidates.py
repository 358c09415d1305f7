"""Hits put together, and what is remembered of proposals."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.curation.watch_candidates import Candidate, united
from site_builder.curation.watch_memory import Proposed, Reasons, WatchMemory
from site_builder.curation.watch_questions import Kind, Origin
from site_builder.sources.draft import Draft

if TYPE_CHECKING:
    from pathlib import Path

WORDS, CITES = Origin(Kind.WORDS, "fold/dart"), Origin(Kind.CITES, "folder2019first")
DAY = dt.date(2023, 4, 15)


def test_hits_of_one_paper_are_united() -> None:
    """An arXiv id, a DOI, a page or the whole title makes hits one; each adds what it knows."""
    hits = [
        (Draft("a", title="Kites in Wind", arxiv_id="2301.00001"), WORDS),
        (Draft("b", title="Kites in wind.", doi="10.1000/A", abstract="They fly."), CITES),
        (Draft("c", title="Another Title", doi="10.1000/a", year=2023), CITES),
        (Draft("d", title="Darts"), WORDS),
    ]
    kites, darts = united(hits)
    assert kites.origins == [WORDS, CITES]
    assert (kites.draft.arxiv_id, kites.draft.doi) == ("2301.00001", "10.1000/A")
    assert (kites.draft.title, kites.draft.year) == ("Kites in Wind", 2023)
    assert kites.draft.abstract == "They fly."
    assert darts.draft.title == "Darts"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "1", "2"])), max_size=6))
def test_nothing_is_lost(names: list[tuple[str, str]]) -> None:
    """Every hit is in one candidate, and no two candidates have a title in common."""
    hits = [
        (Draft("x", title=t, doi=d and f"10.1000/{d}"), Origin(Kind.VENUE, t)) for t, d in names
    ]
    found = united(hits)
    assert {o.name for each in found for o in each.origins} == {title for title, _ in names}
    titles = [each.draft.title for each in found]
    assert len(set(titles)) == len(titles)


def test_reasons_in_words() -> None:
    """Reasons are told in one order, each text made safe by whoever shows it."""
    why = Reasons(
        cites=("VPT", "SSF"), shares=("visual prompt", "frozen"), like=("zeng2024visual",)
    )
    assert why.told(shared="*{}*".format) == (
        "cites VPT and SSF; shares *visual prompt*, *frozen*; most like zeng2024visual"
    )
    assert Reasons(words=("a/b",)).told() == "has the words of a/b"
    assert Reasons(people=("<b>",)).told(lambda text: text.replace("<", "")) == "by b>"


def test_citations_and_people_count() -> None:
    """Of two equal papers the one that cites more, or is by somebody watched, scores higher."""
    from site_builder.related.likeness import Likely  # noqa: PLC0415 (only here)

    likely = Likely(0.5, (), (), None)
    scores = [
        Candidate(Draft("x"), [Origin(kind, str(n)) for n, kind in enumerate(kinds)], likely).score
        for kinds in ([], [Kind.PERSON], [Kind.CITES], [Kind.CITES] * 2)
    ]
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)


def remembered(path: Path, day: dt.date) -> tuple[WatchMemory, list[str]]:
    """Read a memory, with what is said of it."""
    said: list[str] = []
    return WatchMemory.read(path, day, said.append), said


def test_memory(tmp_path: Path) -> None:
    """What is kept comes back; days overlap as services are late, and stay the same all day."""
    path = tmp_path / "sub" / "memory.json"
    memory, said = remembered(path, DAY)
    assert (memory.days("arxiv"), said) == ((dt.date(2023, 3, 16), DAY), [])
    entry = Proposed(title="Kites", doi="10.1000/x", day=DAY, why=Reasons(cites=("VPT",)))
    memory.add([entry, entry])
    memory.note("arxiv", memory.days("arxiv"))
    memory.write()
    again, said = remembered(path, DAY)
    assert (again.proposed, said) == ([entry], [])
    assert again.days("arxiv") == (dt.date(2023, 3, 16), DAY)
    later, _ = remembered(path, dt.date(2023, 4, 22))
    assert later.days("arxiv")[0] == dt.date(2023, 4, 11)
    assert later.days("dblp")[0] == dt.date(2023, 3, 23)
    assert later.find(Draft("x", title="Other", doi="10.1000/X")) == entry
    assert later.find(Draft("x", title="kites")) == entry
    assert later.find(Draft("x", title="Darts")) is None
    old, _ = remembered(path, dt.date(2030, 1, 1))
    old.write()
    assert remembered(path, DAY)[0].proposed == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "a\x1b[31m"},
        {"title": ""},
        {"page": "javascript:alert(1)"},
        {"arxiv_id": "../x"},
        {"doi": "x"},
        {"evil": 1},
        {"day": "never"},
        {"why": {"shares": ["a\nb"]}},
    ],
)
def test_memory_that_was_tampered_with(tmp_path: Path, change: dict[str, object]) -> None:
    """A file with anything that no run writes is not believed, and that is said."""
    path = tmp_path / "memory.json"
    entry = {"title": "Kites", "day": "2023-04-15", **change}
    path.write_text(json.dumps({"form": 1, "asked": {}, "proposed": [entry]}))
    memory, said = remembered(path, DAY)
    assert memory.proposed == []
    assert said == ["what was proposed before is not known: the file that keeps it cannot be read"]
