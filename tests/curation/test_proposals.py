"""Keys, doubles and categories for new records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import checks
from site_builder.curation.filing import Filing
from site_builder.curation.keys import key
from site_builder.duplicates.works import DuplicateIndex
from site_builder.library import Library
from site_builder.record import values
from site_builder.record.models import Paper
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("author", "title", "wanted"),
    [
        ("Menglin Jia", "Visual Prompt Tuning", "jia2022visual"),
        ("Elad {x} Müller", "The Röle of 3D Vision", "muller2022role"),
        ("Laurens van der Maaten", "Towards a Unified View", "maaten2022unified"),
        ("Ann O'Neil-Smith", "S-Prompts Learning", "oneilsmith2022sprompts"),
        ("Ann Smith", "Multi-Modal Things", "smith2022multi"),
        ("Ann Smith", "1% vs 100%", "smith2022vs"),
        ("Ann Smith", "On the", "smith2022"),
        ("李明", "Deep Folding", "paper2022deep"),
        ("Ann Smith", "深い 折り", "smith2022"),
        ("Ann Smith", r"$\ell_1$ \emph{Norms}", "smith2022l1"),
    ],
)
def test_keys(author: str, title: str, wanted: str) -> None:
    """A key is the family name, the year and the first word that tells something."""
    assert key(parse_name(author), 2022, title, set()) == wanted


def test_taken_keys() -> None:
    """Where a key is taken, more words of the title follow, and in the end a number."""
    name = Name(given="Ann", family="Smith")
    taken: set[str] = set()
    for _ in range(4):
        taken.add(key(name, 2022, "Deep Folding of Paper", taken))
    assert sorted(taken) == [
        "smith2022deep",
        "smith2022deep-2",
        "smith2022deepfolding",
        "smith2022deepfoldingpaper",
    ]
    assert key(name, 2022, "Deep", {"smith2022deep"}) == "smith2022deep-2"


@given(st.text(min_size=1), st.text(), st.integers(1900, 2100))
def test_any_key(family: str, title: str, year: int) -> None:
    """Whatever the name and title, the key is one."""
    found = key(Name(family=family), year, title, set())
    assert values.key(found) == found


def test_keys_as_people_chose_them(real_library: Library) -> None:
    """Nine in ten of this survey's keys are the ones that would be proposed."""
    papers = real_library.papers.values()
    same = [p for p in papers if key(p.authors[0].name, p.year, p.title, set()) == p.key]
    assert len(same) > 0.9 * len(papers)


def paper(title: str, **more: object) -> Paper:
    """Make a paper."""
    fields = {"key": "one", "authors": ["Ann Smith"], "year": 2020, "venue": "X", **more}
    return Paper.model_validate({"title": title, **fields})


def test_doubles() -> None:
    """Papers are the same by an id, whatever its case, and perhaps by a title within a year."""
    doubles = DuplicateIndex()
    doubles.add(
        paper("On the Folding of Paper Aeroplanes", doi="10.1000/Ab", arxiv_id="2001.00001")
    )
    by_doi = doubles.find("Something Else", 1990, "", "10.1000/aB")
    assert by_doi is not None
    assert by_doi.certain
    assert by_doi.why == "it has the same DOI, 10.1000/ab"
    by_title = doubles.find("On the folding of paper-airplanes", 2021, "", "")
    assert by_title is not None
    assert not by_title.certain
    assert doubles.find("On the folding of paper-airplanes", 2023, "", "") is None
    assert doubles.find("On the folding of paper-airplanes", 2021, "2001.00002", "") is None
    assert doubles.find("On the folding of paper-airplanes", 2021, "", "10.1000/other") is None
    assert doubles.find("Quite Another Paper", 2020, "2001.00002", "") is None
    assert doubles.find("", None, "", "") is None


def test_doubles_of_refused_records(make_survey: Callable[..., Path]) -> None:
    """A refused record counts with what could be read of it, and with nothing that is made up."""
    rest = "authors: [7]\nvenue: [JPA]\nfold: [dart]\n"
    home = make_survey(
        {
            "papers/a2020no.yaml": f"title: 1984\nyear: 2020\ndoi: 10.1000/a\n{rest}",
            "papers/b2020no.yaml": f"title: Wings of Newspaper\nyear: soon\n{rest}",
        }
    )
    library, problems = Library.load(home)
    assert {each.key: (each.title, each.year, each.venue) for each in library.salvaged} == {
        "a2020no": (None, 2020, None),
        "b2020no": ("Wings of Newspaper", None, None),
    }
    assert checks.errors(library) == []
    assert len(problems) == 6
    doubles = DuplicateIndex.of(library)
    by_doi = doubles.find("", 0, "", "10.1000/a")
    by_title = doubles.find("Wings of newspaper", 2020, "", "")
    assert by_doi is not None
    assert by_title is not None
    assert (by_doi.paper.key, by_title.paper.key) == ("a2020no", "b2020no")
    assert doubles.find("?", 1900, "", "") is None


def test_real_doubles(real_library: Library) -> None:
    """No two of this survey's papers are taken for one another by id or title."""
    doubles = DuplicateIndex.of(real_library)
    for each in real_library.papers.values():
        found = doubles.find(each.title, each.year, each.arxiv_id or "", each.doi or "")
        assert found is not None
        assert found.paper.key == each.key


def test_filing(make_survey: Callable[..., Path]) -> None:
    """Categories are proposed by what their records and descriptions say, with reasons."""
    library, _ = Library.load(make_survey())
    (best, *_) = Filing(library).propose("Another dart whose nose is folded back", "fold")
    assert best.node.id == "blunt-dart"
    assert "nose" in best.why
    assert "vouw2020blunt" in best.papers
    assert Filing(library).propose("Quantum chromodynamics", "fold") == []
    assert Filing(library).propose("", "fold") == []


def test_filing_in_an_empty_survey(make_survey: Callable[..., Path]) -> None:
    """Without any paper the categories' own words are enough, or nothing is proposed."""
    library, _ = Library.load(make_survey(papers=False))
    (best, *_) = Filing(library).propose("A glider with broad wings", "fold")
    assert best.node.id == "glider"
    assert best.papers == ()


def test_filing_as_people_did(real_library: Library) -> None:
    """Of this survey's papers most are filed again where they are, each judged by the others."""
    filing = Filing(real_library)
    facet = real_library.taxonomy.facet_ids[0]
    filed = [each for each in real_library.papers.values() if each.categories.get(facet)][:100]
    right = 0
    for each in filed:
        filing.library = real_library.without([each.key])
        text = " . ".join(filter(None, (each.title, each.title, each.abstract)))
        proposed = {proposal.node.id for proposal in filing.propose(text, facet)}
        right += bool(proposed & set(each.categories[facet]))
    assert right > 0.7 * len(filed)
