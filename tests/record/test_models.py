"""What a record may say of a paper's type, people, addresses and standing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from site_builder.record.models import PAPER_FIELDS, Author, Paper
from site_builder.yamlfiles.canonical import canonical

NEEDED: dict[str, Any] = {"key": "a", "title": "A", "authors": ["B C"], "year": 2020, "venue": "V"}

RECORD = """# yaml-language-server: $schema=../schema/paper.json
title: On the Teaching of Folds
type: thesis
degree: master
authors:
  - Ada Folder
  - literal: others
  - {family: others}
  - others
year: 1896
venue: U
booktitle: Folds
series: Notes on Folding
editors:
  - Bo van Dyck
  - others
links: {model: https://e.org/m, pdf: https://e.org/p.pdf, code: https://e.org/c, page: https://e.org/}
status: {source: "https://doi.org/10.1000/x", kind: withdrawn, note: see there, date: 2020-05-01}
checks: {title.capitals: an acronym}
"""
IN_FORM = """# yaml-language-server: $schema=../schema/paper.json
title: On the Teaching of Folds
type: thesis
degree: master
authors:
  - Ada Folder
  - literal: others
  - family: others
  - others
year: 1896
venue: U
booktitle: Folds
series: Notes on Folding
editors:
  - Bo van Dyck
  - others
links:
  page: https://e.org/
  pdf: https://e.org/p.pdf
  code: https://e.org/c
  model: https://e.org/m
status:
  kind: withdrawn
  date: 2020-05-01
  source: https://doi.org/10.1000/x
  note: see there
checks:
  title.capitals: an acronym
"""


def paper(**fields: Any) -> Paper:
    """Make a paper of what it needs and these fields."""
    return Paper.model_validate(NEEDED | fields)


def test_the_form_of_new_fields() -> None:
    """Fields of type, people, links, status and checks have one order and one form."""
    assert canonical(RECORD, "x", "a", ()).text == IN_FORM
    assert canonical(IN_FORM, "x", "a", ()).text == IN_FORM


def test_the_word_for_more_people_is_no_person() -> None:
    """`others` at the end of a list says that it is cut; a group of that name is a group."""
    cut = paper(authors=["B C", "others"], editors=["D E", " others "])
    assert [author.family for author in cut.authors] == ["C"]
    assert (cut.authors_cut, cut.editors_cut) == (True, True)
    group = paper(authors=["B C", {"literal": "others"}])
    assert group.authors[-1] == Author(literal="others")
    assert not group.authors_cut


@pytest.mark.parametrize("authors", [["others"], ["others", "B C"], ["B C", "others", "others"]])
def test_the_word_for_more_people_stands_last(authors: list[str]) -> None:
    """Anywhere but behind a name `others` is refused."""
    with pytest.raises(ValidationError, match="others stands for people"):
        paper(authors=authors)


def test_a_degree_is_of_a_thesis() -> None:
    """A degree without the type thesis is refused."""
    assert paper(type="thesis", degree="doctoral").degree == "doctoral"
    for fields in ({}, {"type": "report"}):
        with pytest.raises(ValidationError, match="only a thesis has a degree"):
            paper(degree="master", **fields)


@pytest.mark.parametrize("year", [1450, 1896, 2100])
def test_years_of_print(year: int) -> None:
    """Books are as old as printing."""
    assert paper(year=year).year == year


def test_no_year_before_print() -> None:
    """Older years are slips."""
    with pytest.raises(ValidationError, match="no year of publication"):
        paper(year=1449)


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        (["title.capitals"], "expected codes with reasons"),
        ({"Title capitals": "x"}, "is no code of a rule"),
        ({"title.capitals": ""}, "is empty"),
        ({str(n): "x" for n in range(101)}, "at most 100"),
        ({f"c{n}": "x" for n in range(101)}, "at most 100"),
    ],
)
def test_a_rule_is_switched_off_with_a_reason(checks: object, said: str) -> None:
    """What switches off a rule is its code with a reason, and nothing else."""
    assert paper(checks={"title.capitals": "a name"}).checks == {"title.capitals": "a name"}
    with pytest.raises(ValidationError, match=said):
        paper(checks=checks)


@pytest.mark.parametrize("source", ["a letter", "javascript:x", "ftp://e.org/", "10.1000"])
def test_a_notice_has_an_address(source: str) -> None:
    """The source of a status is an address or a DOI."""
    with pytest.raises(ValidationError, match="no"):
        paper(status={"kind": "retracted", "source": source})


def test_marks_of_cut_lists_are_no_fields() -> None:
    """No record says that a list is cut but by the word at its end."""
    assert not {"authors_cut", "editors_cut"} & {*PAPER_FIELDS}
