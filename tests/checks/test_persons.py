"""What is told of people.yaml, and of records whose authors nobody can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"
TITLES = ("Kites in Wind", "Strings and Knots", "Rain on Paper", "Far Below Clouds")


def records(*authors: str) -> dict[str, str]:
    """Records of one author each, written as given: wang2020a, wang2021b and so on."""
    return {
        f"papers/wang{2020 + number}{'abcd'[number]}.yaml": (
            f"title: {TITLES[number]}\nauthors: [{author}]\nyear: {2020 + number}\nvenue: JPA\n"
            "fold: [dart]\nsummary: Ours.\n"
        )
        for number, author in enumerate(authors)
    }


def by(given: str, orcid: str) -> str:
    """An author of the family Wang with an ORCID iD."""
    return f"{{given: {given}, family: Wang, orcid: {orcid}}}"


def told(root: Path) -> list[str]:
    """Everything about people that `survey check` would say, a line each."""
    library, found = Library.load(root)
    problems = sorted((*found, *checks.run(library)))
    return [
        f"{p.severity[0]} {p}"
        for p in problems
        if p.path == "people.yaml" or p.code.startswith("authors.")
    ]


BROKEN = [
    ("a wrong type", "people: {}\n", ["e people.yaml:1:9: people: expected a list, got a mapping (write [a, b])"]),
    ("an unknown field", "people:\n  - {id: a, name: Wei Wang, alias: W.}\n",
     ["e people.yaml:2:29: people[0]: unknown field 'alias'"]),
    ("no name", "people:\n  - id: a\n", ["e people.yaml:2:5: people[0]: missing field 'name'"]),
    ("an address", "people:\n  - {id: Wei/Wang, name: Wei Wang}\n",
     ["e people.yaml:2:10: people[0].id: 'Wei/Wang' is no id (lower-case letters, digits and single hyphens)"]),
    ("a wrong iD", "people:\n  - {id: a, name: Wei Wang, orcid: 0000-0002-1825-0098}\n",
     ["e people.yaml:2:36: people[0].orcid: is no ORCID iD: its check digit is wrong"]),
    ("nobody", "people:\n  - {id: a, name: others}\n",
     [("e people.yaml:2:19: people[0].name: others stands for people who are not named (write it last,"
      " behind at least one name; a group of that name is {literal: …})")]),
    ("an id twice", "people:\n  - {id: a, name: Wei Wang}\n  - {id: b, name: W. Wang, former_ids: [a]}\n",
     [("e people.yaml:3:41: people[1].former_ids[0]: 'a' is taken by people[0].id"
      " (ids are unique and never used again)")]),
    ("an iD twice",
     f"people:\n  - {{id: a, name: Wei Wang, orcid: {ONE}}}\n  - {{id: b, name: W. Wang, orcid: {ONE}}}\n",
     [(f"e people.yaml:3:35: people[1].orcid: '{ONE}' is taken by people[0].orcid"
      " (one person has one entry; other spellings go under other_names)")]),
    ("an unknown paper", "people:\n  - {id: a, name: Wei Wang, papers: [wang2020b]}\n",
     ["e people.yaml:2:38: people[0].papers[0]: unknown paper 'wang2020b' (did you mean 'wang2020a'?)"]),
    ("somebody else's paper", "people:\n  - {id: a, name: Wei Wang, papers: [folder2019first]}\n",
     [("e people.yaml:2:38: people[0].papers[0]: 'folder2019first' has no author of this person's names"
      " (name the author there as here, or list the other spelling in other_names)")]),
    ("a paper of two people",
     ("people:\n  - {id: a, name: Wei Wang, papers: [wang2020a]}\n"
     "  - {id: b, name: Wei Wang, papers: [wang2020a]}\n"),
     [("e people.yaml:3:38: people[1].papers[0]: people[0].papers[0] has this paper for an author of the"
      " same name (keep it under one; two people of one name in one paper need ORCID iDs there)")]),
    ("an unknown person", "people:\n  - {id: a, name: Wei Wang, not_same_as: [b, a]}\n",
     ["e people.yaml:2:43: people[0].not_same_as[0]: unknown person 'b' (give them an entry here)",
      "e people.yaml:2:46: people[0].not_same_as[1]: names the person itself (delete it)"]),
    ("an unused entry", "people:\n  - {id: a, name: Nobody Here}\n",
     [("w people.yaml:2:10: people[0].id: no paper is by 'Nobody Here'"
      " (write the name as the records do, or list their spelling in other_names)")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [e[1:] for e in BROKEN], ids=[e[0] for e in BROKEN])
def test_broken_entries(make_survey: MakeSurvey, text: str, said: list[str]) -> None:
    """What cannot hold in people.yaml is told at its place, with what to write instead."""
    found = told(make_survey({"people.yaml": text, **records("Wei Wang")}))
    severity = said[0][0]
    assert [line for line in found if line.startswith(f"{severity} people.yaml")] == said


def test_a_survey_needs_no_people(make_survey: MakeSurvey) -> None:
    """A survey without people.yaml is whole, and so is one that lists nobody."""
    assert told(make_survey(records("Wei Wang"))) == []


def test_an_ambiguous_name_is_told(make_survey: MakeSurvey) -> None:
    """A name that two people have is nobody's until an iD or people.yaml says whose."""
    files = records(by("Wei", ONE), by("Wei", TWO), "Wei Wang")
    files["papers/wang2020a.yaml"] += "checks: {authors.two-orcids: two people}\n"
    assert told(make_survey(files)) == [
        (
            f"w papers/wang2021b.yaml:2:11: authors[0]: 'Wei Wang' has the ORCID {ONE} elsewhere"
            " (correct one; if they are two people, enter both in people.yaml)"
        ),
        (
            "w papers/wang2022c.yaml:2:11: authors[0]: 'Wei Wang' can be wei-wang-0097 or wei-wang-3700"
            " (give the ORCID, or list 'wang2022c' in people.yaml under the right one)"
        ),
    ]


@pytest.mark.parametrize(
    "files",
    [
        {
            **records(by("Wei", ONE), by("Wei", TWO), "Wei Wang"),
            "people.yaml": (
                f"people:\n  - {{id: one, name: Wei Wang, orcid: {ONE}, papers: [wang2022c]}}\n"
                f"  - {{id: two, name: Wei Wang, orcid: {TWO}}}\n"
            ),
        },
        {
            **records(by("Anna", ONE), by("Bert", ONE)),
            "people.yaml": (
                f"people:\n  - {{id: one, name: Anna Wang, orcid: {ONE}, other_names: [Bert Wang]}}\n"
            ),
        },
        {
            **records(by("Wei", ONE), by("Wei", TWO), "{given: Wei, family: Wang}"),
            "people.yaml": "people: 7\n",
        },
    ],
    ids=["two of one name", "one of two names", "a broken registry blames nobody"],
)
def test_people_yaml_settles_it(make_survey: MakeSurvey, files: Mapping[str, str]) -> None:
    """What people.yaml says of a name or an iD is asked of no record."""
    assert [line for line in told(make_survey(files)) if "papers/" in line] == []
