"""What a search looks up before it reads texts: places, people, identifiers of papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.text.names import romanised_slug, slugify
from site_builder.web.link_names import link_names, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.text.names import Name

Value = dict[str, Any]

HEAVIEST: Final = 99
"""How often a paper is named only tells the well-known from the rest."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that readers look for by a name of its own."""

    kind: str
    """What it is, as readers call it."""
    uri: str
    title: str
    names: tuple[str, ...] = ()
    """What else it is called."""
    parts: tuple[str, ...] = ()
    """What it treats, such as the headings of a chapter."""
    count: int | None = None
    """How many papers stand there."""


def lookup(library: Library, places: Iterable[Place], named: Mapping[str, int]) -> Value:
    """Return everything that is looked up; `named` counts how often others name a paper, by key."""
    found = list(library.papers.values())
    return {
        "places": [_place(place) for place in places],
        **_people(library, found),
        "arxiv": [paper.arxiv_id or "" for paper in found],
        "doi": [(paper.doi or "").lower() for paper in found],
        "links": [" ".join(map(short, _links(paper))) for paper in found],
        "former": {old: number for number, paper in enumerate(found) for old in paper.former_keys},
        "weight": [min(named.get(paper.key, 0), HEAVIEST) for paper in found],
    }


def _place(place: Place) -> Value:
    said = {
        "kind": place.kind,
        "uri": place.uri,
        "title": to_text(place.title),
        "names": [to_text(name) for name in place.names],
        "parts": [to_text(part) for part in place.parts],
        "count": place.count,
    }
    return {name: value for name, value in said.items() if value not in ([], None)}


def _people(library: Library, found: list[Paper]) -> Value:
    """Return people in the order in which they come up, and of each paper its authors.

    An author is 0 for the next one who has not come up yet, otherwise the person's number from 1.
    Names stand as Family, Given. A person's page is where the name leads, unless `slugs` says
    another; `also` has other spellings, those in Latin letters among them.
    """
    numbers: dict[str, int] = {}
    names: list[str] = []
    authors: list[list[int]] = []
    slugs: dict[int, str] = {}
    also: dict[int, list[str]] = {}
    for paper in found:
        row = []
        for person in library.authors_of(paper):
            if number := numbers.get(person.slug):
                row.append(number)
                continue
            row.append(0)
            numbers[person.slug] = len(names) + 1
            others = [_inverted(name) for name in person.other_names]
            if slugify(person.name.spaced) != person.slug:
                others.append(_romanised(person.name))
                slugs[len(names)] = person.slug
            if others:
                also[len(names)] = others
            names.append(_inverted(person.name))
        authors.append(row)
    return {"people": names, "slugs": slugs, "also": also, "authors": authors}


def _inverted(name: Name) -> str:
    """Return a name as Family, Given; what has no given name stands alone."""
    return to_text(", ".join(filter(None, (name.last, name.given))))


def _romanised(name: Name) -> str:
    """Return a name in Latin letters, as Family, Given."""
    parts = (romanised_slug(part) for part in (name.last, name.given) if part)
    return ", ".join(part.replace("-", "") for part in parts)


def _links(paper: Paper) -> Iterator[str]:
    """Yield what a paper's links are known by, each once."""
    links = (paper.links.page, paper.links.pdf, paper.links.code, paper.links.project)
    yield from dict.fromkeys(name for url in links if url for name in link_names(url))
