"""Who is who after an edit: what is taken over is what would be decided anew, or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.record.identities import People

PERSON = "people:\n  - {id: ada, name: Ada Folder, papers: [folder2019first]}\n"
RECORD = "title: Other\nauthors: [Ada Folder, 'Grete Gleiter']\nyear: %d\nvenue: JPA\n"


@pytest.fixture
def library(make_survey: Callable[..., Path]) -> Library:
    """Give a survey in which names are shared, and one person is told apart."""
    files = {"people.yaml": PERSON} | {
        f"papers/folder{year}more.yaml": RECORD % year for year in (2015, 2020, 2021)
    }
    return Library.load(make_survey(files))[0]


def edited(library: Library, key: str, **values: Any) -> Library:
    """Return a survey with another record of a paper."""
    paper = library.papers[key].model_copy(update=values)
    return replace(library, papers=library.papers | {key: paper})


def told(people: People) -> object:
    """Return all that is decided, with the very records."""
    persons = {
        slug: (p.name, p.orcid, p.other_names, p.entry, [id(paper) for paper in p.papers])
        for slug, p in people.by_slug.items()
    }
    of_paper = {key: [p.slug for p in found] for key, found in people.of_paper.items()}
    return list(persons.items()), of_paper, [(id(p), n, slugs) for p, n, slugs in people.doubts]


@pytest.mark.parametrize("key", ["folder2020more", "folder2019first", "gleiter2021unsorted"])
@pytest.mark.parametrize("values", [{"title": "Another"}, {"year": 1999}, {"year": 2030}])
def test_people_are_those_of_a_first_look(
    library: Library, key: str, values: dict[str, Any]
) -> None:
    """After an edit of what is no author, people, their order and their papers are decided alike."""
    assert library.identities.of_paper.keys() == library.papers.keys()
    now = edited(library, key, **values)
    anew = replace(now)
    now.follow(library)
    assert "identities" in vars(now)
    assert told(now.identities) == told(anew.identities)
    by_paper = now.identities.of_paper.values()
    assert {id(p) for found in by_paper for p in found} == {
        id(p) for p in now.identities.by_slug.values()
    }


def test_authors_are_decided_anew(library: Library) -> None:
    """Other authors, records or entries of people.yaml leave nothing to be taken over."""
    other = library.papers["gleiter2021unsorted"].authors
    assert library.identities
    removed = dict(list(library.papers.items())[1:])
    for now in (
        edited(library, "folder2020more", authors=other),
        replace(library, papers=removed),
        replace(library, person_entries=()),
    ):
        now.follow(library)
        assert "identities" not in vars(now)
