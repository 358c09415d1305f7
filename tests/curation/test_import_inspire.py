"""Imports of bibliographies as INSPIRE writes them, of physics: entries of our own making."""

from __future__ import annotations

from contextlib import chdir
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from site_builder.cli import main
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

EMPTY = {"venues.yaml": "venues: []\n", "benchmarks.yaml": "benchmarks: []\n"}
WORDS = (
    "Jets",
    "Tops",
    "Muons",
    "Taggers",
    "Hadrons",
    "Tracks",
    "Quarks",
    "Cells",
    "Bosons",
    "Axions",
)
NUMBERS = iter(range(10_000))


def entry(kind: str = "article", **fields: str) -> str:
    """Write an entry with a title and an author of its own, where none is given."""
    number = next(NUMBERS)
    plain = {
        "title": " ".join(WORDS[int(digit)] for digit in f"{number * 7919:06}"),
        "author": "Smith, Ann",
        "year": "2020",
    }
    rows = "".join(f'  {k} = "{v}",\n' for k, v in {**plain, **fields}.items() if v)
    return f"@{kind}{{Smith:2020{number},\n{rows}}}\n"


def imported(
    make_survey: MakeSurvey, *entries: str, registries: dict[str, str] = EMPTY
) -> tuple[Library, str]:
    """Import entries into a survey without papers; return it, and what was said."""
    root = make_survey(registries, papers=False)
    (root / "refs.bib").write_text("".join(entries), "utf-8")
    with chdir(root):
        done = CliRunner().invoke(main, ["import", "refs.bib", "--yes"])
    library, problems = Library.load(root)
    assert not [each for each in problems if each.path.startswith("venues")]
    return library, done.output


def venues(library: Library) -> list[tuple[str, str]]:
    """List the venues with their kinds."""
    return [(venue.name, str(venue.kind)) for venue in library.venue_entries]


@pytest.mark.parametrize(
    ("spellings", "wanted"),
    [
        (["Phys. Rev. D", "Phys.Rev.D", "Physical Review D", "Phys.\\ Rev.\\ D"], "Physical Review D"),
        (["Eur. Phys. J. C", "The European Physical Journal C", "Eur.Phys.J.C"], "European Physical Journal C"),
        (["Mach. Learn.: Sci. Tech.", "Machine Learning: Science and Technology"], "Machine Learning: Science and Technology"),
    ],
)  # fmt: skip
def test_spellings_of_a_journal(make_survey: MakeSurvey, spellings: list[str], wanted: str) -> None:
    """A journal is one venue under all its abbreviations, called by the longest of its names."""
    library, _ = imported(make_survey, *(entry(journal=name) for name in spellings))
    assert venues(library) == [(wanted, "journal")]
    assert len(library.papers) == len(spellings)


def test_sections_in_volumes(make_survey: MakeSurvey) -> None:
    """A section's letter before the volume is a part of the journal's name, and that is told."""
    library, said = imported(
        make_survey,
        entry(journal="Phys. Rev.", volume="D98"),
        entry(journal="Phys.Rev.D", volume="D97"),
        entry(journal="Phys. Rev. D", volume="99"),
        entry(journal="Phys. Rev.", volume="C12"),
        entry(journal="Nature", volume="A1"),
        entry(journal="Proc. Paper Soc.", volume="S3"),
    )
    places = {(library.venue_of(p).name, p.volume) for p in library.papers.values()}
    assert places == {
        *{("Phys. Rev. D", each) for each in ("97", "98", "99")},
        ("Phys. Rev. C", "12"),
        ("Nature", "A1"),
        ("Proc. Paper Soc.", "S3"),
    }
    assert "volume 'D98' was read as volume 98 of 'Phys. Rev. D'" in said


def test_a_journal_that_numbers_its_volumes_so(make_survey: MakeSurvey) -> None:
    """Where the survey has the journal under the name as it stands, its volumes are left alone."""
    known = "venues:\n  - {id: PR, name: Physical Review, kind: journal}\n"
    registries = {**EMPTY, "venues.yaml": known}
    library, _ = imported(
        make_survey, entry(journal="Phys. Rev.", volume="D98"), registries=registries
    )
    (paper,) = library.papers.values()
    assert (paper.venue, paper.volume) == ("PR", "D98")


