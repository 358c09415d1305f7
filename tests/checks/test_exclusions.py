"""What is told of excluded.yaml: reasons, doubles, and papers that have a record all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

REASONS = """\
reasons:
  - {id: no-paper, name: No paper, description: It folds no paper.}
  - {id: too-wet, name: Too wet, description: It was under water., former_ids: [wet]}
"""
RECORD = (
    "title: Folding by Moonlight\nauthors: [Ann Folder]\nyear: 2020\nvenue: JPA\nfold: [dart]\n"
    "summary: Ours.\n"
)


def told(root: Path) -> list[str]:
    """Everything about what was left out that `survey check` would say, a line each."""
    library, found = Library.load(root)
    problems = sorted((*found, *checks.run(library)))
    return [f"{p.severity[0]} {p}" for p in problems if p.path == "excluded.yaml"]


def entries(*lines: str) -> str:
    """Write a whole file with these entries."""
    return f"{REASONS}excluded:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


PROBLEMS = [
    ("a wrong type", "reasons: {}\n",
     ["e excluded.yaml:1:10: reasons: expected a list, got a mapping (write [a, b])"]),
    ("an unknown field", entries("title: Kites, reason: no-paper, who: Ann"),
     ["e excluded.yaml:5:38: excluded[0]: unknown field 'who'"]),
    ("no reason", entries("title: Kites"), ["e excluded.yaml:5:5: excluded[0]: missing field 'reason'"]),
    ("a reason of another stage", "reasons:\n  - {id: a, name: A, description: B, stage: later}\n",
     ["e excluded.yaml:2:45: reasons[0].stage: unknown value 'later' (one of before-screening, screening, retrieval, eligibility)"]),
    ("a day of no calendar", entries("title: Kites, reason: no-paper, date: 2026-02-30"),
     ["e excluded.yaml:5:44: excluded[0].date: 2026-02-30 is no day of the calendar"]),
    ("an unknown reason", entries("title: Kites, reason: no-papre"),
     ["e excluded.yaml:5:28: excluded[0].reason: unknown reason 'no-papre' (did you mean 'no-paper'?)"]),
    ("a far reason", entries("title: Kites, reason: dull"),
     ["e excluded.yaml:5:28: excluded[0].reason: unknown reason 'dull' (write one of no-paper, too-wet, or declare it under reasons)"]),
    ("a former reason", entries("title: Kites, reason: wet"),
     ["e excluded.yaml:5:28: excluded[0].reason: unknown reason 'wet' (it is now 'too-wet')"]),
    ("a reason twice", REASONS.replace("too-wet", "no-paper"),
     ["e excluded.yaml:3:10: reasons[1].id: 'no-paper' is taken by reasons[0].id (ids are unique and never used again)"]),
    ("a paper twice", entries("title: Kites in Wind, reason: no-paper", "title: kites in wind!, year: 2020, reason: too-wet"),
     ["e excluded.yaml:6:13: excluded[1].title: is left out by excluded[0], 'Kites in Wind' already: its title is 100 % the same (one paper, one entry: delete one)"]),
    ("a DOI twice", entries("title: Kites, doi: 10.1000/A, reason: no-paper", "title: Strings, doi: 10.1000/a, reason: too-wet"),
     ["e excluded.yaml:6:13: excluded[1].title: is left out by excluded[0], 'Kites' already: it has the same DOI, 10.1000/a (one paper, one entry: delete one)"]),
    ("titles that are nearly one", entries("title: Kites that fly in wind, reason: no-paper", "title: Kites that flew in wind, reason: too-wet"),
     []),
    ("a record", entries("title: Folding by moonlight, reason: no-paper"),
     ["e excluded.yaml:5:13: excluded[0].title: is a record too, papers/folder2020folding.yaml: its title is 100 % the same (delete the entry, or the record)"]),
    ("nearly a record", entries("title: Folding by moonlights, reason: no-paper"),
     [("w excluded.yaml:5:13: excluded[0].title: is perhaps a record too, papers/folder2020folding.yaml: its title is 98 % the same"
       " (delete the entry, or the record; if it is another paper, give the entry its identifiers)")]),
    ("a look-alike letter", entries("title: K\N{CYRILLIC SMALL LETTER I}tes, reason: no-paper"), []),
    ("another year", entries("title: Folding by moonlight, year: 2010, reason: no-paper"), []),
    ("reasons that nothing has yet", REASONS, []),
    ("nothing at all", "reasons: []\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), PROBLEMS, ids=[name for name, *_ in PROBLEMS])
def test_problem(make_survey: MakeSurvey, name: str, text: str, said: list[str]) -> None:
    """What cannot hold in excluded.yaml is told at its place, with what to write instead."""
    root = make_survey({"excluded.yaml": text, "papers/folder2020folding.yaml": RECORD})
    if name == "a look-alike letter":
        assert len(told(root)) == 1
    else:
        assert told(root) == said


@pytest.mark.parametrize(
    ("entry", "is_it"),
    [
        ("title: Other words, url: 'http://www.openreview.net/pdf?id=abcdef'", True),
        ("title: Other words, url: 'https://openreview.net/forum?id=abcdeF'", False),
        ("title: Other words, doi: 10.1000/MOON", True),
        ("title: Folding by moonlight, doi: 10.1000/sun", False),
        ("title: Folding by moonlight, url: 'https://doi.org/10.1000/moon'", True),
    ],
)
def test_identifiers(make_survey: MakeSurvey, entry: str, is_it: bool) -> None:  # noqa: FBT001
    """With an identifier or the page of the record it is the paper; with others it is not."""
    record = RECORD + "doi: 10.1000/moon\nlinks: {page: 'https://openreview.net/forum?id=abcdef'}\n"
    root = make_survey(
        {
            "excluded.yaml": entries(f"{entry}, reason: no-paper"),
            "papers/folder2020folding.yaml": record,
        }
    )
    assert ["record too" in line for line in told(root)] == [True] * is_it


def test_none_is_needed(make_survey: MakeSurvey) -> None:
    """A survey without excluded.yaml is whole; what is wrong in one takes no record off the site."""
    assert told(make_survey()) == []


def test_broken_file_blames_nobody(make_survey: MakeSurvey) -> None:
    """A file that cannot be read is told of alone, and records are published as before."""
    root = make_survey({"excluded.yaml": "excluded: [\n"})
    assert len(told(root)) == 1
    assert Library.load(root)[0].papers
