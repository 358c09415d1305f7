"""Who is who after an edit that concerns no author."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.record.identities import People
from site_builder.record.ordering import newest_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.record.identities import Person
    from site_builder.record.models import Paper


def renewed(people: People, before: Mapping[str, Paper], now: Mapping[str, Paper]) -> People | None:
    """Return the same people with newer records of their papers, both by key.

    None where an author, a paper or a key is new or gone: then it has to be decided anew who is who
    (`identities.identify`). The entries of people.yaml have to be the same.
    """
    if before.keys() != now.keys():
        return None
    changed = {key for key, paper in now.items() if before[key] is not paper}
    if any(before[key].authors != now[key].authors for key in changed):
        return None
    made = {
        person: _with_papers(person, now)
        for person in {person for key in changed for person in people.of_paper[key]}
    }
    theirs = {paper.key for person in made for paper in person.papers}
    return People(
        {slug: made.get(person, person) for slug, person in people.by_slug.items()},
        people.of_paper
        | {key: tuple(made.get(each, each) for each in people.of_paper[key]) for key in theirs},
        tuple(doubt._replace(paper=now[doubt.paper.key]) for doubt in people.doubts),
    )


def _with_papers(person: Person, papers: Mapping[str, Paper]) -> Person:
    """Return a person with newer records; the year of one may be another, and so the order."""
    return replace(person, papers=tuple(newest_first(papers[p.key] for p in person.papers)))