@pytest.mark.parametrize(
    "fields",
    [
        {"journal": "ATLAS-CONF-2012-107"},
        {"reportNumber": "ATLAS-CONF-2012-107"},
        {"kind": "techreport", "reportNumber": "ATLAS-CONF-2012-107"},
        {"kind": "techreport", "institution": "CERN", "reportNumber": "ATLAS-CONF-2012-107"},
    ],
)
def test_reports(make_survey: MakeSurvey, fields: dict[str, str]) -> None:
    """The number of a report is its number wherever it stands, and no venue is named after it."""
    library, _ = imported(make_survey, entry(**{"kind": "article", **fields}))
    (paper,) = library.papers.values()
    assert paper.number == "ATLAS-CONF-2012-107"
    assert "ATLAS" not in library.venue_of(paper).name
    assert "report" in {paper.type, str(library.venue_of(paper).kind)}


def test_number_beside_a_journal(make_survey: MakeSurvey) -> None:
    """What has a journal or an arXiv id has no report's number; how many were lost is told."""
    library, said = imported(
        make_survey,
        entry(journal="JHEP", reportNumber="CERN-TH-1"),
        entry(eprint="2001.00001", archivePrefix="arXiv", reportNumber="TTK-2"),
    )
    assert [paper.number for paper in library.papers.values()] == [None, None]
    assert "records have no place for reportnumber (2)" in said


def test_collaborations(make_survey: MakeSurvey) -> None:
    """Where no author is named, the collaboration is."""
    library, _ = imported(
        make_survey,
        entry(author="", collaboration="ATLAS, CMS", journal="JHEP"),
    )
    (paper,) = library.papers.values()
    assert [a.literal for a in paper.authors] == ["ATLAS Collaboration", "CMS Collaboration"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["20th International Workshop on Paper Techniques in Physics: Folds Decoded",
          "{21th International Workshop on Paper Techniques in Physics}: {Paper meets AI}",
          "Proceedings, 18th International Workshop on Paper Techniques in Physics (WPT 2016): Valparaiso, Chile, January 18-22, 2016"],
         [("International Workshop on Paper Techniques in Physics", "workshop")]),
        (["39th Annual Conference on Paper Systems: Includes Folds and the Sciences (FS4P)", "38th Conference on Paper Systems"],
         [("Annual Conference on Paper Systems: Includes Folds and the Sciences", "conference"), ("Conference on Paper Systems", "conference")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["booktitle", "journal"])
def test_meetings(
    make_survey: MakeSurvey, names: list[str], wanted: list[tuple[str, str]], place: str
) -> None:
    """A meeting is one venue whatever its theme, number, year and place, in either field.

    What is held beside it, with a short name of its own, is another.
    """
    kind = "inproceedings" if place == "booktitle" else "article"
    library, _ = imported(make_survey, *(entry(kind, **{place: name}) for name in names))
    assert sorted(venues(library)) == sorted(wanted)


def test_last_words_of_a_name(make_survey: MakeSurvey) -> None:
    """What stands before the year is no short name where more of the name stands before it."""
    names = ("Connecting The Folds 2023", "Connecting the Folds 2020", "Hard Folds 2021")
    library, _ = imported(make_survey, *(entry("inproceedings", booktitle=n) for n in names))
    assert [v.id for v in library.venue_entries] == ["Connecting The Folds", "Hard Folds"]


def test_proceedings_in_a_journal(make_survey: MakeSurvey) -> None:
    """The journal in which proceedings appeared is the venue, and a journal; the rest is told."""
    meeting = "41st International Symposium on Folds"
    library, said = imported(
        make_survey, entry("inproceedings", journal="PoS", booktitle=meeting), entry(journal="PoS")
    )
    assert venues(library) == [("PoS", "journal")]
    assert sorted(str(p.type) for p in library.papers.values()) == ["None", "paper-conference"]
    assert f"booktitle: '{meeting}' appeared in 'PoS', which is kept" in said


@pytest.mark.parametrize(
    "name",
    [
        *("cs.CV", "math-ph", "hep-th", "physics.ins-det", "physics.optics", "cond-mat.soft"),
        *("physics.atm-clus", "cond-mat.mtrl-sci", "astro-ph.CO", "nlin.CD", "acc-phys", "q-bio.QM"),
    ],
)  # fmt: skip
def test_arxiv_classes(make_survey: MakeSurvey, name: str) -> None:
    """Every kind of class that arXiv has is taken."""
    fields: dict[str, Any] = {"eprint": "2001.00001", "archivePrefix": "arXiv"}
    library, said = imported(make_survey, entry(primaryClass=name, **fields))
    (paper,) = library.papers.values()
    assert paper.arxiv_class == name
    assert "no arXiv class" not in said
